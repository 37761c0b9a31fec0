/** The numbers of several kept runs beside each other: a row for each that one of them has. */
import type { Claim } from "../../engine/findings/claim";
import type { Run } from "../../engine/protocol/runs";
import { MEASURES } from "../../engine/report/measures";
import type { TrajectorySection } from "../../engine/report/run/facts";
import type { SweepResult } from "../../engine/report/sweep";
import type { Report } from "../../engine/report/types";
import { said, t } from "../../engine/findings/language";
import { statusWord } from "../../engine/report/run/words";

export interface ComparedValue {
  readonly value: string | number;
  /** How it is known; `null`: it is a count or a setting, and nothing is claimed. */
  readonly claim: Claim<unknown> | null;
}

export interface ComparedRow {
  readonly name: string;
  /** For each run; `null`: it has none. */
  readonly values: readonly (ComparedValue | null)[];
}

export function comparedRows(runs: readonly Run[]): ComparedRow[] {
  return [
    ...REPORT_ROWS.map(([name, of]) =>
      rowOf(name, runs, ({ result }) => (result.kind === "report" ? of(result.report) : null)),
    ),
    ...RUN_ROWS.map(([name, of]) =>
      rowOf(name, runs, (run) => {
        const trajectory = trajectoryIn(run);
        return trajectory === null ? null : of(trajectory);
      }),
    ),
    ...SWEEP_ROWS.map(([name, of]) =>
      rowOf(name, runs, ({ result }) => (result.kind === "sweep" ? of(result.sweep) : null)),
    ),
  ].filter(({ values }) => values.some((value) => value !== null));
}

/** Of a simulation; `null`: the run is of another kind. */
export function trajectoryIn({ result }: Run): TrajectorySection | null {
  if (result.kind === "trajectory") return result.trajectory;
  return result.kind === "report" ? result.report.trajectory : null;
}

type Row<T> = readonly [name: string, of: (found: T) => ComparedValue | null];

const REPORT_ROWS: readonly Row<Report>[] = [
  [t`parameters`, ({ model }) => plain(model.parameters)],
  [t`independent laws`, ({ laws }) => claimed(laws.independent)],
  [t`known laws`, ({ laws }) => claimed(laws.known)],
  [t`no other laws`, ({ laws }) => claimed(laws.complete)],
  [t`relaxed balanced`, ({ initialization }) => claimed(initialization.relaxedBalanced)],
  [t`intrinsic metric`, ({ intrinsicMetric }) => claimed(intrinsicMetric)],
  [t`kernel dimension`, ({ intrinsicMetric }) => claimed(intrinsicMetric.kernelDimension)],
  [t`violation`, ({ intrinsicMetric }) => claimed(intrinsicMetric.violation)],
  [t`recoverable`, ({ recoverability }) => claimed(recoverability)],
  [t`plateau exponent`, ({ plateau }) => (plateau === null ? null : claimed(plateau.exponent))],
  [t`escape time, predicted`, ({ plateau }) => (plateau === null ? null : claimed(plateau.escapeTime))],
  [
    t`escape time of the run`,
    ({ plateau }) => (plateau?.measuredEscapeTime === undefined ? null : claimed(plateau.measuredEscapeTime)),
  ],
];
const RUN_ROWS: readonly Row<TrajectorySection>[] = [
  [t`run`, ({ status }) => plain(statusWord(status))],
  [t`ended at`, ({ times }) => plain(times.at(-1))],
  [t`loss at the start`, ({ loss }) => plain(loss.at(0))],
  [t`loss at the end`, ({ loss }) => plain(loss.at(-1))],
  [
    t`largest drift of a law`,
    ({ drift }) => (drift.length === 0 ? null : plain(Math.max(...drift.map((one) => one.maxRelative)))),
  ],
  [t`distance to the intrinsic flow`, ({ intrinsicFlow }) => plain(intrinsicFlow?.maxError)],
  [t`steps`, ({ steps }) => plain(steps.accepted)],
];
const SWEEP_ROWS: readonly Row<SweepResult>[] = [
  [t`measure of the sweep`, ({ measure }) => plain(said(MEASURES[measure].words))],
  [t`runs of the sweep`, ({ finished, runs }) => plain(t`${finished} of ${runs}`)],
  [t`exponent of the sweep`, ({ fit }) => (fit === null ? null : claimed(fit.exponent))],
];

/** What lacks a part, as a run of another version may, has no number there. */
function rowOf(name: string, runs: readonly Run[], of: (run: Run) => ComparedValue | null): ComparedRow {
  return {
    name,
    values: runs.map((run) => {
      try {
        return of(run);
      } catch {
        return null;
      }
    }),
  };
}

function claimed(claim: Claim<string | number | boolean>): ComparedValue {
  const { value } = claim;
  const shown = typeof value === "boolean" ? (value ? t`yes` : t`no`) : (value ?? "—");
  return { value: shown, claim };
}

function plain(value: string | number | undefined): ComparedValue | null {
  return value === undefined ? null : { value, claim: null };
}
