/**
 * The dimension of the orbit of one theta, exactly: theta itself modulo a prime (doubles are whole numbers times powers of
 * two), there the rank of fields and their nested brackets. It is at most the orbit's dimension; where it meets what
 * symmetries and laws leave (explained.ts), it is the orbit's dimension. At a special theta a level of brackets that adds
 * nothing does not mean that none will (a head with O = 0: 35, 35, 36): the search goes to brackets of four in any case.
 *
 * What stands for exponentials holds where the exponents u_i at this theta, as functions of the inputs, are linearly
 * independent over the rationals modulo constants: with as many of the x as it takes to have all of them in the span, Ax's
 * theorem gives trdeg C(x, exp u, exp x_S) >= (exponents) + (inputs), so the exp u_i are algebraically independent over
 * C(x) (the tower theorem, laws/tower.ts, at a fixed theta). Where theta has symmetries some are equal, or opposite, or 0,
 * and what stands for them says so too: the rest is tested as there, rows  [u_i(x) - u_i(x')]  of full column rank. The density of a
 * normal distribution at 0 is 1/√(2π) or 1/√π; of one of them alone, beside algebraic numbers, the residue may be any. Likewise roots of norms:
 * no product of radicands is a square at this theta, up to a constant.
 */
import type { Paced } from "../../../findings/progress";
import { createEchelon, insert } from "../../../math/modular/echelon";
import { PRIMES, reduce, residueOf } from "../../../math/modular/field";
import { randomStream, type RandomStream } from "../../../math/random/streams";
import { compile } from "../../../model/compile";
import { isDiscrete } from "../../../model/inputs";
import type { Network } from "../../../model/network";
import { modularValues } from "../../../model/passes/modular/gradient";
import { wholeOf } from "../../../model/whole";
import { bracketAt, fieldSystem, numbersOf, randomField, type FieldSystem } from "../../laws/fields";
import {
  exponentAt,
  exponentsOf,
  hasAngles,
  hasConstants,
  rootsAreIndependentAt,
  runsAsItIs,
  type Exponent,
} from "../../laws/tower";

interface ExactOrbit {
  readonly rank: number;
  /** Longest bracket that was needed. */
  readonly depth: number;
  readonly prime: number;
}

const DEEPEST = 4;
/** Draws in a row that add nothing. */
const PATIENCE = 4;
const SEED = 3;
/** Per edge of the program and 3^(m - 1), of a bracket of m fields (measured). */
const BRACKET_COST = 60;
const MOST_EXPONENTS = 600;
const SURPLUS = 4;

/** `null`: nothing stands for what the network does, or its exponents are not independent at this theta. */
export function* exactOrbit(network: Network, theta: Float64Array, target: number): Paced<ExactOrbit | null> {
  const { program } = wholeOf(network);
  const prime = PRIMES.find((one) => runsAsItIs(program, one));
  // The independence of exponents at different tokens is not tested.
  if (prime === undefined || isDiscrete(network)) return null;
  const system = fieldSystem(network, prime);
  const point = theta.map((value) => residueOf(value, prime));
  const random = randomStream(SEED, "exact orbit");
  const pass = passWork(network);
  if (!(yield* rootsAreIndependentAt(system, point, random, pass))) return null;
  if (!(yield* areIndependent(system, point, random))) return null;
  const echelon = createEchelon(prime, theta.length);
  let longest = 1;
  for (let depth = 1; depth <= DEEPEST; depth++) {
    let failures = 0;
    while (failures < PATIENCE && echelon.rows.length < target) {
      const fields = Array.from({ length: depth }, () => randomField(system, random, point));
      const raised = insert(echelon, bracketAt(system, fields, point));
      failures = raised ? 0 : failures + 1;
      if (raised) longest = depth;
      yield pass * 3 ** (depth - 1) + echelon.rows.length * theta.length;
    }
  }
  return { rank: echelon.rows.length, depth: longest, prime };
}

/** Operations of the search where every field finds something. */
export function exactOrbitWork(network: Network, target: number): number {
  return target * passWork(network) * 3;
}

function passWork(network: Network): number {
  return wholeOf(network).program.instructions.reduce(
    (sum, one) => sum + BRACKET_COST * (one.op === "contract" ? one.wiring.edgeCount : one.size),
    0,
  );
}

/** Exponents that are equal, opposite or 0 at every draw are told apart by what stands for them; are the others independent? */
function* areIndependent(system: FieldSystem, theta: Float64Array, random: RandomStream): Paced<boolean> {
  const exponents = exponentsOf(system);
  if (exponents.length === 0) return true;
  if (exponents.length > MOST_EXPONENTS) return false;
  const { prime, program, network } = system;
  const draw = (): Float64Array => {
    const field = randomField(system, random, theta);
    const [values] = modularValues(program, numbersOf(system, field), [theta]);
    return Float64Array.from(exponents, (one) => exponentAt(values, one, prime));
  };
  const draws = Array.from({ length: exponents.length + SURPLUS + 1 }, draw);
  const pass = passWork(network);
  yield draws.length * pass;
  const columns = new Set<string>();
  const kept: number[] = [];
  const atZero = new Set<number>();
  for (let k = 0; k < draws[0].length; k++) {
    const column = draws.map((row) => row[k]);
    const { precision } = exponents[k];
    if (column.every((one) => one === 0)) {
      if (precision !== null) atZero.add(precision);
      continue;
    }
    const key = keyOf(exponents[k], column, prime);
    if (!columns.has(key)) kept.push(k);
    columns.add(key);
  }
  // Whether π is algebraically independent of the cosines of rotations nobody knows; 1/√(2π), 1/√π and √(2/π) are not of each other.
  const { beforeLoss } = compile(network);
  const ofPi = atZero.size + (hasConstants(beforeLoss) ? 1 : 0);
  if (ofPi > 1 || (ofPi > 0 && hasAngles(beforeLoss))) return false;
  const echelon = createEchelon(prime, kept.length);
  for (const row of draws.slice(1))
    insert(
      echelon,
      Float64Array.from(kept, (k) => reduce(row[k] + prime - draws[0][k], prime)),
    );
  yield kept.length ** 3;
  return echelon.rows.length === kept.length;
}

/** The same for two exponents of one kind whose exponentials stand for each other: equal ones, and opposite ones but of squares. */
function keyOf({ precision }: Exponent, column: readonly number[], prime: number): string {
  if (precision !== null) return `${precision}: ${column.join()}`;
  const first = column.find((one) => one !== 0)!;
  return (first > prime / 2 ? column.map((one) => (one === 0 ? 0 : prime - one)) : column).join();
}
