/**
 * Whether fewer parts do: of k copies one, which is read with the sum of what reads all of them (k times its own weights, or, where parts read each other,
 * W_aa + W_ab), and none of those that are 0 or frozen as wholes. Not so for experts under a softmax, whose shares the others make, nor for channels
 * that a norm looks at together: so the function is compared at random inputs, with 0 for all weights of parts that are to go.
 */
import type { Paced } from "../../../findings/progress";
import { evaluate } from "../../../flow/objective/objective";
import { norm, type Matrix } from "../../../math/dense/matrix";
import { randomStream } from "../../../math/random/streams";
import { blockKindOf } from "../../../model/blocks";
import type { Exchangeable, Piece } from "../../../model/exchange";
import { isDiscrete } from "../../../model/inputs";
import type { Network } from "../../../model/network";
import type { PartGroup } from "./groups";

/** Of `from` parts of a layer `to` do: the function stays the same. */
export interface Fewer {
  readonly layer: number;
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

/** Inputs at which functions are compared, and how far they may be apart. */
const PROBES = 16;
const SAME_FUNCTION = 1e-9;
const SEED = 6;
/** Groups that are tried, one after the other. */
const MOST_TRIED = 24;

/** `work`: operations of a pass at one input, about. Of tokens nothing is tried. */
export function* fewerParts(
  network: Network,
  families: readonly Exchangeable[],
  theta: Float64Array,
  groups: readonly PartGroup[],
  work: number,
): Paced<Fewer[]> {
  if (isDiscrete(network)) return [];
  const random = randomStream(SEED, "fewer parts");
  const x: Matrix = {
    rows: PROBES,
    columns: network.inputs,
    data: Float64Array.from({ length: PROBES * network.inputs }, () => random.normal()),
  };
  const wanted = evaluate(network, theta, x).data;
  let current = theta;
  const gone = new Map<Exchangeable, number>();
  for (const group of groups.slice(0, MOST_TRIED)) {
    const { layer, word, kind, units, tensors } = group;
    const family = families.find((one) => one.layer === layer && one.word === word);
    if (family === undefined || tensors.length > 0 || !canBeFewer(network, family)) continue;
    const copies = kind === "identical" || kind === "opposite";
    for (const changed of copies ? merged(family, group, current) : [without(family, units, current)]) {
      const { data } = evaluate(network, changed, x);
      yield PROBES * work;
      if (!(norm(data.map((value, k) => value - wanted[k])) <= SAME_FUNCTION * norm(wanted))) continue;
      current = changed;
      gone.set(family, (gone.get(family) ?? 0) + units.length - (copies ? 1 : 0));
      break;
    }
  }
  return [...gone].map(([{ layer, word, parts }, count]) => ({
    layer,
    word,
    from: parts.length,
    to: parts.length - count,
  }));
}

/** Channels of a norm, or of what else is as wide as its source, come from there. */
function canBeFewer({ layers }: Network, { layer, readers }: Exchangeable): boolean {
  const { takes } = blockKindOf(layers[layer]);
  return readers === undefined || takes.some((name) => OWN_WIDTH.has(name));
}

const OWN_WIDTH: ReadonlySet<string> = new Set(["units", "channels", "hidden"]);

/** Where it is not known which weights read the parts, each of their tensors is tried, the last one first. */
function* merged(
  family: Exchangeable,
  { units: [leader, ...others], factors: [, ...factors] }: PartGroup,
  theta: Float64Array,
): Generator<Float64Array> {
  const { parts, readers } = family;
  const all = parts[leader].map((_, m) => m);
  for (const reading of readers === undefined ? all.toReversed().map((m) => [m]) : [all.slice(readers)]) {
    const changed = theta.slice();
    for (const m of reading) {
      const own = inOrder(parts[leader][m], leader);
      others.forEach((other, at) => {
        const from = inOrder(parts[other][m], other);
        const turned =
          parts[other][m].mutual === true ? factors[at] < 0 : own.some((i, k) => theta[i] * theta[from[k]] < 0);
        own.forEach((i, k) => (changed[i] += turned ? -theta[from[k]] : theta[from[k]]));
      });
    }
    yield without(family, others, changed);
  }
}

function without({ parts }: Exchangeable, units: readonly number[], theta: Float64Array): Float64Array {
  const changed = theta.slice();
  for (const part of units) for (const { positions } of parts[part]) for (const i of positions) changed[i] = 0;
  return changed;
}

/** By the part that it is for, of parts that read each other. */
function inOrder({ positions, mutual }: Piece, part: number): readonly number[] {
  if (mutual !== true) return positions;
  return [...positions.slice(1, part + 1), positions[0], ...positions.slice(part + 1)];
}
