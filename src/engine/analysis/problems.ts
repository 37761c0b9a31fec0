/** What the analysis tells the author of the spec: problems with their places, reasons and cures. */
import type { Cure, Problem, Range } from "../findings/problem";
import type { InitializationPlan } from "../model/initialization";
import type { Network } from "../model/network";
import type { NoSuchPoint } from "../model/relaxed-balanced";
import { formatNumber } from "../findings/numbers";
import type { Report } from "../report/types";
import { seenViolation } from "../report/verdict";
import type { SpecPlaces, SpecReading } from "../spec/read";
import { manifoldProblems } from "./manifold-problems";
import { plateauProblems } from "./plateau-problems";
import {
  HOW_TO_BALANCE,
  HOW_TO_BE_INTRINSIC,
  READ_COUNT_AS_EXACT,
  lawsMissing,
  metricChangesAlong,
  notBalanced,
  tooLongToDraw,
} from "./words";

/** Titles say what is done; how, depends on the scheme (cure.ts). */
const NEAREST: Cure = { id: "nearest-relaxed-balanced", title: "Make relaxed balanced (nearest)" };
const BALANCED: Cure = { id: "make-balanced", title: "Make balanced" };
const CHOOSE_LAMBDA: Cure = { id: "choose-lambda", title: "Choose λ for me (least change)" };

export function findProblems(report: Report, reading: SpecReading, network: Network): Problem[] {
  const { places } = reading;
  const single = [
    incompleteLaws(report, places),
    notRelaxedBalanced(report, network, places),
    notIntrinsic(report, reading),
  ];
  return [
    ...single.filter((problem) => problem !== null),
    ...plateauProblems(report, reading),
    ...manifoldProblems(report, reading),
  ];
}

function incompleteLaws(report: Report, places: SpecPlaces): Problem | null {
  const { of, complete, known, independent } = report.laws;
  if (complete.value !== false || known.value === null || independent.value === null) return null;
  return {
    code: "laws.incomplete",
    severity: "information",
    message: lawsMissing(of, independent.value, known.value),
    range: places.architecture ?? places.start,
    help: READ_COUNT_AS_EXACT,
  };
}

function notRelaxedBalanced(report: Report, network: Network, places: SpecPlaces): Problem | null {
  const { relaxedBalanced, interfaces } = report.initialization;
  if (relaxedBalanced.value !== false || report.intrinsicMetric.value === "holds") return null;
  const worst = interfaces.reduce((a, b) => (b.imbalance > a.imbalance ? b : a));
  const index = network.layers.findIndex((layer) => layer.name === worst.between[0]);
  return {
    code: "init.not-relaxed-balanced",
    severity: "information",
    message: notBalanced(worst.between, worst.imbalance, worst.lambda),
    range: places.weights[index] ?? initializationPlace(places),
    help: HOW_TO_BALANCE,
    cures: [NEAREST, BALANCED, CHOOSE_LAMBDA],
  };
}

export function notIntrinsic(report: Report, reading: SpecReading): Problem | null {
  const metric = report.intrinsicMetric;
  if (metric.value !== "fails") return null;
  // A spec that expects the failure is not nagged about it.
  const expected = reading.expect.some(({ property, value }) => property === "intrinsicMetric" && value === "fails");
  const seen = seenViolation(metric);
  const how =
    seen === null
      ? "networks near it have the same φ and the same conservation laws, and different metrics"
      : metricChangesAlong(seen, directions(metric.kernelDimension.value));
  return {
    code: "metric.not-intrinsic",
    severity: expected ? "information" : "warning",
    message: `From this initialization φ(θ) does not determine its own future: ${how}.`,
    range: initializationPlace(reading.places),
    help: HOW_TO_BE_INTRINSIC,
  };
}

export function noSuchPointProblem(
  network: Network,
  plan: InitializationPlan,
  why: NoSuchPoint,
  places: SpecPlaces,
): Problem {
  const [a, b] = [network.layers[why.interface].name, network.layers[why.interface + 1].name];
  const lambda = plan.lambda?.[why.interface] ?? 0;
  const [u, next] = [subscript(why.interface + 1), subscript(why.interface + 2)];
  const equation = `U${next}ᵀU${next} = λ I + U${u}U${u}ᵀ between ${a} and ${b} with λ = ${formatNumber(lambda, 6)}`;
  const reason =
    why.why === "too-few-rows"
      ? `the right side has a larger rank than ${b} has units (${network.layers[why.interface + 1].units})`
      : `the right side has negative eigenvalues, because U${u}U${u}ᵀ of ${a} is singular and λ lowers its zeros`;
  const nearby = why.nearby.length === 1 ? `${why.nearby[0]}` : `[${why.nearby.join(", ")}]`;
  return {
    code: "init.no-relaxed-balanced-point",
    severity: "error",
    message: `No weights satisfy ${equation}: ${reason}.`,
    range: places.lambda ?? initializationPlace(places),
    help: `Relaxed balanced points exist for λ = ${nearby}, the nearest list found; or change the widths.`,
    cures: [CHOOSE_LAMBDA],
  };
}

export function drawTooLargeProblem(plan: InitializationPlan, seconds: number, places: SpecPlaces): Problem {
  return {
    code: "spec.too-large",
    severity: "error",
    message: tooLongToDraw(plan.scheme, seconds),
    range: initializationPlace(places),
    help: "Use narrower layers, or a scheme that draws entry by entry, such as gaussian.",
  };
}

function subscript(index: number): string {
  return [...String(index)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
}

function directions(count: number | null): string {
  return count === 1 ? "one direction that changes" : `${count ?? "some"} directions that change`;
}

export function initializationPlace(places: SpecPlaces): Range {
  return places.initialization ?? places.architecture ?? places.start;
}
