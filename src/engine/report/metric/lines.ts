/** The intrinsic metric property in the text report, with the pair of networks that refutes it. */
import { claimLine, line, yesNo, type FactLine } from "../../findings/lines";
import { formatNumber } from "../../findings/numbers";
import { decisiveFirst } from "./circuits";
import type { CircuitFacts, MetricFacts, MetricSection } from "./facts";
import { circuitText, pairNote } from "./words";
import { said, t } from "../../findings/language";

export function metricLines({ intrinsicMetric, recoverability }: MetricFacts): FactLine[] {
  return [
    claimLine(t`intrinsic metric`, intrinsicMetric, said),
    claimLine(`  ${t`kernel dimension`}`, intrinsicMetric.kernelDimension, String),
    claimLine(`  ${t`violation`}`, intrinsicMetric.violation, (x) => formatNumber(x)),
    ...witnessLines(intrinsicMetric),
    claimLine(t`recoverable`, recoverability, yesNo),
    ...circuitLines(intrinsicMetric.circuits ?? []),
  ];
}

/** Circuits are listed up to this many, those that fail first. */
const MOST_CIRCUITS = 12;

function circuitLines(circuits: readonly CircuitFacts[]): FactLine[] {
  const shown = decisiveFirst(circuits).slice(0, MOST_CIRCUITS);
  const left = circuits.length - shown.length;
  return [
    ...shown.map((circuit) =>
      claimLine(`  ${t`circuit`}`, circuit.verdict, () => `${circuit.name} ${circuitText(circuit)}`),
    ),
    ...(left === 0 ? [] : [line(`  ${t`more circuits`}`, String(left), "")]),
  ];
}

/** The pair of networks that φ and the laws cannot tell apart, or why there is none. */
function witnessLines({ witness, witnessNote }: MetricSection): FactLine[] {
  if (witness === null) return witnessNote === undefined ? [] : [line(`  ${t`counterexample`}`, "—", witnessNote)];
  const { metricDifference, distance, liftedDifference, lawDifference, tolerance, loss } = witness;
  const same = pairNote(liftedDifference, lawDifference, tolerance);
  return [
    line(
      `  ${t`counterexample`}`,
      formatNumber(metricDifference),
      t`between the metrics of two networks at distance ${formatNumber(distance)} with the same ${same}`,
    ),
    ...(loss === null
      ? []
      : [
          line(
            `  ${t`a loss falls at`}`,
            loss.rates.map((rate) => formatNumber(rate)).join(` ${t`and`} `),
            t`from the first and from the second`,
          ),
        ]),
  ];
}
