/** A sweep's measure against its first value, as a file without a program can draw it. */
import { formatNumber } from "../../findings/numbers";
import { MEASURES } from "../measures";
import type { SweepPoint, SweepResult } from "../sweep";
import type { Chart } from "./charts";
import { sweepSentence } from "./words";
import { said, t } from "../../findings/language";

/** `null` where there is nothing to draw: a grid of several values, or fewer than two points with a number. */
export function chartOfSweep(result: SweepResult): Chart | null {
  const { axes, zip, points, measure, seeds } = result;
  const axis = axes.at(0);
  if (axis === undefined || (axes.length > 1 && !zip)) return null;
  const placed = points.flatMap((point) => {
    const value = point.values.at(0);
    return value === undefined || point.median === null ? [] : [{ ...point, value }];
  });
  if (placed.length < 2) return null;
  const ascending = placed.toSorted((a, b) => a.value - b.value);
  // Values of a sweep lie on powers, measures too.
  const areFactors = ascending.every(({ value }) => value > 0);
  const found = ({ results }: SweepPoint): number[] => results.filter((one): one is number => one !== null);
  const spread = [
    { name: t`smallest`, values: ascending.map((point) => Math.min(...found(point))) },
    { name: t`largest`, values: ascending.map((point) => Math.max(...found(point))) },
  ];
  return {
    id: "sweep",
    title: t`${said(MEASURES[measure].words)} over ${axis.short}`,
    sentence: sweepSentence(said(MEASURES[measure].words), axis.name, areFactors),
    xTitle: axis.short,
    yTitle: said(MEASURES[measure].words),
    logarithmic: ascending.every((point) => found(point).every((value) => value > 0)),
    points: false,
    places: ascending.map(({ value }) => (areFactors ? Math.log10(value) : value)),
    placeNames: ascending.map(({ value }) => formatNumber(value)),
    curves: [
      {
        name: seeds === 1 ? said(MEASURES[measure].words) : t`median of ${seeds}`,
        values: ascending.map(({ median }) => median),
      },
      ...(seeds === 1 ? [] : spread),
    ],
  };
}
