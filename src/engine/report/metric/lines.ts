/** The intrinsic metric property in the text report, with the pair of networks that refutes it. */
import { claimLine, line, yesNo } from "../../findings/lines";
import { formatNumber } from "../../findings/numbers";
import type { MetricFacts, MetricSection } from "./facts";
import { pairNote } from "./words";

export function metricLines({ intrinsicMetric, recoverability }: MetricFacts): string[] {
  return [
    claimLine("intrinsic metric", intrinsicMetric, String),
    claimLine("  kernel dimension", intrinsicMetric.kernelDimension, String),
    claimLine("  violation", intrinsicMetric.violation, (x) => formatNumber(x)),
    ...witnessLines(intrinsicMetric),
    claimLine("recoverable", recoverability, yesNo),
  ];
}

/** The pair of networks that φ and the laws cannot tell apart, or why there is none. */
function witnessLines({ witness, witnessNote }: MetricSection): string[] {
  if (witness === null) return witnessNote === undefined ? [] : [line("  counterexample", "—", witnessNote)];
  const { metricDifference, distance, liftedDifference, lawDifference, tolerance, loss } = witness;
  const same = pairNote(liftedDifference, lawDifference, tolerance);
  return [
    line(
      "  counterexample",
      formatNumber(metricDifference),
      `between the metrics of two networks at distance ${formatNumber(distance)} with the same ${same}`,
    ),
    ...(loss === null
      ? []
      : [
          line(
            "  a loss falls at",
            loss.rates.map((rate) => formatNumber(rate)).join(" and "),
            "from the first and from the second",
          ),
        ]),
  ];
}
