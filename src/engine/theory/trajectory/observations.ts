/**
 * What is kept of a trajectory: at each sample the loss, the laws, singular values, some coordinates of z and, for
 * small networks, the weights. Memory: the number of samples times what is seen of one, never the number of steps.
 */
import { norm } from "../../math/dense/matrix";
import { svd } from "../../math/dense/svd";
import { blocksOf, parameterCount } from "../../model/compile";
import type { Network } from "../../model/network";
import { weightLabel } from "../../model/weight-label";
import { isLinearChain, phiKindOf } from "../../model/structure";
import { endToEndShape, linearNetwork } from "../../model/passes/transfer/linear";
import { endToEndMatrix } from "../../model/passes/transfer/transfer";
import type { LawFamily } from "../laws/families";
import { lawValues } from "../laws/families";
import { distanceFrom } from "../manifolds/inspect";
import { imbalanceRates, layersWithRates } from "../balance/imbalance-rate";
import type { Training } from "./training";
import { familyScale, largestDifference } from "./drift";

/** Weights are kept for networks up to this size, singular values for matrices up to this width. */
const MOST_WEIGHTS = 80;
const WIDEST_PRODUCT = 60;

export interface Observations {
  readonly times: readonly number[];
  readonly loss: readonly number[];
  /**
   * Per hidden layer (of large problems none): both sides of the imbalance identity at each sample, the largest
   * difference, and the largest size of the terms.
   */
  readonly rates: readonly {
    readonly layer: number;
    readonly left: readonly number[];
    readonly right: readonly number[];
    readonly difference: number;
    readonly scale: number;
  }[];
  /** Per watched manifold (the first ones of the search) the relative distance from it at each sample. */
  readonly distances: readonly (readonly number[])[];
  /** Per family: the largest |h(t) - h(0)| at each sample, and its scale. */
  readonly drift: readonly {
    readonly family: LawFamily;
    readonly scale: number;
    readonly absolute: readonly number[];
  }[];
  /** Per sample; null where there is no end-to-end matrix, or it is too large. */
  readonly singularValues: readonly (readonly number[])[] | null;
  readonly weights: (WeightNames & { readonly values: readonly (readonly number[])[] }) | null;
}

export interface Observer {
  record(time: number, theta: Float64Array): void;
  /** What has been seen so far; a view that grows. */
  readonly seen: Observations;
}

/** Manifolds that are watched: the smallest, and those of a few single groups; of large networks the smallest alone. */
const MOST_MANIFOLDS = 6;
const LARGE = 100_000;
/**
 * Samples times parameters up to which the imbalance identity is watched: it takes a gradient at every sample, two
 * seconds in all.
 */
const MOST_RATED = 2e6;

export function observe({ network, families, objective, theta: start, manifolds: search }: Training): Observer {
  const watched = (search?.manifolds ?? []).slice(0, start.length > LARGE ? 1 : MOST_MANIFOLDS);
  const distances = watched.map(() => [] as number[]);
  const initial = families.map((family) => lawValues(family, start).values);
  const times: number[] = [];
  const losses: number[] = [];
  const drift = families.map((family) => ({ family, scale: familyScale(family, start), absolute: [] as number[] }));
  const rates = (objective.passed * start.length > MOST_RATED ? [] : layersWithRates(network)).map((layer) => ({
    layer,
    left: [] as number[],
    right: [] as number[],
    difference: 0,
    scale: 0,
  }));
  const seesProduct = phiKindOf(network) === "product" && Math.max(...endToEndShape(network)) <= WIDEST_PRODUCT;
  const product = seesProduct ? linearNetwork(network) : null;
  const singularValues: number[][] | null = product === null ? null : [];
  const weights =
    parameterCount(network) <= MOST_WEIGHTS ? { ...weightNames(network), values: [] as number[][] } : null;
  return {
    seen: { times, loss: losses, rates, distances, drift, singularValues, weights },
    record(time, theta) {
      times.push(time);
      losses.push(objective.loss(theta));
      if (rates.length > 0)
        imbalanceRates(network, objective, theta).forEach(({ left, right, scale }, i) => {
          rates[i].left.push(left);
          rates[i].right.push(right);
          rates[i].difference = Math.max(rates[i].difference, Math.abs(left - right));
          rates[i].scale = Math.max(rates[i].scale, scale);
        });
      if (search !== null)
        watched.forEach(({ partition }, m) => distances[m].push(distanceFrom(search.neurons, theta, partition)));
      families.forEach((family, f) =>
        drift[f].absolute.push(largestDifference(lawValues(family, theta).values, initial[f])),
      );
      if (product !== null) {
        const z = endToEndMatrix(product, theta);
        singularValues?.push(z.data.every(Number.isFinite) ? Array.from(svd(z).values) : []);
      }
      weights?.values.push(Array.from(theta));
    },
  };
}

interface WeightNames {
  readonly labels: readonly string[];
  /** Whose incoming weight or bias each is. */
  readonly neurons: readonly { readonly layer: string; readonly neuron: number }[];
}

function weightNames(network: Network): WeightNames {
  const weights = blocksOf(network).flatMap((block) => {
    const { layer, rows, columns } = block;
    return Array.from({ length: rows * columns }, (_, at) => ({
      label: weightLabel(network, block, at),
      layer: network.layers[layer].name,
      neuron: Math.floor(at / columns),
    }));
  });
  return {
    labels: weights.map(({ label }) => label),
    neurons: weights.map(({ layer, neuron }) => ({ layer, neuron })),
  };
}

/** What of z is compared and drawn: the coordinates of `values` that move most, at most a handful. */
export function mostMoving(values: readonly Float64Array[], most = 6): number[] {
  if (values.length === 0) return [];
  const spread = Array.from(values[0], (_, i) => {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) {
      low = Math.min(low, value[i]);
      high = Math.max(high, value[i]);
    }
    return high - low;
  });
  return spread
    .map((_, i) => i)
    .sort((a, b) => spread[b] - spread[a])
    .slice(0, most)
    .sort((a, b) => a - b);
}

/** Names of z's coordinates where it is the end-to-end matrix. */
export function coordinateLabel(network: Network, index: number): string {
  if (!isLinearChain(network)) return `φ[${index}]`;
  const [, columns] = endToEndShape(network);
  return `Z[${Math.floor(index / columns)},${index % columns}]`;
}

/** ‖a - b‖ / ‖b‖. */
export function relativeDistance(a: Float64Array, b: Float64Array): number {
  const difference = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) difference[i] = a[i] - b[i];
  return norm(difference) / (norm(b) || 1);
}
