/** Two futures of one φ: how far the second network's φ comes apart from the first's. */
import type { KeptRun } from "../../../engine/protocol/messages";
import type { TrajectorySection } from "../../../engine/report/run/facts";
import type { Line, LineChart } from "../line-chart";
import { curveTable, KEPT, KEPT_TONE, keptEntry, scaleFor, timeAxis } from "./common";
import { t } from "../../../engine/findings/language";

export function separationChart(run: TrajectorySection, kept: KeptRun | null): LineChart | null {
  const { pair } = run;
  if (pair === null || pair.separation.length === 0) return null;
  const x = timeAxis(run, kept);
  const other = kept?.trajectory.pair ?? null;
  const lines: Line[] = [
    {
      name: t`distance`,
      label: null,
      keys: ["separation"],
      tone: 0,
      dash: "solid",
      sign: null,
      xs: run.times,
      ys: pair.separation,
    },
  ];
  if (kept !== null && other !== null)
    lines.push({
      name: t`distance in the kept run, ${kept.name}`,
      label: t`kept`,
      keys: [KEPT],
      tone: KEPT_TONE,
      dash: "long",
      sign: null,
      xs: kept.trajectory.times,
      ys: other.separation,
    });
  // The start, where both are one φ up to rounding, is left out of the choice: it would always make it a log scale.
  const scale = scaleFor(lines.flatMap(({ ys }) => ys.slice(1)));
  return {
    kind: "lines",
    id: "run-separation",
    title: t`Counterexample: one φ, two futures`,
    caption: pair.sentence,
    description: pair.sentence,
    x,
    scale,
    yTitle: "‖φ(θ₂(t)) − φ(θ₁(t))‖ / ‖φ(θ₁(t))‖",
    lines,
    legend:
      kept === null || other === null
        ? []
        : [{ key: "separation", name: t`this run`, tone: 0, dash: "solid", sign: null }, keptEntry(kept, KEPT_TONE)],
    marks: [],
    level: null,
    table: curveTable("run-separation", t`Distance of φ between the two networks`, x, lines),
  };
}
