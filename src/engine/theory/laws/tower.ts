/**
 * Functions with exponentials, normal distributions and roots modulo a prime: tanh, sigmoid, silu, mish, exp, softmax, gelu, erf and
 * norms, at any depth and inside each other.
 *
 * The tower theorem (docs/mathematics.md, from Ax 1971, Theorem 3): if e_i = exp(u_i) with u_i algebraic over C(theta, x, e_1 …
 * e_(i-1)), and theta, x, u_1 … u_n are linearly independent over the rationals modulo constants, then e_1 … e_n are algebraically
 * independent over C(theta, x). So in a rank any residues may stand for them, and a minor that is not 0 modulo a prime
 * at some residues is not 0 for the real function.
 *
 * Of normal densities g_j, dg_j = g_j d(-k_j w_j²/2), with their integrals P_j, dP_j = g_j dw_j, the exponents -k_j w_j²/2 join the u_i; the
 * P_j need no hypothesis of their own, wherever they stand (proof there).
 *
 * Roots r_i² = v_i: where no product of some of the v_i is a square, times a function of theta alone, the roots at any number of
 * inputs generate a field over what comes before, and a minor that is not 0 at one choice of signs is not 0 at any. They are taken
 * at inputs for which they exist modulo the prime.
 *
 * The hypotheses are tested modulo the prime, and a pass is a proof: of exponents, rows
 *   [ u_i(theta, x) - u_i(theta, x'), x - x' ]   at random theta, x, x', the e_j free
 * of full column rank (a relation with rational coefficients would be one of the columns, whatever theta is); of the roots of
 * each function that takes some, over GF(2), rows of the Legendre symbols, and a 1, of
 *   [ v_i(theta, x) v_i(theta, x') ]   where all roots before them exist, of full column rank (a product that is a square times
 * a function of theta would have the same symbol everywhere). Where theta decides the v_i alone, of [ v_i(theta) ].
 *
 * Cost: two forward passes for each row, as many rows as exponents and inputs, and the cube of that for the rank. Of n roots one
 * draw in 2^n has them all (roots.ts).
 */
import { createEchelon, insert } from "../../math/modular/echelon";
import { jetRing } from "../../math/modular/jet-number";
import { isSquare, reduce } from "../../math/modular/field";
import { randomStream, type RandomStream } from "../../math/random/streams";
import { sigmaOf } from "../../model/activations";
import type { Exponential } from "../../model/activations/activation";
import { isDiscrete } from "../../model/inputs";
import type { Network } from "../../model/network";
import { modularValues, radicandsOf, runsModulo } from "../../model/passes/modular/gradient";
import type { Program, Value } from "../../model/program/program";
import { isGate } from "../../model/structure";
import { wholeOf } from "../../model/whole";
import type { Paced } from "../../findings/progress";
import type { FieldSystem } from "./fields";
import { fieldSystem, numbersOf, randomField, randomPoint, ungated } from "./fields";
import { drawsFor, keyOf, parameterRoots, rootStages, valuesWithRoots } from "./roots";

/** Exponents and inputs up to which the hypothesis is tested: a second. */
const MOST_COLUMNS = 600;
/** Rows beyond the columns, against an unlucky draw. */
const SURPLUS = 4;
/** Inputs that are tried for one that has all roots. */
const MOST_DRAWS = 2 ** 12;
/** Roots that parameters decide, of all layers: the test takes about n^3 of them, a second. */
const MOST_PARAMETER_ROOTS = 100;

/**
 * Whether its function runs modulo the prime as it is, or with gates that inputs set, and residues for its exponentials mean what they
 * should.
 */
export function* isTower(network: Network, prime: number, seed: number): Paced<boolean> {
  const { program } = wholeOf(network);
  if (!runsModulo(program, prime)) return false;
  const system = fieldSystem(network, prime);
  if (system.set.length === 0 && !runsAsItIs(program, prime)) return false;
  if (!system.maps.every(({ activation }) => isGate(activation) || ungated(activation) !== null)) return false;
  if (drawsFor(network) > MOST_DRAWS || parameterRoots(network) > MOST_PARAMETER_ROOTS) return false;
  if (hasConstants(program) && hasAngles(program)) return false;
  if (system.set.length === 0) return yield* isFree(system, seed);
  // Fields of different patterns are at different inputs: it is enough that each pattern by itself leaves nothing dependent.
  for (const pattern of system.set) if (!(yield* isFree({ ...system, set: [pattern] }, seed))) return false;
  return true;
}

/** Whether its exponentials and roots are as independent as what stands for them. */
function* isFree(system: FieldSystem, seed: number): Paced<boolean> {
  const {
    network,
    prime,
    program: { program },
  } = system;
  const exponents = exponentsOf(system);
  const roots = valuesWithRoots(program);
  if (exponents.length === 0 && roots.length === 0) return true;
  // Of tokens, exponents and roots at different inputs may depend on each other; that is not tested.
  if (isDiscrete(network)) return false;
  const random = randomStream(seed, `tower/${prime}`);
  const pass =
    2 * program.instructions.reduce((sum, one) => sum + (one.op === "contract" ? one.wiring.edgeCount : one.size), 0);
  for (const value of roots) if (!(yield* areIndependent(system, value, random, pass))) return false;
  if (exponents.length === 0) return true;
  const columns = exponents.length + program.inputs;
  if (columns > MOST_COLUMNS) return false;
  const echelon = createEchelon(prime, columns);
  for (let row = 0; row < columns + SURPLUS && echelon.rows.length < columns; row++) {
    insert(echelon, differences(system, exponents, random));
    yield 10 * pass + columns * columns;
  }
  return echelon.rows.length === columns;
}

