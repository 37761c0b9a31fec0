/** How far a run is from the invariant manifolds it started on. */
import type { KeptRun } from "../../../engine/protocol/messages";
import type { TrajectorySection } from "../../../engine/report/run/facts";
import type { Line, LineChart } from "../line-chart";
import { curveTable, signOf, timeAxis } from "./common";
import { distanceCaption } from "./words";
import { t } from "../../../engine/findings/language";

export function manifoldDistanceChart(run: TrajectorySection, _kept: KeptRun | null, digits: number): LineChart | null {
  const watched = run.manifoldDistance ?? [];
  const first = watched.at(0);
  if (first === undefined || first.values.length === 0) return null;
  const x = timeAxis(run, null);
  const name = (index: number): string => (index === 0 ? t`smallest manifold` : t`manifold ${index + 1}`);
  const lines = watched.map(({ index, values }, k): Line => ({
    name: name(index),
    label: null,
    keys: [`m${index}`],
    tone: k,
    dash: "solid",
    sign: signOf(k, watched.length),
    xs: run.times,
    ys: values,
  }));
  const worst = Math.max(...watched.map(({ maxRelative }) => maxRelative));
  const stays = worst <= first.floor;
  const caption = distanceCaption(worst, stays, digits);
  return {
    kind: "lines",
    id: "run-manifold-distance",
    title: t`Distance from the invariant manifold`,
    caption,
    description: caption,
    x,
    scale: "log",
    yTitle: t`distance, relative`,
    lines,
    legend:
      watched.length < 2
        ? []
        : watched.map(({ index }, k) => ({
            key: `m${index}`,
            name: name(index),
            tone: k,
            dash: "solid" as const,
            sign: signOf(k, watched.length),
          })),
    marks: [],
    level: { value: first.floor, label: t`rounding` },
    table: curveTable("run-manifold-distance", t`Distance from the invariant manifold`, x, lines),
  };
}
