/**
 * Where tokens stand. RoPE turns the first rows of each head by angles that grow with the position, pair by pair. A bias for each
 * distance t − t' is added to the scores of a head: a trained table (T5, Swin), or −m |t − t'| with ALiBi's slopes m, which for n heads,
 * a power of 2, are 2^(-8 h / n), h = 1 … n; of other n those of the power below, and every second one of twice that.
 */
import { residueOf } from "../../../math/modular/field";
import { distances, turns, type Pairing } from "../../program/heads";
import type { Numbers } from "../../program/numbers";
import type { Value } from "../../program/program";
import { rotations } from "../../program/rotations";
import type { Block } from "../../block";
import type { BuildSite } from "../block";
import { tensorNames } from "../matrices";
import type { Plan } from "./plan";

/** Rows of `count` heads at every token, turned. */
export function turnedBy(
  { program }: BuildSite,
  value: Value,
  { tokens, size, turned, pairs, base }: Plan,
  count: number,
): Value {
  if (turned === 0) return value;
  const pairing: Pairing = (row) => (row < turned ? pairs(row, turned) : null);
  const wiring = turns(tokens, count, size, turned / 2, pairing);
  return program.contract(program.numbers(rotations(tokens, turned, base)), value, wiring);
}

/** With what the distance of two tokens adds to their score; and the table, where it is trained. */
export function placed(
  site: BuildSite,
  raw: Value,
  plan: Plan,
): { readonly value: Value; readonly table: Block | null } {
  const { program } = site;
  if (plan.relative === null) return { value: raw, table: null };
  const { heads } = plan;
  const { count } = plan.distances;
  const wiring = distances(plan, plan.distances, plan.mask);
  const unused = unusedOf(plan);
  const plus = (by: Value): Value => program.add([raw, program.contract(by, program.one, wiring)]);
  if (plan.relative === "alibi") return { value: plus(program.numbers(falling(plan))), table: null };
  const made = site.tensor({
    tensor: "relative",
    names: tensorNames("R"),
    rows: heads,
    columns: count,
    source: null,
    wiring,
    fan: { in: 0, out: 0 },
    ...(unused.length === 0
      ? {}
      : { idle: Array.from({ length: heads }, (_, h) => unused.map((j) => h * count + j)).flat() }),
  });
  return { value: plus(made.value), table: made.block };
}

/** Entries of a head's table that are for no two tokens of which one sees the other. */
function unusedOf(plan: Plan): number[] {
  const used = new Set(togetherOf(plan).flat());
  return Array.from({ length: plan.distances.count }, (_, j) => j).filter((j) => !used.has(j));
}

/**
 * The entries of a head's table that meet in a softmax, for each sum of scores that does: a token sees all of one group or none, so that
 * a number added to a group is added to all scores of that token or to none.
 */
export function togetherOf({ tokens, distances: { count, of }, mask: { seen }, reach }: Plan): number[][] {
  // The token that sees furthest sees all of them, or those of one sign: both signs have the distance 0.
  if (reach !== null) {
    const all = Array.from({ length: reach.behind + reach.ahead + 1 }, (_, i) => of(i - reach.ahead));
    return [[...new Set(all)].toSorted((a, b) => a - b)];
  }
  const leader = Array.from({ length: count }, (_, j) => j);
  const used = new Set<number>();
  const find = (j: number): number => {
    let at = j;
    while (leader[at] !== at) at = leader[at] = leader[leader[at]];
    return at;
  };
  for (let t = 0; t < tokens; t++) {
    let first: number | null = null;
    for (let u = 0; u < tokens; u++) {
      if (!seen(t, u)) continue;
      const entry = of(t - u);
      used.add(entry);
      first ??= entry;
      leader[find(entry)] = find(first);
    }
  }
  const groups = new Map<number, number[]>();
  for (const entry of [...used].toSorted((a, b) => a - b)) {
    const group = groups.get(find(entry));
    if (group === undefined) groups.set(find(entry), [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}

/** −m |t − t'| for each head and distance. */
function falling({ heads, tokens, distances: { count, of } }: Plan): Numbers {
  const slopes = alibiSlopes(heads);
  const size = heads * count;
  const work = (): Float64Array => {
    const values = new Float64Array(size);
    for (let distance = 1 - tokens; distance < tokens; distance++) {
      const at = of(distance);
      // Of those that nobody sees there are no entries.
      if (at >= 0 && at < count)
        for (let h = 0; h < heads; h++) values[h * count + at] = -slopes[h] * Math.abs(distance);
    }
    return values;
  };
  let values: Float64Array | null = null;
  return {
    size,
    get values() {
      return (values ??= work());
    },
    residues: (p) => work().map((value) => residueOf(value, p)),
  };
}

/** m for each head. */
export function alibiSlopes(heads: number): number[] {
  const whole = 2 ** Math.floor(Math.log2(heads));
  const of = (n: number, h: number): number => 2 ** ((-8 * h) / n);
  return Array.from({ length: heads }, (_, h) => (h < whole ? of(whole, h + 1) : of(2 * whole, 2 * (h - whole) + 1)));
}
