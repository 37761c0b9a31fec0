/** The intrinsic metric property: does φ(θ) determine its own future? */
import { endToEndShape } from "../../model/passes/transfer/linear";
import { phiKindOf } from "../../model/structure";
import { withBranchPoint } from "../../theory/metric/branch-point";
import { decideCircuits, decidingCircuits } from "../../theory/metric/circuits/decide";
import type { MetricResult } from "../../theory/metric/result";
import { decideMetric } from "../../theory/metric/verdict";
import { depth } from "../depth/idea";
import type { PromptIdea } from "../idea";
import { laws } from "../laws/idea";
import type { MetricFacts } from "../../report/metric/facts";
import { notIntrinsic } from "./problems";
import { metricSection, openMetric, recoverabilitySection } from "./section";

export const metric: PromptIdea<MetricResult, MetricFacts> = {
  name: "metric",
  cost: "verdict",
  *study({ network, theta, effort }, found) {
    const path = yield* found(depth);
    if (path !== null) return path.metric;
    const { count } = yield* found(laws);
    const circuits = decidingCircuits(network, theta);
    return circuits === null
      ? yield* withBranchPoint(network, theta, yield* decideMetric(network, count, theta, effort))
      : yield* decideCircuits(circuits, count, theta, effort);
  },
  facts: ({ network, path }, result) => ({
    intrinsicMetric: metricSection(
      network,
      result,
      path !== null ? [path.width, path.width] : phiKindOf(network) === "product" ? endToEndShape(network) : null,
    ),
    recoverability: recoverabilitySection(result),
  }),
  withoutWeights: (_of, why) => openMetric(why),
  problems: (facts, subject) => notIntrinsic(facts, subject),
};
