/** The workspace of one reading: the elements that go by, and what is added up over them until their tensor has been read. */
import { sumsKernel, type SumsKernel } from "../../math/sums/kernel";

export class Desk {
  readonly kernel: SumsKernel = sumsKernel();
  readonly #bytes: Uint8Array;
  #used: number;

  /** `elements`: the most that go by at once. */
  constructor(readonly elements: number) {
    this.kernel.grow(elements);
    this.#bytes = new Uint8Array(8 * elements);
    this.#used = elements;
  }

  /** Room for the elements, at the beginning of the workspace; gone once it grows. */
  room(count: number): { readonly values: Float64Array; readonly bytes: Uint8Array } {
    return { values: this.kernel.numbers.subarray(0, count), bytes: this.#bytes };
  }

  /** Where so many zeros are, until `clear`. */
  take(length: number): number {
    const at = this.#used;
    this.#used += length;
    this.kernel.grow(this.#used);
    this.kernel.numbers.fill(0, at, this.#used);
    return at;
  }

  clear(): void {
    this.#used = this.elements;
  }
}
