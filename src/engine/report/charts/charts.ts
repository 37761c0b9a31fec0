/**
 * The curves of a report as data: what a file without a program can draw. The page has charts of its own, made for looking
 * closer; these are the same numbers.
 */
import { driftSentence } from "./words";
import type { TrajectorySection } from "../run/facts";
import type { Report } from "../types";
import { t } from "../../findings/language";

export interface Curve {
  readonly name: string;
  /** One for each place; `null`: none there. */
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** What to see in it, one sentence. */
  readonly sentence: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Powers of ten up the side: values that are not positive are left out. */
  readonly logarithmic: boolean;
  /** Values at places that no line joins. */
  readonly points: boolean;
  /** Ascending. */
  readonly places: readonly number[];
  /** In words, where a place has a name. */
  readonly placeNames?: readonly string[];
  readonly curves: readonly Curve[];
}

/** Only those with something to draw. */
export function chartsOfReport(report: Report): Chart[] {
  const { trajectory } = report;
  return [...spectrum(report), ...signals(report), ...(trajectory === null ? [] : runCharts(trajectory))].filter(
    ({ curves, logarithmic }) =>
      curves.some(({ values }) => values.some((value) => value !== null && (!logarithmic || value > 0))),
  );
}

/** Drawn in one chart at most. */
const MOST_CURVES = 8;

function spectrum({ intrinsicMetric }: Report): Chart[] {
  const { spectrum: found } = intrinsicMetric;
  if (found === null) return [];
  return [
    {
      id: "spectrum",
      title: t`Singular values of [∂φ; ∂h]`,
      sentence: found.thinned
        ? t`${found.rank} of them count as nonzero; some are left out.`
        : t`${found.rank} of them count as nonzero.`,
      xTitle: t`number`,
      yTitle: t`singular value`,
      logarithmic: true,
      points: true,
      places: found.values.map((_, i) => i + 1),
      curves: [
        { name: t`singular value`, values: found.values },
        { name: t`counts as zero below`, values: found.values.map(() => found.tolerance) },
      ],
    },
  ];
}

function signals({ signal }: Report): Chart[] {
  if (signal === null || signal.layers.length === 0) return [];
  return [
    {
      id: "signal",
      title: t`Signals from layer to layer`,
      sentence: t`Root mean square of the units, and of the derivatives by them.`,
      xTitle: t`layer`,
      yTitle: t`root mean square`,
      logarithmic: true,
      points: false,
      places: signal.layers.map((_, i) => i),
      placeNames: signal.layers.map(({ layer }) => layer),
      curves: [
        { name: t`signal`, values: signal.layers.map(({ forward }) => forward) },
        { name: t`gradient`, values: signal.layers.map(({ backward }) => backward) },
      ],
    },
  ];
}

function runCharts(run: TrajectorySection): Chart[] {
  const { times: places, loss, drift, intrinsicFlow, modes, optimizer } = run;
  const along = {
    xTitle: optimizer === "gradient-flow" ? "t" : t`step`,
    points: false,
    places,
  };
  return [
    {
      ...along,
      id: "loss",
      title: t`Loss`,
      sentence: run.sentence,
      yTitle: t`loss`,
      logarithmic: loss.every((value) => value > 0),
      curves: [
        { name: t`loss`, values: loss },
        ...(run.pair === null ? [] : [{ name: t`second network`, values: run.pair.loss }]),
      ],
    },
    {
      ...along,
      id: "drift",
      title: t`Drift of the laws`,
      sentence: driftSentence(MOST_CURVES, drift.length),
      yTitle: t`relative drift`,
      logarithmic: true,
      curves: drift.slice(0, MOST_CURVES).map(({ what, relative }) => ({ name: what, values: relative })),
    },
    ...(intrinsicFlow === null
      ? []
      : [
          {
            ...along,
            id: "intrinsic-flow",
            title: t`Distance from the intrinsic flow`,
            sentence: t`Of φ(θ(t)) from the solution of the closed equation, relative.`,
            yTitle: t`relative distance`,
            logarithmic: true,
            curves: [{ name: t`distance`, values: intrinsicFlow.errors }],
          },
        ]),
    ...(modes === null
      ? []
      : [
          {
            ...along,
            id: "modes",
            title: t`Singular values of the end-to-end matrix`,
            sentence: t`Largest first.`,
            yTitle: t`singular value`,
            logarithmic: false,
            curves: Array.from({ length: Math.min(MOST_CURVES, modes.values[0]?.length ?? 0) }, (_, k) => ({
              name: t`singular value ${k + 1}`,
              values: modes.values.map((row) => row[k] ?? null),
            })),
          },
        ]),
  ];
}
