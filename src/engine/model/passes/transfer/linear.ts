/**
 * A program whose maps all are the identity, as products and sums alone. Its *signals* are the vectors that are linear
 * in x̂ = (x, 1), the input with a constant. Values that are one vector are one signal: the identity and what it is
 * applied to, a sum and the terms that nobody else uses (program/sums.ts).
 */
import { compile } from "../../compile";
import type { Network } from "../../network";
import type { Program, Value } from "../../program/program";
import { placesOf } from "../../program/sums";
import type { Wiring } from "../../program/wirings";
import { isIdentity } from "../../structure";

export interface LinearProgram {
  readonly parameters: number;
  /** m, the length of x̂. */
  readonly columns: number;
  readonly signals: readonly Signal[];
  /** In order: every one comes after those that make what it uses. */
  readonly steps: readonly Step[];
  /** Which signal. */
  readonly output: number;
}

export interface Signal {
  readonly size: number;
  /** A piece of x̂ itself, which no parameter moves; `null`: it is made by the steps. */
  readonly given: "input" | "constant" | null;
}

export type Step = Product | Fixed | { readonly does: "sum"; readonly from: number; readonly into: number };

/** into += the parameters from `offset` on times `from`, along a wiring. */
export interface Product {
  readonly does: "product";
  readonly wiring: Wiring;
  readonly offset: number;
  readonly from: number;
  readonly into: number;
}

/** into += numbers that nothing moves times `from`, along a wiring. */
export interface Fixed {
  readonly does: "fixed";
  readonly wiring: Wiring;
  readonly numbers: Float64Array;
  readonly from: number;
  readonly into: number;
}

/** Throws for a program that is not linear in its input. */
export function linearProgram(program: Program): LinearProgram {
  const { instructions, parameters, output } = program;
  const places = placesOf(program);
  const signals: Signal[] = [];
  const steps: Step[] = [];
  const signalOf = new Map<Value, number>();
  const signalAt = (value: Value): number => {
    const signal = signalOf.get(value);
    if (signal === undefined) throw new Error("Parameters that are not multiplied with the input are no linear map.");
    return signal;
  };
  const open = (value: Value, size: number, given: Signal["given"]): number => {
    const signal = signalOf.get(places[value]) ?? signals.push({ size, given }) - 1;
    signalOf.set(places[value], signal);
    signalOf.set(value, signal);
    return signal;
  };
  instructions.forEach((one, value) => {
    switch (one.op) {
      case "parameter":
      case "numbers":
        break;
      case "jointly":
        throw new Error(`A network with ${one.by.name} is no linear map.`);
      case "input":
      case "constant":
        open(value, one.size, one.op);
        break;
      case "contract": {
        const weights = instructions[one.a];
        if (weights.op !== "parameter" && weights.op !== "numbers")
          throw new Error("A product of two vectors of one sample is no linear map.");
        const [from, into] = [signalAt(one.b), open(value, one.size, null)];
        const { wiring } = one;
        steps.push(
          weights.op === "numbers"
            ? { does: "fixed", wiring, numbers: weights.are.values, from, into }
            : { does: "product", wiring, offset: weights.offset, from, into },
        );
        break;
      }
      case "add": {
        const into = open(value, one.size, null);
        for (const term of one.of)
          if (places[term] !== places[value]) steps.push({ does: "sum", from: signalAt(term), into });
        break;
      }
      case "map":
        if (!isIdentity(one.by)) throw new Error(`A network with ${one.by.name} is no linear map.`);
        signalOf.set(value, signalAt(one.of));
        break;
    }
  });
  return { parameters, columns: columnsOf(program), signals, steps, output: signalAt(output) };
}

/** The network's own, before the activation that counts to the loss. */
export function linearNetwork(network: Network): LinearProgram {
  return linearProgram(compile(network).beforeLoss);
}

/** The length of x̂: the inputs, and one for the constant if anything uses it. */
function columnsOf({ instructions, inputs }: Program): number {
  return inputs + (instructions.some(({ op }) => op === "constant") ? 1 : 0);
}

/** The same of a network, linear or not. */
export function endToEndColumns(network: Network): number {
  return columnsOf(compile(network).beforeLoss);
}

/** Rows and columns of Z. */
export function endToEndShape(network: Network): [number, number] {
  return [network.layers[network.layers.length - 1].units, endToEndColumns(network)];
}
