/**
 * The kernel ker dphi ∩ ker dh at a given theta: the directions that change neither phi nor any known law.
 *
 * dphi is stacked over dh, each divided by its Frobenius norm (the kernel stays, the scale of theta goes), and the rank
 * is decided on the singular values (math/dense/rank.ts). Two linear layers have bases in which most of it can be read
 * off (two-layer-kernel.ts); other networks are done densely.
 */
import type { Paced } from "../../findings/progress";
import { norm, viewOf, zeros, type Matrix } from "../../math/dense/matrix";
import type { RankDecision } from "../../math/dense/rank";
import { rankSteps, rankWork } from "../../math/dense/rank";
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { isLinearChain } from "../../model/structure";
import type { LawFamily } from "../laws/families";
import { lawGradients, lawMap } from "./law-map";
import type { LiftedMap } from "./lifted";
import { twoLayerKernel, twoLayerKernelCost } from "./two-layer-kernel";

export interface KernelTest {
  /** Operations of one decision (findings/progress.ts). */
  readonly cost: number;
  /** `null`: at this theta the kernel turned out to be too large to hold. */
  decide(theta: Float64Array): Paced<RankDecision | null>;
}

export function kernelTest(network: Network, map: LiftedMap, families: readonly LawFamily[]): KernelTest {
  if (isLinearChain(network) && network.layers.length === 2) {
    const [first, second] = blocksOf(network);
    return {
      cost: twoLayerKernelCost(first.columns, first.rows, second.rows),
      decide: (theta) =>
        twoLayerKernel(
          viewOf(theta, first.offset, first.rows, first.columns),
          viewOf(theta, second.offset, second.rows, second.columns),
        ),
    };
  }
  const parameters = blocksOf(network).reduce((sum, block) => sum + block.rows * block.columns, 0);
  const live = map.work <= MOST_LOOKED_AT ? liveCoordinates(map, parameters) : map.dimension;
  const rows = live + lawMap(families).count;
  return {
    cost: rankWork(rows, parameters),
    decide: (theta) => decideKernel(map, families, theta),
  };
}

/** Operations of φ up to which its coordinates are looked at before anything is decided: a tenth of a second. */
const MOST_LOOKED_AT = 1e8;

/** Between diagonal layers most entries of z are 0 whatever theta is; weights of 1 show which are not. */
function liveCoordinates(map: LiftedMap, parameters: number): number {
  return map.value(new Float64Array(parameters).fill(1)).reduce((sum, x) => sum + (x === 0 ? 0 : 1), 0);
}

/** Densely, for any network. */
export function* decideKernel(
  map: LiftedMap,
  families: readonly LawFamily[],
  theta: Float64Array,
): Paced<RankDecision> {
  const jacobian = map.jacobian(theta);
  const laws = lawGradients(families, theta);
  const stacked = zeros(jacobian.rows + laws.rows, theta.length);
  stacked.data.set(normalized(jacobian.data), 0);
  stacked.data.set(normalized(laws.data), jacobian.data.length);
  return yield* rankSteps(withoutZeroRows(stacked));
}

/**
 * The same kernel and singular values (as many as columns): between diagonal layers most entries of z are 0 whatever
 * theta is.
 */
function withoutZeroRows(a: Matrix): Matrix {
  const rows: number[] = [];
  for (let i = 0; i < a.rows; i++)
    if (a.data.subarray(i * a.columns, (i + 1) * a.columns).some((x) => x !== 0)) rows.push(i);
  if (rows.length === a.rows || rows.length < a.columns) return a;
  const kept = zeros(rows.length, a.columns);
  rows.forEach((i, at) => kept.data.set(a.data.subarray(i * a.columns, (i + 1) * a.columns), at * a.columns));
  return kept;
}

function normalized(data: Float64Array): Float64Array {
  const size = norm(data);
  return size === 0 ? data : data.map((x) => x / size);
}
