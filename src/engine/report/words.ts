/** What the report says in words: notes of its lines, and the sentences of the verdict. */
import { formatNumber } from "../findings/numbers";
import { counted } from "../findings/words";
import type { Basis } from "../findings/claim";
import { said, t } from "../findings/language";

/** A line of a spec. */
export function odeArchitecture(width: number, grid: number, name: string): string {
  return `  "architecture": { "layers": [{ "type": "linear-ode", "width": ${width}, "grid": ${grid}, "name": ${JSON.stringify(name)} }] },`;
}

export function measuredAs(measure: string, threshold: number | null): string {
  return threshold === null ? measure : t`${measure} (loss below ${formatNumber(100 * threshold)} % of its start)`;
}

export function runsDone(finished: number, runs: number, without: number): string {
  const done = finished === runs ? counted(runs, t`run`, t`runs`) : t`${finished} of ${runs} runs`;
  return `  ${done}${without === 0 ? "" : t`, ${without} without a number`}`;
}

export function localSlopes(
  slope: number,
  local: readonly { readonly from: number; readonly to: number; readonly slope: number }[],
): string {
  return `  ${t`at the smallest values ${formatNumber(slope)}; between neighbours ${local.map(({ slope }) => formatNumber(slope)).join(", ")}`}`;
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
  return `  ${t`theory ${formatNumber(value ?? 0)}, ${said(basis)}`} · ${[reference, note].filter((part) => part !== undefined).join("; ")}`;
}

export function closedFormInZ(worst: number | null): string {
  return t`The path is continuous relaxed balanced, so the metric is a closed form in Z₁${worst === null ? "" : t` (measured from the path it differs by ${formatNumber(worst)} relative)`}.`;
}

export function notItsOwnFuture(note: string | undefined): string {
  return t`${note ?? t`Near the initialization φ(θ) and the laws do not determine the metric.`} φ(θ) alone does not determine its own future.`;
}

export function metricChanges(directions: number | null, how: string): string {
  return directions === 1
    ? t`One direction of parameter space changes neither φ(θ) nor any law, and the metric still changes along it${how}: φ(θ) alone does not determine its own future.`
    : t`${directions ?? t`Some`} independent directions of parameter space change neither φ(θ) nor any law, and the metric still changes along them${how}: φ(θ) alone does not determine its own future.`;
}
