/**
 * The smallest space of a kind that contains theta and that gradient flow never leaves, whatever the data and the loss.
 *
 * The kind: linear spaces V that say of the entries of theta which are equal, up to a sign, and which are 0,
 *   theta_i = s_i v_c(i),  s_i = ±1,  or theta_i = 0.
 * V is invariant when at every point of it each gradient of the outputs lies in V. The search begins with the smallest V
 * that contains theta (entries with the same doubles up to sign are equal) and draws random points of it; where gradients
 * (formal.ts) tell entries of a class apart, or move entries that are 0, the class is divided. V only grows, and never beyond
 * the smallest invariant space: so that is what it ends with, when no draw divides anything. A draw that fails to tell two
 * entries apart fails with chance about (degree / p)^FIELDS.
 *
 * Such a V is the set of fixed points of exchanges of heads, units, channels with all their weights, of signs of circuits
 * ((Q, K) -> (-Q, -K) leaves QᵀK as it is), or the set where both ends of something are 0. Entries without any gradient on V
 * are *frozen*: they stay what they are, and add no dimension.
 *
 * Wires of low rank (rank/ties.ts) cut V down to where their linear forms vanish, which is invariant whatever V is: then points of what is
 * left are drawn, and its dimension is that of V less the rank of the forms on what moves. Where two classes have the same gradient at
 * all points of V, and not everywhere, what parts them stays, and theta's manifold is a translate within V (the weights that two
 * equal neurons of a recurrent layer have for each other and for themselves).
 *
 * Cost: rounds times formalWork; a round for every layer that tells entries apart, and two at the end that find nothing.
 */
import type { Paced } from "../../../findings/progress";
import { createEchelon, insert, solution, type Echelon } from "../../../math/modular/echelon";
import { PRIMES, reduce } from "../../../math/modular/field";
import type { RandomStream } from "../../../math/random/streams";
import type { Form } from "../rank/ties";
import type { FormalFields } from "./formal";

export interface Space {
  /** Per entry of theta its class, from 0 on; ZERO. */
  readonly classOf: Int32Array;
  /** ±1. */
  readonly signs: Int8Array;
  readonly classes: number;
  /** 1 where no gradient of a point of the space moves the entry, though it is not 0. */
  readonly frozen: Uint8Array;
  /** What vanishes on it besides. */
  readonly forms: Forms;
  /** Numbers of classes that have the same gradient at all of its points, up to sign: what parts them stays. */
  readonly together: readonly Together[];
  /** Classes that move, less the forms on them, and what moves together here and not anywhere. */
  readonly dimension: number;
}

/** theta_a - theta_b, or theta_a + theta_b where the sign is -1, is constant. */
interface Together {
  readonly a: number;
  readonly b: number;
  readonly sign: 1 | -1;
}

/** Linear forms in theta, modulo a prime. */
export type Forms = (prime: number) => readonly Form[];

export const NO_FORMS: Forms = () => [];
export const ZERO = -1;

type Draft = Pick<Space, "classOf" | "signs" | "classes">;

/** The smallest one of the kind that contains theta, invariant or not. */
export function coarsestSpace(theta: Float64Array): Draft {
  const classOf = new Int32Array(theta.length);
  const signs = new Int8Array(theta.length).fill(1);
  const known = new Map<number, number>();
  theta.forEach((value, i) => {
    const size = Math.abs(value);
    if (value < 0) signs[i] = -1;
    classOf[i] = size === 0 ? ZERO : (known.get(size) ?? known.set(size, known.size).get(size)!);
  });
  return { classOf, signs, classes: known.size };
}

/** All entries free but for these, which stay tied as they are in `space`. */
export function tiedOnly({ classOf, signs }: Draft, positions: Iterable<number>): Draft {
  const kept = new Set(positions);
  const free = new Int32Array(classOf.length);
  const names = new Map<number, number>();
  let classes = 0;
  for (let i = 0; i < free.length; i++) {
    const own = classOf[i];
    if (!kept.has(i)) free[i] = classes++;
    else if (own === ZERO) free[i] = ZERO;
    else {
      if (!names.has(own)) names.set(own, classes++);
      free[i] = names.get(own)!;
    }
  }
  return { classOf: free, signs: signs.slice(), classes };
}

