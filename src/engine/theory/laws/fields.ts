/**
 * Gradient fields of phi and their nested brackets, evaluated at a point over GF(p).
 *
 * The span of the fields grad phi_c, phi_c = <c, phi>, is also spanned by X = grad of the scalar
 *   g(theta) = yᵀ N_gamma(theta)(x, 1),
 * the network with its gated neurons replaced by multiplication with constants gamma_v, for random x, y, gamma: the
 * monomials x_i y_o prod gamma_v that multiply the coordinates of phi are distinct (arXiv:2307.00144, section 4,
 * replaces activation patterns by such constants). One field costs a forward and a backward pass, O(D), never the
 * number of paths.
 *
 * Where phi is the function itself, whatever stands for it modulo a prime runs as it is: polynomials such as z², and what is
 * rational in exponentials and roots (tower.ts).
 *
 * There relus are what some inputs make of them (set-gates.ts): each field has one pattern of gates.
 *
 * Parameters that are held fixed are numbers like the inputs: the fields are projected onto the others.
 *
 * Brackets [X, Y] = DY.X - DX.Y by truncated Taylor arithmetic: a number with k nilpotent directions e_1 … e_k (e_i² =
 * 0) has 2^k coefficients, indexed by subsets. The coefficient of e_{k+1} in Y(theta + e_{k+1} X(theta)) is DY.X.
 * A bracket of m fields costs O(3^m D).
 */
import { reduce, residueOf } from "../../math/modular/field";
import { exponentialMap, gateMap, gaussianMap, type ModularMap } from "../../math/modular/maps";
import { addJet, type Jet } from "../../math/modular/multi-dual";
import type { RandomStream } from "../../math/random/streams";
import { sigmaOf } from "../../model/activations";
import { compile } from "../../model/compile";
import { fixedCoordinates } from "../../model/fixed";
import type { Activation, Network } from "../../model/network";
import type { FieldNumbers, ModularProgram } from "../../model/passes/modular/gradient";
import { modularGradient, modularProgram, rootsExist } from "../../model/passes/modular/gradient";
import type { Program, Value } from "../../model/program/program";
import { positionsOf, sizeOf, unitAt } from "../../model/shape";
import { gatedLayers, phiKindOf } from "../../model/structure";
import { randomWhole, wholeAt, wholeCount, wholeOf } from "../../model/whole";
import { parameterStages } from "./parameter-roots";
import { drawUntil, keyOf, rootStages } from "./roots";
import { setGates, type SetGates } from "./set-gates";

export interface FieldSystem {
  readonly network: Network;
  readonly prime: number;
  readonly program: ModularProgram;
  /** 1 at the parameters that are held fixed: no field moves them; `null`: none is. */
  readonly fixed: Uint8Array | null;
  /** Of every map of the program, in their order: whose activation it is (`null`: of something within a layer), and which. */
  readonly maps: readonly { readonly layer: number | null; readonly activation: Activation }[];
  /** Of a function with relus: which gates inputs set, map by map. */
  readonly set: readonly (readonly (ModularMap | null)[])[];
}

/** The random constants that single out one field. */
export interface Field {
  readonly input: Float64Array;
  readonly constant: number;
  readonly gates: readonly (Float64Array | null)[];
  readonly output: Float64Array;
  /** Which of the patterns of gates that inputs set; absent: the first. */
  readonly set?: number;
  /** Fields that are added to it: the sum is one field again. */
  readonly also?: readonly Field[];
}

export function fieldSystem(network: Network, prime: number): FieldSystem {
  const { program, valueOf } = wholeOf(network);
  const layerOf = new Map(compile(network).layers.map(({ after }, layer) => [valueOf[after], layer]));
  const maps = program.instructions.flatMap((one, value) =>
    one.op === "map" ? [{ layer: layerOf.get(value) ?? null, activation: one.by }] : [],
  );
  const set = gatesOf(network).map((pattern) =>
    pattern.map((factors) => (factors === null ? null : gateMap(factors.map((factor) => residueOf(factor, prime))))),
  );
  return { network, prime, program: modularProgram(program, prime), fixed: fixedCoordinates(network), maps, set };
}

