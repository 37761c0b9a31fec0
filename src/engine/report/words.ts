/** What the report says in words: notes of its lines, and the sentences of the verdict. */
import { formatNumber } from "../findings/numbers";
import { counted } from "../findings/words";
import type { Basis } from "../findings/claim";
import type { Family, Parametrization } from "./types";

export function conditionNote(condition: number | null, determinant: number | null): string {
  return `condition ${condition === null ? "—" : formatNumber(condition)}, determinant ${determinant === null ? "—" : formatNumber(determinant)}`;
}

export function metricsApart(rates: readonly [number, number]): string {
  return `between their metrics; a loss falls at ${rates.map((rate) => formatNumber(rate)).join(" and ")}`;
}

export function finiteDepthLabel(deepest: number, what: "end" | "laws" | "metric"): string {
  return `depth ${deepest}: ${{ end: "product", laws: "laws × L²", metric: "metric / L" }[what]}`;
}

export function orderNote(order: number | null): string {
  return `from the ODE, order ${order === null ? "—" : formatNumber(order)} in 1/L`;
}

export function openCount(least: number, atMost: number): string {
  return `Whether the network itself has more is open: near the initialization it has between ${least} and ${atMost}.`;
}

/** A line of a spec. */
export function odeArchitecture(width: number, grid: number, name: string): string {
  return `  "architecture": { "layers": [{ "type": "linear-ode", "width": ${width}, "grid": ${grid}, "name": ${JSON.stringify(name)} }] },`;
}

export function measuredAs(measure: string, threshold: number | null): string {
  return threshold === null ? measure : `${measure} (loss below ${formatNumber(100 * threshold)} % of its start)`;
}

export function runsDone(finished: number, runs: number, without: number): string {
  return `  ${finished === runs ? counted(runs, "run") : `${finished} of ${runs} runs`}${without === 0 ? "" : `, ${without} without a number`}`;
}

export function localSlopes(
  slope: number,
  local: readonly { readonly from: number; readonly to: number; readonly slope: number }[],
): string {
  return `  at the smallest values ${formatNumber(slope)}; between neighbours ${local.map(({ slope }) => formatNumber(slope)).join(", ")}`;
}

export function theorySlope({
  value,
  basis,
  reference,
  note,
}: {
  readonly value: number | null;
  readonly basis: Basis;
  readonly reference: string | undefined;
  readonly note: string | undefined;
}): string {
  return `  theory ${formatNumber(value ?? 0)}, ${basis} · ${[reference, note].filter((part) => part !== undefined).join("; ")}`;
}

export function shortMembers(layer: string, neurons: readonly number[], mostMembers: number): string {
  return `${layer}[${neurons.slice(0, mostMembers).join(", ")}${neurons.length > mostMembers ? ", …" : ""}]`;
}

export function memberCount(parts: readonly { readonly layer: string; readonly neurons: readonly number[] }[]): string {
  return `${parts.reduce((sum, part) => sum + part.neurons.length, 0)} of ${parts.map((part) => part.layer).join(", ")}`;
}

export function gainsNote(gainThreshold: number, small: readonly string[]): string {
  return `first layer to last; below ${formatNumber(gainThreshold)} is a bottleneck${small.length === 0 ? "" : `: ${small.join(", ")}`}`;
}

export function escapeNote(level: number, escapeSteps: number | null, runTime: number | null): string {
  return `first time below ${100 * level} % of the loss at the start${escapeSteps === null ? "" : `, about ${escapeSteps} steps`}${runTime === null ? "" : `; the run ends at t = ${formatNumber(runTime)}`}`;
}

export function modelNote({
  parametrization,
  family,
  fixed,
  note,
}: {
  readonly parametrization: Parametrization;
  readonly family: Family;
  readonly fixed: number | undefined;
  readonly note: string | undefined;
}): string {
  return `${parametrization}, ${family}${fixed === undefined ? "" : `; ${fixed} more held fixed`}${note === undefined ? "" : ` (${note})`}`;
}

export function pairNote(liftedDifference: number, lawDifference: number, tolerance: number): string {
  return `φ to ${formatNumber(liftedDifference, 2)}, the laws to ${formatNumber(lawDifference, 2)}, against ${formatNumber(tolerance, 1)}`;
}

export function driftNote(maxRelative: number, floor: number): string {
  return `at most, relative, measured; ${maxRelative <= floor ? "rounding" : `rounding errors (${formatNumber(floor)}) have grown`}`;
}

export function closedFormInZ(worst: number | null): string {
  return `The path is continuous relaxed balanced, so the metric is a closed form in Z₁${worst === null ? "" : ` (measured from the path it differs by ${formatNumber(worst)} relative)`}.`;
}

export function notItsOwnFuture(note: string | undefined): string {
  return `${note ?? "Near the initialization φ(θ) and the laws do not determine the metric."} φ(θ) alone does not determine its own future.`;
}

export function metricChanges(directions: number | null, how: string): string {
  return directions === 1
    ? `One direction of parameter space changes neither φ(θ) nor any law, and the metric still changes along it${how}: φ(θ) alone does not determine its own future.`
    : `${directions ?? "Some"} independent directions of parameter space change neither φ(θ) nor any law, and the metric still changes along them${how}: φ(θ) alone does not determine its own future.`;
}
