/**
 * Where ∂φ has a lower rank than at networks beside it, φ with the laws may reach one point from several branches: a convolution after
 * another at filters with a common factor. The inclusion of Theorem 2.14 is then violated because K is not differentiable there,
 * whether or not the metric is a function of φ on each branch. A measured “fails” says so.
 */
import { telling, type Progress } from "../../findings/progress";
import { norm } from "../../math/dense/matrix";
import { spectrumSteps } from "../../math/dense/rank";
import { randomStream } from "../../math/random/streams";
import type { Network } from "../../model/network";
import { isLinearChain, phiKindOf } from "../../model/structure";
import { liftedMap } from "./lifted";
import type { MetricResult } from "./result";
import { NOT_DIFFERENTIABLE } from "./branch-point-words";

const STAGE: Progress = { stage: "Testing whether the metric is intrinsic", fraction: null };

/** The same, with what its failure may mean. */
export function* withBranchPoint(
  network: Network,
  theta: Float64Array,
  result: MetricResult,
): Generator<Progress, MetricResult> {
  const { verdict, decision } = result;
  if (verdict.value !== "fails" || verdict.basis !== "measured" || decision === null) return result;
  if (phiKindOf(network) !== "product" || isLinearChain(network)) return result;
  const map = liftedMap(network);
  if (map === null) return result;
  const random = randomStream(1, "branch point");
  const size = norm(theta) || 1;
  const beside = theta.map((x) => x + (size / Math.sqrt(theta.length)) * random.normal());
  const here = yield* telling(spectrumSteps(map.jacobian(theta)), STAGE);
  const there = yield* telling(spectrumSteps(map.jacobian(beside)), STAGE);
  if (!here.clear || here.rank >= there.rank) return result;
  return { ...result, verdict: { ...verdict, note: `${verdict.note ?? ""} ${NOT_DIFFERENTIABLE}`.trim() } };
}
