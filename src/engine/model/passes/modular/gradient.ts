/**
 * The gradient in theta of  <y, program(theta)(x)>  over GF(p), for numbers x, y, constants and maps that are given: by a
 * forward and a backward pass (reverse accumulation), in multi-dual arithmetic, so that derivatives of the gradient along
 * given directions come with it.
 *
 * Cost: 3 multiplications for each edge of a contract and pair of subsets, so O(3^k D) with k directions where every
 * weight has one edge. Memory: the program's vectors twice, times 2^k.
 */
import { isSquare, reduce, reduceAll } from "../../../math/modular/field";
import { forEachSplit, zeroJet, type Jet } from "../../../math/modular/multi-dual";
import type { GroupPlaces, Joint, ModularJoint } from "../../joints/joint";
import { placesOf as groupPlaces } from "../../joints/joint";
import { refuseBatches } from "../../program/batch";
import type { Numbers } from "../../program/numbers";
import type { Program, Value } from "../../program/program";
import { placesOf } from "../../program/sums";
import { modularContract, type ModularContract } from "./contract";
import type { ModularMap } from "../../../math/modular/maps";

/** The numbers that single out one field. */
export interface FieldNumbers {
  readonly input: Float64Array;
  /** What stands for the constant 1, for biases. */
  readonly constant: number;
  /** One for every map of the program, in their order. */
  readonly maps: readonly ModularMap[];
  readonly output: Float64Array;
}

/** A program with places for its vectors: all in one array, but for the parameters, which lie in theta. */
export interface ModularProgram {
  readonly program: Program;
  readonly prime: number;
  /** The value in whose numbers each is added up (program/sums.ts), … */
  readonly places: readonly Value[];
  /** … where its numbers begin, … */
  readonly from: readonly number[];
  /** … and how many there are in all. */
  readonly length: number;
  /** Of every contract how it is done; of every map which one it is. */
  readonly contracts: readonly (ModularContract | null)[];
  readonly mapNumbers: readonly number[];
  /** What stands for numbers that are given, and for functions of several. */
  readonly residues: readonly (Float64Array | null)[];
  readonly joints: readonly (ModularJoint | null)[];
  readonly groups: readonly (readonly GroupPlaces[])[];
}

/** Whether something stands for all that a program does, but for its maps. */
export function runsModulo({ instructions }: Program, prime: number): boolean {
  return instructions.every(
    (one) =>
      (one.op !== "numbers" || one.are.residues(prime) !== null) && (one.op !== "jointly" || one.by.modular !== null),
  );
}

export function modularProgram(program: Program, prime: number): ModularProgram {
  refuseBatches(program);
  const places = placesOf(program);
  const from: number[] = [];
  let length = 0;
  program.instructions.forEach(({ op, size }, value) => {
    from.push(length);
    if (op !== "parameter" && places[value] === value) length += size;
  });
  program.instructions.forEach((instruction, value) => {
    from[value] = instruction.op === "parameter" ? instruction.offset : from[places[value]];
  });
  let maps = 0;
  return {
    program,
    prime,
    places,
    from,
    length,
    contracts: program.instructions.map((one) => (one.op === "contract" ? modularContract(one.wiring) : null)),
    mapNumbers: program.instructions.map(({ op }) => (op === "map" ? maps++ : -1)),
    residues: program.instructions.map((one) => (one.op === "numbers" ? residuesOf(one.are, prime) : null)),
    joints: program.instructions.map((one) => (one.op === "jointly" ? modularOf(one.by) : null)),
    groups: program.instructions.map((one) => (one.op === "jointly" ? groupPlaces(one.groups, one.by) : [])),
  };
}

function residuesOf(are: Numbers, prime: number): Float64Array {
  const residues = are.residues(prime);
  if (residues === null) throw new Error("Some of a program's numbers are no residues of this prime.");
  return residues;
}

function modularOf({ name, modular }: Joint): ModularJoint {
  if (modular === null) throw new Error(`Nothing stands for ${name} modulo a prime.`);
  return modular;
}

function shifted(places: readonly number[], by: number): number[] {
  return places.map((place) => place + by);
}

/** As long as theta, coefficient by coefficient. */
export function modularGradient(ready: ModularProgram, numbers: FieldNumbers, theta: Jet): Jet {
  return backward(ready, numbers, theta, modularValues(ready, numbers, theta));
}

/** The numbers of all values. */
export function modularValues(ready: ModularProgram, numbers: FieldNumbers, theta: Jet): Jet {
  const values = zeroJet(theta.length, ready.length);
  forward(ready, numbers, theta, values);
  return values;
}

/** A root that a program takes: which of its functions of several does, and of which group. */
export interface Root {
  readonly value: Value;
  readonly group: number;
}

/** Whether these roots exist; they must come with all that are taken before them and that they depend on. */
export function rootsExist(
  ready: ModularProgram,
  numbers: FieldNumbers,
  theta: Float64Array,
  which: (root: Root) => boolean,
): boolean {
  return forward(ready, numbers, [theta], zeroJet(1, ready.length), (root, radicand) => {
    if (!which(root)) return "skip";
    return isSquare(radicand, ready.prime) ? "go on" : "stop";
  });
}

