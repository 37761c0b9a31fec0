/**
 * A network's gradients where only symmetries count: over GF(p), with any function in place of each that bends numbers. An
 * activation becomes a random function with the parity of the real one, and 0 at 0 where that is; its derivative another
 * one; a norm any function of the deviations and their squares (model/joints); so do softmax and sums and products as they
 * are. Two entries of this gradient that are equal at random points of a linear space of theta, and at random inputs and
 * weights of the outputs, are equal as expressions in free symbols, hence for the real network, whatever its data and loss: but for a chance of about
 * (degree / p)^FIELDS. The other way round a symmetry that needs more of an activation than its parity is not seen.
 */
import { PRIMES, reduce } from "../../../math/modular/field";
import { IDENTITY_MAP, type ModularMap } from "../../../math/modular/maps";
import type { RandomStream } from "../../../math/random/streams";
import { activationTraits, type Activation } from "../../../model/activations";
import type { Hashed, Joint, ModularJoint } from "../../../model/joints/joint";
import { fixedCoordinates } from "../../../model/fixed";
import type { Network } from "../../../model/network";
import { modularGradient, modularProgram, type ModularProgram } from "../../../model/passes/modular/gradient";
import type { Numbers } from "../../../model/program/numbers";
import type { Program } from "../../../model/program/program";
import { isIdentity } from "../../../model/structure";
import { wholeOf } from "../../../model/whole";

/** Gradients that are compared entry by entry. */
const FIELDS = 3;

export interface FormalFields {
  readonly parameters: number;
  readonly prime: number;
  /** FIELDS gradients at theta, residues, for fresh inputs, outputs and functions. */
  draw(theta: Float64Array, random: RandomStream): readonly Float64Array[];
}

/** For each of the primes. */
export function formalFields(network: Network): readonly FormalFields[] {
  return PRIMES.map((prime) => formalFieldsOf(network, prime));
}

/** Operations of one draw, about. */
export function formalWork(network: Network): number {
  const { instructions } = wholeOf(network).program;
  let work = 0;
  for (const one of instructions)
    work += one.op === "contract" ? PER_EDGE * one.wiring.edgeCount : PER_NUMBER * one.size;
  return FIELDS * work;
}

/** A remainder each way and by either factor; a function's hash is as dear as a few of them. */
const PER_EDGE = 30;
const PER_NUMBER = 60;

function formalFieldsOf(network: Network, prime: number): FormalFields {
  // Which functions they are is drawn anew for every field; the program is the same.
  const salt = { now: 1 };
  const generic: Hashed = (...of) => hashed(salt.now, of, prime);
  const { program: whole } = wholeOf(network);
  const program = modularProgram(formalProgram(whole, generic), prime);
  const maps = mapsOf(program, generic);
  const fixed = fixedCoordinates(network);
  const outputs = whole.instructions[whole.output].size;
  return {
    parameters: whole.parameters,
    prime,
    draw(theta, random) {
      const residues = (n: number): Float64Array =>
        Float64Array.from({ length: n }, () => 1 + random.integer(prime - 1));
      return Array.from({ length: FIELDS }, () => {
        salt.now = 1 + random.integer(prime - 1);
        const numbers = { input: residues(whole.inputs), constant: 1, maps, output: residues(outputs) };
        const [gradient] = modularGradient(program, numbers, [theta]);
        // What is held fixed is a number like the inputs, of whatever size: no gradient moves it.
        return fixed === null ? gradient : gradient.map((x, i) => (fixed[i] === 1 ? 0 : x));
      });
    },
  };
}

function formalProgram(program: Program, generic: Hashed): Program {
  return {
    ...program,
    instructions: program.instructions.map((one) => {
      if (one.op === "jointly") return { ...one, by: { ...one.by, modular: formalJoint(one.by, generic) } };
      return one.op === "numbers" ? { ...one, are: formalNumbers(one.are, generic) } : one;
    }),
  };
}

/** Numbers that are no residues: equal ones for equal numbers, opposite ones for opposite numbers. */
function formalNumbers(are: Numbers, generic: Hashed): Numbers {
  const bits = new Float64Array(1);
  const halves = new Int32Array(bits.buffer);
  return {
    ...are,
    residues: (p) =>
      are.residues(p) ??
      are.values.map((value) => {
        bits[0] = Math.abs(value);
        const residue = value === 0 ? 0 : generic(halves[0], halves[1]);
        return value < 0 ? p - residue : residue;
      }),
  };
}

function formalJoint(joint: Joint, generic: Hashed): ModularJoint {
  return joint.formal?.(generic) ?? joint.modular ?? withoutSymmetry(joint, generic);
}

/** Any function of a list of numbers; all zeros remain so, as with a maximum. */
function withoutSymmetry({ makes }: Joint, generic: Hashed): ModularJoint {
  const read = (values: readonly Float64Array[], zAt: ArrayLike<number>): number[] =>
    Array.from(zAt, (at) => values[0][at]);
  return {
    forward(values, zAt, yAt) {
      const z = read(values, zAt);
      const nothing = makes === "one" && z.every((one) => one === 0);
      Array.from(yAt).forEach((at, m) => (values[0][at] = nothing ? 0 : generic(-1, m, ...z)));
    },
    backward(values, zAt, _, pulls, dyAt, dzAt, p) {
      const z = read(values, zAt);
      Array.from(dzAt).forEach((at, l) => {
        Array.from(dyAt).forEach((from, m) => {
          pulls[0][at] = reduce(pulls[0][at] + pulls[0][from] * generic(l, m, ...z), p);
        });
      });
    },
  };
}

function mapsOf({ program }: ModularProgram, generic: Hashed): ModularMap[] {
  return program.instructions.flatMap((one) => (one.op === "map" ? [formalMap(one.by, generic)] : []));
}

/** The same function wherever the activation is the same. */
function formalMap(activation: Activation, generic: Hashed): ModularMap {
  if (isIdentity(activation)) return IDENTITY_MAP;
  const { parity, atZero, flatAtZero } = activationTraits(activation);
  const name = [...`${activation.name} ${activation.slope}`].map((letter) => letter.charCodeAt(0));
  const at = (z: number, which: "value" | "slope", p: number): number => {
    if (z === 0 && (which === "value" ? atZero === 0 : flatAtZero)) return 0;
    const turns = parity === "none" ? false : (parity === "odd") === (which === "value");
    const size = parity !== "none" && z > p / 2 ? p - z : z;
    const found = generic(which === "value" ? 0 : 1, size, ...name);
    return turns && size !== z ? p - found : found;
  };
  return {
    forward(values, z, y, size, p) {
      for (let i = 0; i < size; i++) values[0][y + i] = at(values[0][z + i], "value", p);
    },
    backward(values, z, pulls, dy, dz, size, p) {
      for (let i = 0; i < size; i++)
        pulls[0][dz + i] = reduce(pulls[0][dz + i] + at(values[0][z + i], "slope", p) * pulls[0][dy + i], p);
    },
  };
}

/** 1 … p - 1, by mixing one number after the other into it. */
function hashed(salt: number, of: readonly number[], p: number): number {
  let h = Math.imul(salt, 0x9e3779b1) | 0;
  for (const one of of) {
    h = Math.imul(h ^ one, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  h = Math.imul(h ^ (h >>> 16), 0x27d4eb2f);
  return 1 + (((h ^ (h >>> 15)) >>> 0) % (p - 1));
}