/** The same hypothesis at one theta: of the roots that inputs decide; false where parameters decide some alone. `pass`: operations of one. */
export function* rootsAreIndependentAt(
  system: FieldSystem,
  theta: Float64Array,
  random: RandomStream,
  pass: number,
): Paced<boolean> {
  const { network } = system;
  if (drawsFor(network) > MOST_DRAWS || parameterRoots(network) > 0) return false;
  for (const value of valuesWithRoots(system.program.program))
    if (!(yield* areIndependent(system, value, random, pass, theta))) return false;
  return true;
}

/** Whether the numbers that a value takes the roots of are independent modulo squares; `at`: at this theta, whatever the inputs. */
function* areIndependent(
  system: FieldSystem,
  value: Value,
  random: RandomStream,
  pass: number,
  at: Float64Array | null = null,
): Paced<boolean> {
  const { program, prime, network } = system;
  const columns = program.groups[value].length + 1;
  const ofTheta = rootStages(network).some(
    ({ draws, exist }) => draws.length === 0 && exist.has(keyOf({ value, group: 0 })),
  );
  const echelon = createEchelon(2, columns);
  for (let row = 0; row < ROWS_PER_COLUMN * columns && echelon.rows.length < columns; row++) {
    const theta = at ?? randomPoint(system, random, value);
    const signs = new Float64Array(columns).fill(1, columns - 1);
    // At one theta and two inputs; what theta decides alone at one theta.
    for (let inputs = 0; inputs < (ofTheta ? 1 : 2); inputs++) {
      const field = randomField(system, random, theta, value);
      const radicands = radicandsOf(program, numbersOf(system, field), theta, value);
      if (radicands?.includes(0) !== false) signs.fill(0);
      else radicands.forEach((one, i) => (signs[i] = (signs[i] + (isSquare(one, prime) ? 0 : 1)) % 2));
    }
    // A radicand that is 0 says nothing: that row is nothing but zeros, or has no 1 at its end.
    if (signs[columns - 1] === 1) insert(echelon, signs);
    yield (drawsFor(network) + 2 * parameterRoots(network)) * pass;
  }
  return echelon.rows.length === columns;
}

/** Whether √(2/π) stands in it (gelu-tanh). Whether it is algebraically independent of the cosines of rotations nobody knows. */
export function hasConstants(program: Program): boolean {
  return program.instructions.some((one) => one.op === "map" && sigmaOf(one.by).exponential?.transcendental === true);
}

/** Whether cosines of rotations stand in it. */
export function hasAngles(program: Program): boolean {
  return program.instructions.some((one) => one.op === "numbers" && one.are.transcendental === true);
}

/** Half of all rows are independent of those before them, where anything is. */
const ROWS_PER_COLUMN = 10;

/** Whether something stands for all that it does. */
export function runsAsItIs(program: Program, prime: number): boolean {
  const stands = program.instructions.every((one) => one.op !== "map" || ungated(one.by) !== null);
  return stands && runsModulo(program, prime);
}

/** An exponent, up to a rational factor: of a number of the program, or its square times a precision (of a normal density). */
export interface Exponent {
  readonly place: number;
  /** `null`: of no density. */
  readonly precision: number | null;
  /** What is made of the number; `null`: nothing. */
  readonly made: Exponential["exponent"] | null;
}

/** The arguments of maps and of functions of several that are made of exponentials, the squares of those of normal densities. */
export function exponentsOf({ program: { program, from, groups } }: FieldSystem): Exponent[] {
  return program.instructions.flatMap((one, value): Exponent[] => {
    if (one.op === "map") {
      const { exponential, gaussian } = sigmaOf(one.by);
      if (exponential === null && gaussian === null) return [];
      const precision = gaussian?.precision ?? null;
      const made = exponential?.exponent ?? null;
      return Array.from({ length: one.size }, (_, i) => ({ place: from[one.of] + i, precision, made }));
    }
    if (one.op !== "jointly" || one.by.exponentials !== true) return [];
    // Of one number alone a softmax is 1, whatever the number.
    const least = one.by.variesAlone === true ? 1 : 2;
    return groups[value]
      .filter(({ z }) => z.length >= least)
      .flatMap(({ z }) => z.map((place) => ({ place: from[one.of] + place, precision: null, made: null })));
  });
}

export function exponentAt(values: Float64Array, { place, precision, made }: Exponent, p: number): number {
  const value = values[place];
  if (made) return made(Float64Array.of(value), jetRing(1, p))[0];
  return precision === null ? value : reduce(precision * reduce(value * value, p), p);
}

function differences(system: FieldSystem, exponents: readonly Exponent[], random: RandomStream): Float64Array {
  const { program, prime } = system;
  const theta = randomPoint(system, random);
  const at = (): Float64Array => {
    const field = randomField(system, random, theta);
    const [values] = modularValues(program, numbersOf(system, field), [theta]);
    const all = new Float64Array(exponents.length + field.input.length);
    exponents.forEach((one, i) => (all[i] = exponentAt(values, one, prime)));
    all.set(field.input, exponents.length);
    return all;
  };
  const [first, second] = [at(), at()];
  return first.map((x, i) => reduce(x + prime - second[i], prime));
}