/** The smallest invariant one that contains this, where these forms vanish. `work`: of a round. */
export function* invariantSpace(
  fields: readonly FormalFields[],
  start: Draft,
  random: RandomStream,
  work: number,
  { forms = NO_FORMS, generic = null }: { readonly forms?: Forms; readonly generic?: Space | null } = {},
): Paced<Space> {
  let space = start;
  let quiet = 0;
  const last = fields.map((): readonly Float64Array[] => []);
  for (let round = 0; quiet < fields.length; round++) {
    const at = round % fields.length;
    const gradients = fields[at].draw(pointOf({ ...space, forms }, fields[at].prime, random), random);
    yield work;
    last[at] = gradients;
    const next = divided(space, gradients, fields[at].prime);
    quiet = next.classes === space.classes ? quiet + 1 : 0;
    space = next;
  }
  const isStill = (i: number): boolean => last.every((gradients) => gradients.every((one) => one[i] === 0));
  const frozen = Uint8Array.from(space.classOf, (own, i) => (own !== ZERO && isStill(i) ? 1 : 0));
  const whole = { ...space, forms, frozen, together: movingTogether({ ...space, frozen }, fields, last) };
  const [prime] = PRIMES;
  const names = movingClasses(whole);
  const rank = (all: Iterable<Form>): number => onClasses(whole, all, prime, names, names.size).rows.length;
  const held = forms(prime);
  const anyhow = generic === null ? [] : [...held, ...asForms(generic.together, prime)];
  const besides = generic === null ? 0 : rank([...anyhow, ...asForms(whole.together, prime)]) - rank(anyhow);
  return { ...whole, dimension: names.size - rank(held) - besides };
}

/** Each class with the first one of the same gradient. */
function movingTogether(
  { classOf, frozen }: Draft & Pick<Space, "frozen">,
  fields: readonly FormalFields[],
  gradients: readonly (readonly Float64Array[])[],
): Together[] {
  const seen = new Map<string, { readonly at: number; readonly sign: number }>();
  const told = new Set<number>();
  const together: Together[] = [];
  classOf.forEach((own, i) => {
    if (own === ZERO || frozen[i] === 1 || told.has(own)) return;
    told.add(own);
    const pulls = gradients.map((each) => each.map((one) => one[i]));
    const first = pulls[0].find((one) => one !== 0);
    const sign = first !== undefined && first > fields[0].prime / 2 ? -1 : 1;
    const key = pulls
      .map((each, f) => each.map((one) => (sign > 0 || one === 0 ? one : fields[f].prime - one)).join(" "))
      .join(" ");
    const before = seen.get(key);
    if (before === undefined) seen.set(key, { at: i, sign });
    else together.push({ a: before.at, b: i, sign: before.sign === sign ? 1 : -1 });
  });
  return together;
}

export function asForms(together: readonly Together[], prime: number): Form[] {
  return together.map(({ a, b, sign }) => ({
    at: Int32Array.of(a, b),
    by: Float64Array.of(1, sign > 0 ? prime - 1 : 1),
  }));
}

/** The classes that move, numbered through. */
export function movingClasses({ classOf, frozen }: Pick<Space, "classOf" | "frozen">): ReadonlyMap<number, number> {
  const names = new Map<number, number>();
  classOf.forEach((own, i) => {
    if (own !== ZERO && frozen[i] === 0 && !names.has(own)) names.set(own, names.size);
  });
  return names;
}

/** Forms as they see these classes, by the names of these. */
export function onClasses(
  { classOf, signs }: Draft,
  forms: Iterable<Form>,
  prime: number,
  names: ReadonlyMap<number, number> | null,
  count: number,
): Echelon {
  const echelon = createEchelon(prime, count);
  for (const { at, by } of forms) {
    const row = new Float64Array(count);
    at.forEach((i, j) => {
      const name = classOf[i] === ZERO ? undefined : names === null ? classOf[i] : names.get(classOf[i]);
      if (name !== undefined)
        row[name] = reduce(row[name] + (signs[i] > 0 || by[j] === 0 ? by[j] : prime - by[j]), prime);
    });
    insert(echelon, row);
  }
  return echelon;
}

/** A random point of the space, modulo the prime. */
export function pointOf(
  { classOf, signs, classes, forms }: Draft & Pick<Space, "forms">,
  prime: number,
  random: RandomStream,
): Float64Array {
  const drawn = Float64Array.from({ length: classes }, () => 1 + random.integer(prime - 1));
  const own = forms(prime);
  const values =
    own.length === 0
      ? drawn
      : solution(onClasses({ classOf, signs, classes }, own, prime, null, classes), (c) => drawn[c]);
  return Float64Array.from(classOf, (own, i) =>
    own === ZERO || values[own] === 0 ? 0 : signs[i] > 0 ? values[own] : prime - values[own],
  );
}

/** Entries whose gradients differ go their own ways; of what was 0 those that move. */
function divided({ classOf, signs }: Draft, gradients: readonly Float64Array[], prime: number): Draft {
  const next = new Int32Array(classOf.length);
  const nextSigns = signs.slice();
  const names = new Map<string, number>();
  classOf.forEach((own, i) => {
    const pull = gradients.map((one) => one[i]);
    if (own === ZERO) {
      const first = pull.find((one) => one !== 0);
      if (first === undefined) {
        next[i] = ZERO;
        return;
      }
      // Any sign is one of 0: the one with which it will move.
      nextSigns[i] = first > prime / 2 ? -1 : 1;
    }
    const key = `${own} ${pull.map((one) => (nextSigns[i] > 0 || one === 0 ? one : prime - one)).join(" ")}`;
    next[i] = names.get(key) ?? names.set(key, names.size).get(key)!;
  });
  return { classOf: next, signs: nextSigns, classes: names.size };
}
