/**
 * Functions with exponentials modulo a prime: tanh, sigmoid, silu, mish, exp and softmax, at any depth and inside each other.
 *
 * The tower theorem (docs/mathematics.md, from Ax 1971, Theorem 3): if e_i = exp(u_i) with u_i algebraic over C(theta, x, e_1 …
 * e_(i-1)), and theta, x, u_1 … u_n are linearly independent over the rationals modulo constants, then e_1 … e_n are algebraically
 * independent over C(theta, x). So in a rank any residues may stand for them, and a minor that is not 0 modulo a prime
 * at some residues is not 0 for the real function.
 *
 * The hypothesis is tested modulo the prime, and a pass is a proof: rows
 *   [ u_i(theta, x) - u_i(theta, x'), x - x' ]   at random theta, x, x', the e_j free
 * of full column rank. (A relation with rational coefficients would be one of the columns, whatever theta is.)
 *
 * Cost: two forward passes for each row, as many rows as exponents and inputs, and the cube of that for the rank.
 */
import { createEchelon, insert } from "../../math/modular/echelon";
import { reduce } from "../../math/modular/field";
import { randomStream, type RandomStream } from "../../math/random/streams";
import { sigmaOf } from "../../model/activations";
import { compile } from "../../model/compile";
import type { Network } from "../../model/network";
import type { Program } from "../../model/program/program";
import { modularValues, runsModulo } from "../../model/passes/modular/gradient";
import type { Paced } from "../../findings/progress";
import { fieldSystem, numbersOf, randomField, ungated, type FieldSystem } from "./fields";

/** Exponents and inputs up to which the hypothesis is tested: a second. */
const MOST_COLUMNS = 600;
/** Rows beyond the columns, against an unlucky draw. */
const SURPLUS = 4;

/** Whether its function runs modulo the prime as it is, with residues for its exponentials that mean what they should. */
export function* isTower(network: Network, prime: number, seed: number): Paced<boolean> {
  const { beforeLoss } = compile(network);
  if (!runsAsItIs(beforeLoss, prime)) return false;
  const system = fieldSystem(network, prime);
  const exponents = exponentsOf(system);
  if (exponents.length === 0) return true;
  const columns = exponents.length + network.inputs;
  if (columns > MOST_COLUMNS) return false;
  const random = randomStream(seed, `tower/${prime}`);
  const echelon = createEchelon(prime, columns);
  const pass =
    2 *
    beforeLoss.instructions.reduce((sum, one) => sum + (one.op === "contract" ? one.wiring.edgeCount : one.size), 0);
  for (let row = 0; row < columns + SURPLUS && echelon.rows.length < columns; row++) {
    insert(echelon, differences(system, exponents, random));
    yield 10 * pass + columns * columns;
  }
  return echelon.rows.length === columns;
}

/** Whether something stands for all that it does. */
export function runsAsItIs(program: Program, prime: number): boolean {
  const stands = program.instructions.every((one) => one.op !== "map" || ungated(one.by) !== null);
  return stands && runsModulo(program, prime);
}

/** Where the exponents stand among the values: the arguments of maps and of functions of several that are made of exponentials. */
export function exponentsOf({ program: { program, from, groups } }: FieldSystem): number[] {
  return program.instructions.flatMap((one, value): number[] => {
    if (one.op === "map")
      return sigmaOf(one.by).exponential === null ? [] : Array.from({ length: one.size }, (_, i) => from[one.of] + i);
    if (one.op !== "jointly" || one.by.exponentials !== true) return [];
    // Of one number alone a softmax is 1, whatever the number.
    return groups[value].filter(({ z }) => z.length > 1).flatMap(({ z }) => z.map((place) => from[one.of] + place));
  });
}

function differences(system: FieldSystem, exponents: readonly number[], random: RandomStream): Float64Array {
  const { program, prime, network } = system;
  const theta = [Float64Array.from({ length: program.program.parameters }, () => 1 + random.integer(prime - 1))];
  const at = (): Float64Array => {
    const field = randomField(system, random);
    const [values] = modularValues(program, numbersOf(system, field), theta);
    const all = new Float64Array(exponents.length + network.inputs);
    exponents.forEach((place, i) => (all[i] = values[place]));
    all.set(field.input, exponents.length);
    return all;
  };
  const [first, second] = [at(), at()];
  return first.map((x, i) => reduce(x + prime - second[i], prime));
}