/** Of a function with relus: which gates inputs set. */
export function gatesOf(network: Network): readonly SetGates[] {
  return phiKindOf(network) === "function" ? setGates(network) : [];
}

/** A field of the program at theta: where it takes roots, one for which those exist that are taken `before` some value. */
export function randomField(
  system: FieldSystem,
  random: RandomStream,
  theta: Float64Array,
  before: Value = Infinity,
): Field {
  const { network, prime, program, set } = system;
  // A function is taken at what it is applied to, the constant 1 with it; phi may be asked what it makes of any.
  const isFunction = phiKindOf(network) === "function";
  const draw = (n: number): Float64Array => Float64Array.from({ length: n }, () => 1 + random.integer(prime - 1));
  // Of a function there is nothing to gate: it runs as it is.
  const gated = isFunction ? network.layers.map(() => false) : gatedLayers(network);
  const field: Field = {
    ...(set.length > 1 ? { set: random.integer(set.length) } : {}),
    input: randomWhole(network, random, () => 1 + random.integer(prime - 1)),
    constant: isFunction ? 1 : 1 + random.integer(prime - 1),
    gates: network.layers.map((layer, index) => (gated[index] ? draw(layer.units) : null)),
    output: draw(outputsOf(program.program)),
  };
  for (const { draws, exist } of rootStages(network))
    if (draws.length > 0)
      drawUntil(field.input, draws, random, prime, () =>
        rootsExist(program, numbersOf(system, field), theta, (root) => root.value < before && exist.has(keyOf(root))),
      );
  return field;
}

/** Sequences of tokens up to which a field is taken at all of them. */
const MOST_SEQUENCES = 64;

function outputsOf({ instructions, output }: Program): number {
  return instructions[output].size;
}

/** Whether a random field is a random combination of all fields: of many sequences of tokens it is one of them only. */
export function isOfAll(network: Network): boolean {
  const count = wholeCount(network);
  return count === Infinity || count <= MOST_SEQUENCES;
}

/** How many fields are added up in one that is of all. */
export function termsOf(network: Network): number {
  const patterns = gatesOf(network).length;
  if (patterns > 0) return patterns;
  return Number.isFinite(wholeCount(network)) && isOfAll(network) ? wholeCount(network) : 1;
}

/** A random combination of the fields at all inputs, where that can be had; else the field at one. */
export function fieldOfAll(
  system: FieldSystem,
  random: RandomStream,
  theta: Float64Array,
  pulls: Pulls = "all",
): Field {
  const pulled = (field: Field): Field =>
    pulls === "all" ? field : { ...field, output: withoutSums(system, field.output) };
  const { network, set } = system;
  if (set.length > 0) {
    const [first, ...also] = set.map((pattern, which) =>
      pulled({ ...randomField({ ...system, set: [pattern] }, random, theta), set: which }),
    );
    return { ...first, also };
  }
  const count = termsOf(network);
  if (count === 1) return pulled(randomField(system, random, theta));
  const [first, ...also] = Array.from({ length: count }, (_, i) =>
    pulled({ ...randomField(system, random, theta), input: wholeAt(network, i) }),
  );
  return { ...first, also };
}

/** Derivatives of losses in the outputs: any, or `centred`: those that add up to 0 over the classes at every position. */
export type Pulls = "all" | "centred";

