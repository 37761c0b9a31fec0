/**
 * A program in floating point at one sample, forward to any of its values and back from it (reverse accumulation:
 * Griewank & Walther, Evaluating Derivatives, chapter 3). For few samples and full precision; many go in tiles
 * (../tiles), which are quicker.
 *
 * Cost: 3 multiply-adds for each edge; nothing back from numbers on which the outcome does not depend.
 */
import { sigmaOf } from "../../activations";
import type { ActivationFunction } from "../../activations/activation";
import { placesOf as groupPlaces, type GroupPlaces } from "../../joints/joint";
import { refuseBatches } from "../../program/batch";
import type { Instruction, Program, Value } from "../../program/program";
import { placesOf } from "../../program/sums";
import { sampleContract, type SampleContract } from "./contract";

export interface SamplePass {
  /** The first `count` instructions, which end with no sum half done. */
  forward(theta: Float64Array, input: Float64Array, count: number): void;
  /**
   * Adds d<pull, value>/dtheta to `gradient`. Expects the numbers of what the value is made of. `see` hears of each map
   * when all derivatives by its numbers are there, and may change them. `gradient` null: nobody asks for it.
   */
  backward(
    theta: Float64Array,
    value: Value,
    pull: Float64Array,
    gradient: Float64Array | null,
    see: ((map: Value, pulls: Float64Array) => void) | null,
  ): void;
  /** Overwritten by the next call. */
  numbersOf(value: Value): Float64Array;
  /** The derivatives by the input, after a pass back that was made to find them. */
  inputPulls(): Float64Array;
}

/** `toInput`: passes back go on to the input. */
export function samplePass(program: Program, toInput = false): SamplePass {
  refuseBatches(program);
  const steps = stepsOf(program, toInput);
  const input = steps.findIndex(({ instruction: { op } }) => op === "input");
  return {
    numbersOf: (value) => steps[value].y,
    inputPulls: () => steps[input].d,
    forward(theta, x, count) {
      steps[input].y.set(x);
      for (let at = 0; at < count; at++) if (steps[at].isSum) steps[at].y.fill(0);
      for (let at = 0; at < count; at++) forward(steps, steps[at], theta);
    },
    backward(theta, value, pull, gradient, see) {
      for (let at = 0; at <= value; at++) if (steps[at].isOwn) steps[at].d.fill(0);
      steps[value].d.set(pull);
      for (let at = value; at >= 0; at--) {
        if (see !== null && steps[at].instruction.op === "map") see(at, steps[at].d);
        backward(steps, steps[at], theta, gradient);
      }
    },
  };
}

/** An instruction with all that can be known of it before it runs: on small networks the calls are what costs. */
interface Step {
  readonly instruction: Instruction;
  /** Its numbers and the derivatives by them: those of the sum that it is a term of, where it has none of its own. */
  readonly y: Float64Array;
  readonly d: Float64Array;
  readonly isOwn: boolean;
  /** Somebody asks for the derivatives by it. */
  readonly isAsked: boolean;
  /** It is added up, and begins at 0. */
  readonly isSum: boolean;
  /** Where its numbers begin: a parameter's in theta, at … */
  readonly from: number;
  readonly contract: SampleContract | null;
  readonly activation: ActivationFunction | null;
  /** Of what several numbers make: their places, and those of what is made. */
  readonly groups: readonly GroupPlaces[];
}

