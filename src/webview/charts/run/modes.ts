/** The singular values of the end-to-end matrix, and the exact solution where its hypotheses are met. */
import { formatNumber } from "../../../engine/findings/numbers";
import type { KeptRun } from "../../../engine/protocol/messages";
import type { ModesSection, TrajectorySection } from "../../../engine/report/run/facts";
import type { Line, LineChart } from "../line-chart";
import { curveTable, isRunning, KEPT, keptEntry, signOf, timeAxis } from "./common";
import { modesCaption } from "./words";
import { t } from "../../../engine/findings/language";

/** As many as there are colours and signs; the table has all. */
const MOST_DRAWN = 6;
const EXACT = "exact";

export function modesChart(run: TrajectorySection, kept: KeptRun | null, digits: number): LineChart | null {
  const { modes } = run;
  const all = modes?.values[0]?.length ?? 0;
  if (modes === null || all === 0) return null;
  const x = timeAxis(run, kept);
  const count = Math.min(all, MOST_DRAWN);
  const other = kept?.trajectory.modes ?? null;
  const drawn = Array.from({ length: count }, (_, k) => modeLines(run, modes, k, count)).flat();
  const ofKept =
    kept === null || other === null
      ? []
      : Array.from({ length: Math.min(count, other.values[0]?.length ?? 0) }, (_, k): Line => ({
          name: t`${sigma(k)}, kept run`,
          label: null,
          keys: [`mode${k}`, KEPT],
          tone: k,
          dash: "long",
          sign: null,
          xs: kept.trajectory.times,
          ys: columnOf(other.values, k),
        }));
  const lines = [
    ...drawn.filter(({ dash }) => dash === "solid"),
    ...drawn.filter(({ dash }) => dash !== "solid"),
    ...ofKept,
  ];
  const rest = Array.from({ length: all - count }, (_, k) => modeLines(run, modes, count + k, all)).flat();
  const times = modes.learningTimes.some(({ value }) => value !== null && value <= run.end)
    ? t` Upright: when each mode of the target is half learnt.`
    : "";
  const caption = modesCaption({ exactText: exactText(run, modes, digits), times, all, count });
  return {
    kind: "lines",
    id: "run-modes",
    title: t`Singular values of the product`,
    caption,
    description: caption,
    x,
    scale: "linear",
    yTitle: t`singular values`,
    lines,
    solidName: t`simulated`,
    legend: [
      ...Array.from({ length: count }, (_, k) => ({
        key: `mode${k}`,
        name: sigma(k),
        tone: k,
        dash: "solid" as const,
        sign: signOf(k, count),
      })),
      ...(modes.exact === null
        ? []
        : [{ key: EXACT, name: t`exact solution`, tone: null, dash: "dashed" as const, sign: null }]),
      ...(kept === null || ofKept.length === 0 ? [] : [keptEntry(kept)]),
    ],
    marks: modes.learningTimes.flatMap(({ value }, k) =>
      value === null || value > run.end ? [] : [{ x: value, label: t`mode ${k + 1}` }],
    ),
    level: null,
    table: curveTable("run-modes", t`Singular values of the product`, x, [...drawn, ...rest, ...ofKept]),
  };
}

function modeLines(run: TrajectorySection, modes: ModesSection, k: number, count: number): Line[] {
  const measured: Line = {
    name: sigma(k),
    label: sigma(k),
    keys: [`mode${k}`],
    tone: k,
    dash: "solid",
    sign: signOf(k, count),
    xs: run.times,
    ys: columnOf(modes.values, k),
  };
  const exact = modes.exact === null ? [] : columnOf(modes.exact, k);
  return exact.length === 0
    ? [measured]
    : [
        measured,
        {
          ...measured,
          name: t`${sigma(k)}, exact`,
          label: null,
          keys: [`mode${k}`, EXACT],
          dash: "dashed",
          sign: null,
          ys: exact,
        },
      ];
}

function exactText(run: TrajectorySection, modes: ModesSection, digits: number): string {
  if (modes.exact === null)
    return modes.exactNote ?? (isRunning(run) ? t`The exact solution is compared when the run has ended.` : "");
  const far =
    modes.exactError === null
      ? ""
      : t` They differ by at most ${formatNumber(modes.exactError, digits)} of the largest value.`;
  return t`Dashed: the exact solution${modes.exactReference === null ? "" : ` (${modes.exactReference})`}.${far}`;
}

/** Up to the first sample that has none: a run that leaves the finite numbers has no singular values there. */
function columnOf(rows: readonly (readonly number[])[], k: number): number[] {
  const column = rows.map((row) => row.at(k));
  const end = column.findIndex((value) => value === undefined);
  return (end < 0 ? column : column.slice(0, end)) as number[];
}

export function sigma(index: number): string {
  return `σ${String(index + 1)
    .split("")
    .map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)])
    .join("")}`;
}
