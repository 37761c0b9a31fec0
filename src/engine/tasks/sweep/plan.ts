/**
 * A sweep as a list of runs: the spec's text with some numbers replaced, so that every run is a spec of its own and
 * goes the way of any other. Runs are numbered point by point, seed by seed; the number names a run for good, whatever
 * is done in which order. Repetition k has the initialization's seed plus k; the data stay.
 */
import { t } from "../../findings/language";
import type { Problem } from "../../findings/problem";
import { setNumber } from "../../spec/edit/number";
import { readSpec, type ResolvedSweep, type SpecReading } from "../../spec/read";

export interface SweepPlan {
  readonly text: string;
  readonly title: string | null;
  readonly sweep: ResolvedSweep;
  /** Values of each point, one per axis. */
  readonly points: readonly (readonly number[])[];
  readonly firstSeed: number;
}

export type PlanResult =
  | { readonly kind: "plan"; readonly plan: SweepPlan }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };

export function planSweep(text: string): PlanResult {
  const reading = readSpec(text);
  if (reading.problems.some(({ severity }) => severity === "error"))
    return { kind: "invalid", problems: reading.problems };
  if (reading.sweep === null) return NO_SWEEP;
  return { kind: "plan", plan: planOf(text, reading, reading.sweep) };
}

function planOf(text: string, { title, initialization }: SpecReading, sweep: ResolvedSweep): SweepPlan {
  const { axes, zip } = sweep;
  const points = zip
    ? axes[0].values.map((_, i) => axes.map(({ values }) => values[i]))
    : axes.reduce<number[][]>(
        (all, { values }) => all.flatMap((point) => values.map((value) => [...point, value])),
        [[]],
      );
  return { text, title, sweep, points, firstSeed: initialization?.seed ?? 0 };
}

/** The spec of one run; `null` where the text cannot be changed so. */
export function specOfRun({ text, sweep: { axes, seeds }, points, firstSeed }: SweepPlan, run: number): string | null {
  const point = points[Math.floor(run / seeds)];
  const repetition = run % seeds;
  const changed = axes.reduce<string | null>(
    (before, { path }, k) => (before === null ? null : setNumber(before, path, point[k])),
    text,
  );
  if (changed === null || repetition === 0) return changed;
  const swept = axes.findIndex(({ name }) => name === SEED.join("."));
  return setNumber(changed, SEED, (swept < 0 ? firstSeed : point[swept]) + repetition);
}

const SEED = ["initialization", "seed"];

const NO_SWEEP: PlanResult = {
  kind: "refused",
  reason: t`This spec has no sweep section, so there is nothing to sweep.`,
  help: t`Add one: "sweep": { "over": { "initialization.scale": [0.1, 0.05, 0.025] }, "measure": "escapeTime" }.`,
};