function stepsOf(program: Program, toInput: boolean): Step[] {
  const { instructions } = program;
  const places = placesOf(program);
  const isOwn = (value: Value): boolean => places[value] === value && instructions[value].op !== "parameter";
  const rooms = instructions.map(({ op, size }, value) => {
    const length = isOwn(value) ? size : 0;
    return { y: new Float64Array(length).fill(op === "constant" ? 1 : 0), d: new Float64Array(length) };
  });
  instructions.forEach((one, value) => {
    if (one.op === "numbers") rooms[value].y.set(one.are.values);
  });
  return instructions.map((instruction, value) => ({
    instruction,
    ...rooms[places[value]],
    isOwn: isOwn(value),
    isAsked: instruction.op === "input" ? toInput : instruction.op !== "constant" && instruction.op !== "numbers",
    isSum: isOwn(value) && (instruction.op === "contract" || instruction.op === "add"),
    from: instruction.op === "parameter" ? instruction.offset : 0,
    contract: instruction.op === "contract" ? sampleContract(instruction.wiring) : null,
    activation: instruction.op === "map" ? sigmaOf(instruction.by) : null,
    groups: instruction.op === "jointly" ? groupPlaces(instruction.groups, instruction.by) : [],
  }));
}

function numbersOf({ instruction, y }: Step, theta: Float64Array): Float64Array {
  return instruction.op === "parameter" ? theta : y;
}

/** `null`: nobody asks. */
function pullsOf({ instruction: { op }, d, isAsked }: Step, gradient: Float64Array | null): Float64Array | null {
  return op === "parameter" ? gradient : isAsked ? d : null;
}

function forward(
  steps: readonly Step[],
  { instruction, y, contract, activation, groups }: Step,
  theta: Float64Array,
): void {
  switch (instruction.op) {
    case "parameter":
    case "input":
    case "constant":
    case "numbers":
      break;
    case "contract": {
      const [a, b] = [steps[instruction.a], steps[instruction.b]];
      contract!.forward(instruction.wiring, numbersOf(a, theta), a.from, numbersOf(b, theta), b.from, y);
      break;
    }
    case "add":
      for (const term of instruction.of)
        if (steps[term].y !== y) addTo(y, 0, numbersOf(steps[term], theta), steps[term].from, instruction.size);
      break;
    case "map": {
      const of = steps[instruction.of];
      const z = numbersOf(of, theta);
      for (let k = 0; k < y.length; k++) y[k] = activation!.value(z[of.from + k]);
      break;
    }
    case "jointly": {
      const z = numbersOf(steps[instruction.of], theta);
      y.fill(0);
      for (const { z: members, y: made } of groups) instruction.by.forward(z, members, y, made, 1);
      break;
    }
  }
}

function backward(
  steps: readonly Step[],
  { instruction, y, d, contract, activation, groups }: Step,
  theta: Float64Array,
  gradient: Float64Array | null,
): void {
  switch (instruction.op) {
    case "parameter":
    case "input":
    case "constant":
    case "numbers":
      break;
    case "contract": {
      const [a, b] = [steps[instruction.a], steps[instruction.b]];
      contract!.backward(
        instruction.wiring,
        numbersOf(a, theta),
        a.from,
        numbersOf(b, theta),
        b.from,
        d,
        pullsOf(a, gradient),
        pullsOf(b, gradient),
      );
      break;
    }
    case "add":
      for (const term of instruction.of) {
        const into = steps[term].d === d ? null : pullsOf(steps[term], gradient);
        if (into !== null) addTo(into, steps[term].from, d, 0, instruction.size);
      }
      break;
    case "map": {
      const of = steps[instruction.of];
      const into = pullsOf(of, gradient);
      if (into === null) break;
      const z = numbersOf(of, theta);
      for (let k = 0; k < d.length; k++) into[of.from + k] += d[k] * activation!.derivative(z[of.from + k]);
      break;
    }
    case "jointly": {
      const of = steps[instruction.of];
      const into = pullsOf(of, gradient);
      if (into === null) break;
      const z = numbersOf(of, theta);
      for (const { z: zAt, y: yAt } of groups)
        instruction.by.backward({ z, zAt, y, yAt }, { z: into, zAt, y: d, yAt }, 1);
      break;
    }
  }
}

function addTo(target: Float64Array, to: number, source: Float64Array, from: number, size: number): void {
  for (let k = 0; k < size; k++) target[to + k] += source[from + k];
}