/** What one value takes the roots of, group by group; `null`: a root that is taken before it does not exist. */
export function radicandsOf(
  ready: ModularProgram,
  numbers: FieldNumbers,
  theta: Float64Array,
  of: Value,
): readonly number[] | null {
  const found: number[] = [];
  forward(ready, numbers, [theta], zeroJet(1, ready.length), ({ value }, radicand) => {
    if (value < of) return isSquare(radicand, ready.prime) ? "go on" : "stop";
    if (value > of) return "stop";
    found.push(radicand);
    return "skip";
  });
  return found.length === 0 ? null : found;
}

/** Value by value; what takes roots is asked about first. False: it was stopped. */
function forward(
  ready: ModularProgram,
  numbers: FieldNumbers,
  theta: Jet,
  values: Jet,
  meet?: (root: Root, radicand: number) => "go on" | "skip" | "stop",
): boolean {
  const { program, prime, places, from, contracts, mapNumbers, residues, joints, groups } = ready;
  const { instructions } = program;
  const partsOf = (value: Value): Jet => (instructions[value].op === "parameter" ? theta : values);
  for (const [value, instruction] of instructions.entries()) {
    const at = from[value];
    switch (instruction.op) {
      case "input":
        values[0].set(numbers.input, at);
        break;
      case "constant":
        values[0].fill(numbers.constant, at, at + instruction.size);
        break;
      case "numbers":
        values[0].set(residues[value]!, at);
        break;
      case "parameter":
        break;
      case "contract": {
        const { a, b, wiring } = instruction;
        const contract = contracts[value]!.forward;
        const [left, right] = [partsOf(a), partsOf(b)];
        forEachSplit(theta.length, (s, t) =>
          contract(wiring, left[t], from[a], right[s ^ t], from[b], values[s], at, prime),
        );
        break;
      }
      case "add":
        for (const term of instruction.of)
          if (places[term] === term) addNumbers(values, at, partsOf(term), from[term], instruction.size, prime);
        break;
      case "map":
        numbers.maps[mapNumbers[value]].forward(values, from[instruction.of], at, instruction.size, prime);
        break;
      case "jointly": {
        const joint = joints[value]!;
        for (const [group, { z, y }] of groups[value].entries()) {
          const zAt = shifted(z, from[instruction.of]);
          if (meet !== undefined && joint.radicand !== undefined) {
            const next = meet({ value, group }, joint.radicand(values, zAt, prime));
            if (next === "stop") return false;
            if (next === "skip") continue;
          }
          joint.forward(values, zAt, shifted(y, at), prime);
        }
        break;
      }
    }
  }
  return true;
}

function backward(
  { program, prime, places, from, length, contracts, mapNumbers, joints, groups }: ModularProgram,
  numbers: FieldNumbers,
  theta: Jet,
  values: Jet,
): Jet {
  const { instructions, parameters, output } = program;
  const order = theta.length;
  const result = zeroJet(order, parameters);
  const pulls = zeroJet(order, length);
  pulls[0].set(numbers.output, from[output]);
  const valuesOf = (value: Value): Jet => (instructions[value].op === "parameter" ? theta : values);
  /** null: nobody asks. */
  const pullsOf = (value: Value): Jet | null => {
    const { op } = instructions[value];
    return op === "parameter" ? result : op === "input" || op === "constant" || op === "numbers" ? null : pulls;
  };
  for (let value = instructions.length - 1; value >= 0; value--) {
    const instruction = instructions[value];
    const at = from[value];
    switch (instruction.op) {
      case "input":
      case "constant":
      case "parameter":
      case "numbers":
        break;
      case "contract": {
        const { a, b, wiring } = instruction;
        const { intoLeft, intoRight, delaysLeft } = contracts[value]!;
        const [left, right] = [pullsOf(a), pullsOf(b)];
        const [leftValues, rightValues] = [valuesOf(a), valuesOf(b)];
        forEachSplit(order, (s, t) => {
          if (left !== null) intoLeft(wiring, pulls[t], at, rightValues[s ^ t], from[b], left[s], from[a], prime);
          if (right !== null) intoRight(wiring, leftValues[t], from[a], pulls[s ^ t], at, right[s], from[b], prime);
        });
        // One product for each subset of the nilpotent directions, 2^7 at most, which DELAY allows.
        if (left !== null && delaysLeft === true)
          for (const part of left) reduceAll(part.subarray(from[a], from[a] + instructions[a].size), prime);
        break;
      }
      case "add":
        for (const term of instruction.of) {
          const into = places[term] === term ? pullsOf(term) : null;
          if (into !== null) addNumbers(into, from[term], pulls, at, instruction.size, prime);
        }
        break;
      case "map":
        numbers.maps[mapNumbers[value]].backward(
          values,
          from[instruction.of],
          pulls,
          at,
          from[instruction.of],
          instruction.size,
          prime,
        );
        break;
      case "jointly":
        for (const { z, y } of groups[value]) {
          const [zAt, yAt] = [shifted(z, from[instruction.of]), shifted(y, at)];
          joints[value]!.backward(values, zAt, yAt, pulls, yAt, zAt, prime);
        }
        break;
    }
  }
  return result;
}

function addNumbers(target: Jet, to: number, source: Jet, from: number, size: number, p: number): void {
  target.forEach((part, s) => {
    for (let i = 0; i < size; i++) part[to + i] = reduce(part[to + i] + source[s][from + i], p);
  });
}
