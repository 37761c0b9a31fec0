/**
 * A network as a program of eight instructions on vectors. Everything bilinear is a `contract` (wirings.ts): dense,
 * convolution, bias, and whatever else multiplies two vectors. Functions of one number at a time are a `map`, those of
 * several at once (a softmax, a norm, a maximum) are `jointly`. Layers compose instructions (../blocks); passes run
 * programs over any arithmetic (../passes) and know these eight and no layer.
 *
 * Instructions stand in an order in which every one comes after those it uses; a vector is named by its place in the list.
 */
import type { Activation } from "../activations";
import type { Groups, Joint } from "../joints/joint";
import type { Numbers } from "./numbers";
import type { Wiring } from "./wirings";

/** Place of the instruction that makes it. */
export type Value = number;

export type Instruction =
  /** What the network is applied to, and ones (or what stands for them: a constant that biases multiply). */
  | { readonly op: "input"; readonly size: number }
  | { readonly op: "constant"; readonly size: number }
  /** Numbers that nothing changes. */
  | { readonly op: "numbers"; readonly size: number; readonly are: Numbers }
  /** theta from `offset` on. */
  | { readonly op: "parameter"; readonly size: number; readonly offset: number }
  | { readonly op: "contract"; readonly size: number; readonly a: Value; readonly b: Value; readonly wiring: Wiring }
  | { readonly op: "add"; readonly size: number; readonly of: readonly Value[] }
  | { readonly op: "map"; readonly size: number; readonly of: Value; readonly by: Activation }
  | { readonly op: "jointly"; readonly size: number; readonly of: Value; readonly by: Joint; readonly groups: Groups };

export interface Program {
  readonly instructions: readonly Instruction[];
  readonly inputs: number;
  /** Length of theta. */
  readonly parameters: number;
  readonly output: Value;
}

/** Writes a program, one instruction after the other. Sizes that do not fit are a fault of the layer that asks. */
export class Builder {
  readonly #instructions: Instruction[] = [];
  #parameters = 0;
  /** What the network is applied to. */
  readonly input: Value;
  #one: Value | null = null;

  constructor(readonly inputs: number) {
    this.input = this.#push({ op: "input", size: inputs });
  }

  #push(instruction: Instruction): Value {
    return this.#instructions.push(instruction) - 1;
  }

  sizeOf(value: Value): number {
    return this.#instructions[value].size;
  }

  /** The constant 1. */
  get one(): Value {
    this.#one ??= this.#push({ op: "constant", size: 1 });
    return this.#one;
  }

  /** The next `size` numbers of theta. */
  parameter(size: number): { readonly value: Value; readonly offset: number } {
    const offset = this.#parameters;
    this.#parameters += size;
    return { value: this.#push({ op: "parameter", size, offset }), offset };
  }

  contract(a: Value, b: Value, wiring: Wiring): Value {
    const [left, right] = [this.sizeOf(a), this.sizeOf(b)];
    if (left !== wiring.left || right !== wiring.right)
      throw new Error(
        `A ${wiring.name} wiring joins ${wiring.left} and ${wiring.right} numbers, not ${left} and ${right}.`,
      );
    return this.#push({ op: "contract", size: wiring.outputs, a, b, wiring });
  }

  /** The sum; of one vector, itself. */
  add(of: readonly Value[]): Value {
    const [first] = of;
    const size = this.sizeOf(first);
    if (of.some((value) => this.sizeOf(value) !== size)) throw new Error("Vectors of different lengths have no sum.");
    return of.length === 1 ? first : this.#push({ op: "add", size, of });
  }

  map(of: Value, by: Activation): Value {
    return this.#push({ op: "map", size: this.sizeOf(of), of, by });
  }

  /** The same numbers for every input. */
  numbers(are: Numbers): Value {
    return this.#push({ op: "numbers", size: are.size, are });
  }

  jointly(of: Value, by: Joint, groups: Groups): Value {
    const size = by.makes === "one" ? groups.count : this.sizeOf(of);
    return this.#push({ op: "jointly", size, of, by, groups });
  }

  /** What has been written up to this value. */
  done(output: Value): Program {
    const instructions = this.#instructions.slice(0, output + 1);
    return { instructions, inputs: this.inputs, parameters: this.#parameters, output };
  }
}
