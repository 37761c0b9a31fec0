/** What the author of the spec should know of the metric: that the property fails from this start. */
import type { MetricFacts } from "../../report/metric/facts";
import type { Subject } from "../../subject/subject";
import { unseenCircuits } from "../../theory/metric/circuits/decide";
import type { Problem } from "../../findings/problem";
import { seenViolation } from "../../report/metric/seen";
import { metricChangesAlong, HOW_TO_BE_INTRINSIC, productsOf } from "../../report/metric/words";
import { initializationPlace } from "../../subject/places";
import { t, word } from "../../findings/language";

export function notIntrinsic({ intrinsicMetric: metric }: MetricFacts, subject: Subject): Problem[] {
  if (metric.value !== "fails") return [];
  // A spec that expects the failure is not nagged about it.
  const { reading } = subject;
  const expected = reading.expect.some(({ property, value }) => property === "intrinsicMetric" && value === "fails");
  const seen = seenViolation(metric);
  const how =
    seen === null
      ? t`networks near it have the same φ and the same conservation laws, and different metrics`
      : metricChangesAlong(seen, directions(metric.kernelDimension.value));
  return [
    {
      code: "metric.not-intrinsic",
      // Of products that we chose nobody has claimed an equation of their own.
      severity: expected || metric.circuits !== undefined ? "information" : "warning",
      message: notDetermined(metric, how),
      range: initializationPlace(reading.places),
      help: HOW_TO_BE_INTRINSIC,
      ...(isCurable(metric, subject)
        ? { cures: [{ id: "balance-circuits", title: word`Make the circuits balanced` }] }
        : {}),
    },
  ];
}

/** Whether some circuit that fails may have balanced weights: what has weights on one side only has none. */
function isCurable({ circuits }: MetricFacts["intrinsicMetric"], { network, theta }: Subject): boolean {
  const fails = (name: string): boolean =>
    circuits === undefined ||
    circuits.some((one) => one.name === name && one.balance !== null && one.verdict.value === "fails");
  return (unseenCircuits(network, theta) ?? []).some(
    ({ name, parts }) =>
      fails(name) &&
      parts.some(({ phases, writers }) => writers.length > 1 && !phases) &&
      parts.every(({ writers, readers }) =>
        [writers, readers].every((rows) => rows.some((row) => row.some((at) => theta[at] !== 0))),
      ),
  );
}

function notDetermined({ circuits = [] }: MetricFacts["intrinsicMetric"], how: string): string {
  const failing = circuits.filter(({ verdict }) => verdict.value === "fails").map(({ name }) => name);
  return failing.length === 0
    ? t`From this initialization φ(θ) does not determine its own future: ${how}.`
    : t`From this initialization ${productsOf(failing)} not determine its own future: ${how}.`;
}

function directions(count: number | null): string {
  if (count === null) return t`some directions that change`;
  return count === 1 ? t`one direction that changes` : t`${count} directions that change`;
}
