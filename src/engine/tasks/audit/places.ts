/** Which tensor of the file, and where in it, a weight of theta is. */
import type { Block } from "../../model/block";
import { compile } from "../../model/compile";
import type { Network } from "../../model/network";
import { placeIn } from "../../weights/layout";
import type { Matched } from "../../weights/match";
import { regionOf, type Region } from "./region";

export class Places {
  readonly #blocks: readonly Block[];
  readonly #matched: ReadonlyMap<Block, Matched>;

  constructor(network: Network, matched: readonly Matched[]) {
    this.#blocks = compile(network).blocks;
    this.#matched = new Map(matched.map((one) => [one.piece.block, one]));
  }

  /** The piece that the position of theta is in, if the file has it. */
  matchedAt(position: number): Matched | null {
    let [low, high] = [0, this.#blocks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#blocks[middle].offset <= position) low = middle;
      else high = middle - 1;
    }
    return this.#matched.get(this.#blocks[low]) ?? null;
  }

  /** `at`: positions in theta, all of one piece. `null`: the file has it not; "scattered": it is not where loops reach it. */
  find(
    channels: number,
    lines: number,
    at: (channel: number, line: number) => number,
  ): { readonly matched: Matched; readonly region: Region } | "scattered" | null {
    if (channels < 1 || lines < 1) return "scattered";
    const matched = this.matchedAt(at(0, 0));
    if (matched === null) return null;
    const { offset } = matched.piece.block;
    const region = regionOf(channels, lines, (j, c) => placeIn(matched.view, at(j, c) - offset));
    return region === null ? "scattered" : { matched, region };
  }
}