/** The last class takes what the others have. */
function withoutSums({ network, prime }: FieldSystem, output: Float64Array): Float64Array {
  const { layers } = compile(network);
  const { shape } = layers[layers.length - 1];
  const result = output.slice();
  for (let from = 0; from < output.length; from += sizeOf(shape))
    for (let p = 0; p < positionsOf(shape); p++) {
      let sum = 0;
      for (let c = 0; c + 1 < shape.channels; c++) sum += output[from + unitAt(shape, c, p)];
      result[from + unitAt(shape, shape.channels - 1, p)] = reduce(prime - reduce(sum, prime), prime);
    }
  return result;
}

/** Parameters at random: such that those roots exist that they decide alone. */
export function randomPoint(system: FieldSystem, random: RandomStream, before: Value = Infinity): Float64Array {
  const { network, prime, program } = system;
  const draw = (n: number): Float64Array => Float64Array.from({ length: n }, () => 1 + random.integer(prime - 1));
  const theta = draw(program.program.parameters);
  const first = rootStages(network).find(({ draws }) => draws.length === 0);
  if (first === undefined) return theta;
  const whatever = {
    input: draw(program.program.inputs),
    constant: 1,
    gates: network.layers.map(() => null),
    output: draw(0),
  };
  for (const { draws, exist, from } of parameterStages(network, first)) {
    // Nobody asks for it, nor for any behind it.
    if (from >= before) break;
    drawUntil(theta, draws, random, prime, () =>
      rootsExist(program, numbersOf(system, whatever), theta, (root) => root.value < before && exist.has(keyOf(root))),
    );
  }
  return theta;
}

/** The right-nested bracket [X_1, [X_2, … X_m]] at theta; m = 1 is the field itself. Residues, length D. */
export function bracketAt(system: FieldSystem, fields: readonly Field[], theta: Float64Array): Float64Array {
  return nested(system, fields, 0, [theta])[0];
}

function nested(system: FieldSystem, fields: readonly Field[], from: number, theta: Jet): Jet {
  if (from === fields.length - 1) return gradient(system, fields[from], theta);
  const x = gradient(system, fields[from], theta);
  const along = nested(system, fields, from + 1, [...theta, ...x]);
  const y = along.slice(0, theta.length);
  const back = gradient(system, fields[from], [...theta, ...y]);
  const { prime } = system;
  return theta.map((_, s) => {
    const plus = along[theta.length + s];
    const minus = back[theta.length + s];
    return plus.map((value, i) => reduce(value + prime - minus[i], prime));
  });
}

/** X(theta) for one field and those added to it. */
function gradient(system: FieldSystem, field: Field, theta: Jet): Jet {
  const { program, prime, fixed } = system;
  const sum = modularGradient(program, numbersOf(system, field), theta);
  for (const other of field.also ?? []) addJet(sum, modularGradient(program, numbersOf(system, other), theta), prime);
  if (fixed !== null) for (const part of sum) for (let i = 0; i < fixed.length; i++) if (fixed[i] === 1) part[i] = 0;
  return sum;
}

export function numbersOf(
  { maps, set }: FieldSystem,
  { input, constant, gates, output, set: which = 0 }: Omit<Field, "also">,
): FieldNumbers {
  return {
    input,
    constant,
    output,
    maps: maps.map(
      ({ layer, activation }, k) => set.at(which)?.[k] ?? mapOf(activation, layer === null ? null : gates[layer]),
    ),
  };
}

/** What stands for an activation modulo a prime; `null`: nothing. */
export function ungated(activation: Activation): ModularMap | null {
  const { polynomial, exponential, gaussian } = sigmaOf(activation);
  if (polynomial !== null) return polynomial;
  if (exponential !== null) return exponentialMap(exponential.exponent ?? ((z) => z), exponential.of);
  return gaussian === null ? null : gaussianMap(gaussian.precision, gaussian.of);
}

/** A layer without gate runs as it is. */
function mapOf(activation: Activation, factors: Float64Array | null): ModularMap {
  if (factors !== null) return gateMap(factors);
  const map = ungated(activation);
  if (map === null) throw new Error(`Nothing stands for ${activation.name} modulo a prime.`);
  return map;
}
