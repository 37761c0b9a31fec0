/**
 * Roots that a program takes modulo a prime (norms): each exists for half of all inputs, so n of them for one in 2^n. Inputs are drawn
 * in stages: what the first roots see of the input until these exist, then what the next see besides, and so on. Of norms of
 * tokens, and behind causal attention, a stage is a token: T tokens with n roots each take T 2^n draws instead of 2^(T n).
 */
import type { RandomStream } from "../../math/random/streams";
import type { Network } from "../../model/network";
import type { Root } from "../../model/passes/modular/gradient";
import type { Program, Value } from "../../model/program/program";
import { positionsOf, unitAt, vector } from "../../model/shape";
import { wholeOf } from "../../model/whole";

export interface RootStage {
  /** Which numbers of the input are drawn; none: theta decides its roots alone. */
  readonly draws: readonly number[];
  /** Roots that must exist then: its own and those of all stages before it, as keys (`keyOf`). */
  readonly exist: ReadonlySet<string>;
  /** Number of its own roots. */
  readonly count: number;
}

export function keyOf({ value, group }: Root): string {
  return `${value} ${group}`;
}

/** How many roots a program takes for one input. */
function rootCount({ instructions }: Program): number {
  return instructions.reduce(
    (sum, one) => sum + (one.op === "jointly" && one.by.modular?.radicand !== undefined ? one.groups.count : 0),
    0,
  );
}

/** The functions of several that take roots, in their order. */
export function valuesWithRoots({ instructions }: Program): Value[] {
  return instructions.flatMap((one, value) =>
    one.op === "jointly" && one.by.modular?.radicand !== undefined ? [value] : [],
  );
}

/** How many draws of an input they take, of one that has all roots: the sum of 2^n over the stages. */
export function drawsFor(network: Network): number {
  return rootStages(network).reduce((sum, { draws, count }) => sum + (draws.length === 0 ? 0 : 2 ** count), 1);
}

/** How many roots parameters alone decide. */
export function parameterRoots(network: Network): number {
  return rootStages(network).find(({ draws }) => draws.length === 0)?.count ?? 0;
}

const STAGES = new WeakMap<Network, readonly RootStage[]>();

/** In the order in which they are drawn: first the roots that theta decides alone. */
export function rootStages(network: Network): readonly RootStage[] {
  const known = STAGES.get(network);
  if (known !== undefined) return known;
  const found = stagesOf(network);
  STAGES.set(network, found);
  return found;
}

/** Positions beyond share a bit with others. */
const BITS = 31;

function stagesOf(network: Network): readonly RootStage[] {
  const { program, samples } = wholeOf(network);
  if (rootCount(program) === 0) return [];
  const shape = network.shape ?? vector(network.inputs);
  const bits = new Uint32Array(program.inputs);
  const positions = positionsOf(shape);
  for (let at = 0; at < samples * positions; at++)
    for (let c = 0; c < shape.channels; c++)
      bits[Math.floor(at / positions) * network.inputs + unitAt(shape, c, at % positions)] = 2 ** (at % BITS);
  // By the last position that a root sees: behind causal attention token by token.
  const roots = rootsBy(program, bits).toSorted((a, b) => a.sees - b.sees);
  const stages: { sees: number; own: string[] }[] = [];
  let seen = 0;
  for (const { sees, ...root } of roots) {
    const last = stages.at(-1);
    // What sees nothing new is met with what was drawn last.
    if (last === undefined || (sees & ~seen) !== 0) stages.push({ sees: (sees & ~seen) >>> 0, own: [keyOf(root)] });
    else last.own.push(keyOf(root));
    seen |= sees;
  }
  let before: readonly string[] = [];
  return stages.map(({ sees, own }): RootStage => {
    before = [...before, ...own];
    const draws = Array.from(bits.keys()).filter((i) => (bits[i] & sees) !== 0);
    return { draws, exist: new Set(before), count: own.length };
  });
}

/** Every root with the bits of the input numbers that decide it. */
function rootsBy({ instructions }: Program, bits: Uint32Array): (Root & { readonly sees: number })[] {
  const masks: Uint32Array[] = [];
  const roots: (Root & { readonly sees: number })[] = [];
  instructions.forEach((one, value) => {
    const mask = new Uint32Array(one.size);
    masks.push(mask);
    switch (one.op) {
      case "input":
        mask.set(bits);
        break;
      case "contract": {
        const [a, b] = [masks[one.a], masks[one.b]];
        one.wiring.edges((i, j, o) => (mask[o] |= a[i] | b[j]));
        break;
      }
      case "add":
        for (const term of one.of) masks[term].forEach((bit, i) => (mask[i] |= bit));
        break;
      case "map":
        mask.set(masks[one.of]);
        break;
      case "jointly":
        for (let group = 0; group < one.groups.count; group++) {
          const members = one.groups.members(group);
          const sees = members.reduce((all, member) => (all | masks[one.of][member]) >>> 0, 0);
          for (const place of one.by.makes === "all" ? members : [group]) mask[place] |= sees;
          if (one.by.modular?.radicand !== undefined) roots.push({ value, group, sees });
        }
        break;
      case "constant":
      case "numbers":
      case "parameter":
        break;
    }
  });
  return roots;
}

/** Redraws numbers in their places until all is well; throws where that never happens. */
export function drawUntil(
  numbers: Float64Array,
  places: Iterable<number>,
  random: RandomStream,
  prime: number,
  isWell: () => boolean,
): void {
  const all = [...places];
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    for (const place of all) numbers[place] = 1 + random.integer(prime - 1);
    if (isWell()) return;
  }
  throw new Error("No numbers were found for which all roots exist modulo the prime.");
}

/** Each root exists with chance 1/2: of 12 no draw in so many has all with a chance of e^-64. */
const MOST_TRIES = 2 ** 18;
