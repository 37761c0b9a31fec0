/**
 * From the outcomes of a sweep's runs, as many as there are, to its result: medians, the fitted exponent, the theory
 * beside it.
 */
import { t } from "../../findings/language";
import { measured } from "../../findings/claim";
import { fitLine, median } from "../../math/statistics/line-fit";
import type { SweepFit, SweepOutcome, SweepPoint, SweepResult } from "../../report/sweep";
import { ESCAPE_REFERENCE } from "../../theory/plateau/bottlenecks";
import { lawSentenceOfExponent } from "../../theory/plateau/study";
import type { SweepPlan } from "./plan";
import { slopeNote } from "./words";

/** Of several outcomes of one run the first counts. */
export function foldSweep({ title, sweep, points }: SweepPlan, outcomes: Iterable<SweepOutcome>): SweepResult {
  const byRun = new Map<number, SweepOutcome>();
  for (const outcome of outcomes) if (!byRun.has(outcome.run)) byRun.set(outcome.run, outcome);
  const { axes, zip, seeds, measure, threshold, runs } = sweep;
  const folded = points.map((values, point): SweepPoint => {
    const own = Array.from({ length: seeds }, (_, k) => byRun.get(point * seeds + k) ?? null);
    const results = own.map((outcome) => outcome?.value ?? null);
    return {
      values,
      results,
      median: median(results.filter((value) => value !== null)),
      notes: [...new Set(own.flatMap((outcome) => (outcome === null || outcome.note === null ? [] : [outcome.note])))],
    };
  });
  const fit = fitOf(folded, axes.length, zip, measure === "escapeTime" ? theoryAt(folded, byRun, seeds) : null);
  return {
    title,
    measure,
    threshold,
    zip,
    seeds,
    runs,
    axes: axes.map(({ name, path, values }) => ({ name, short: withoutSection(path), values })),
    points: folded,
    finished: byRun.size,
    without: [...byRun.values()].filter(({ value }) => value === null).length,
    fit: typeof fit === "string" ? null : fit,
    ...(typeof fit === "string" ? { fitNote: fit } : {}),
  };
}

/** The layers of an initialization are a section of their own. */
function withoutSection(path: readonly (string | number)[]): string {
  return path.slice(path[0] === "initialization" && path[1] === "layers" ? 2 : 1).join(".");
}

/** The exponent at the smallest value of the first axis, where the law is nearest to its limit. */
function theoryAt(
  points: readonly SweepPoint[],
  byRun: ReadonlyMap<number, SweepOutcome>,
  seeds: number,
): number | null {
  const order = points.map(({ values }, point) => ({ x: values[0], point })).sort((a, b) => a.x - b.x);
  const first = byRun.get((order[0]?.point ?? 0) * seeds);
  return first?.exponent ?? null;
}

/** The fit, or why there is none. */
function fitOf(points: readonly SweepPoint[], axes: number, zip: boolean, theory: number | null): SweepFit | string {
  if (axes > 1 && !zip)
    return t`A grid of several paths has no single exponent: sweep one path, or walk several together with "zip".`;
  const usable = points.filter(({ values: [x], median: y }) => x > 0 && y !== null && y > 0);
  const pairs = usable.flatMap(({ values: [x], results }) =>
    results.flatMap((y) => (y !== null && y > 0 ? [[Math.log(x), Math.log(y)] as const] : [])),
  );
  const line = fitLine(
    pairs.map(([x]) => x),
    pairs.map(([, y]) => y),
  );
  if (line === null) return t`An exponent needs at least two values above 0 with results above 0.`;
  const neighbours = usable.map(({ values: [x], median: y }) => ({ x, y: y ?? NaN })).sort((a, b) => b.x - a.x);
  const steps = neighbours
    .slice(1)
    .map((low, i) => ({ high: neighbours[i], low }))
    .filter(({ high, low }) => high.x > low.x);
  const half = line.low === null || line.high === null ? null : (line.high - line.low) / 2;
  return {
    exponent: measured(line.slope, line.standardError ?? 0, half ?? 0, {
      note: slopeNote(line.points, half),
    }),
    low: line.low,
    high: line.high,
    intercept: line.intercept,
    local: steps.map(({ high, low }) => ({
      from: high.x,
      to: low.x,
      slope: Math.log(low.y / high.y) / Math.log(low.x / high.x),
    })),
    perFold: steps.map(({ high, low }) => ({
      from: high.x,
      to: low.x,
      change: (low.y - high.y) / Math.log(high.x / low.x),
    })),
    theory:
      theory === null
        ? null
        : { value: theory, basis: "predicted", reference: ESCAPE_REFERENCE, note: lawSentenceOfExponent(theory) },
  };
}
