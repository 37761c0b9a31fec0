/** A trajectory as a table of numbers: one row per sample, every curve a column. */
import type { Drift, TrajectorySection } from "./run/facts";

export interface TrajectoryTable {
  readonly columns: readonly string[];
  /** `null` where a curve has no value at that sample. */
  readonly rows: readonly (readonly (number | null)[])[];
}

export function trajectoryTable(trajectory: TrajectorySection): TrajectoryTable {
  const curves = curvesOf(trajectory);
  return {
    columns: curves.map(({ name }) => name),
    rows: trajectory.times.map((_, i) => curves.map(({ values }) => values[i] ?? null)),
  };
}

interface Curve {
  readonly name: string;
  readonly values: readonly number[];
}

function curvesOf({ optimizer, times, loss, drift, intrinsicFlow, modes, pair, weights }: TrajectorySection): Curve[] {
  return [
    { name: optimizer === "gradient-flow" ? "t" : "step", values: times },
    { name: "loss", values: loss },
    ...drift.flatMap(driftCurves),
    ...(intrinsicFlow === null ? [] : [{ name: "intrinsic flow error", values: intrinsicFlow.errors }]),
    ...(intrinsicFlow?.coordinates ?? []).flatMap(({ label, parameters, closed }) => [
      { name: label, values: parameters },
      { name: `${label} intrinsic`, values: closed },
    ]),
    ...(modes === null ? [] : columnsOf("singular value", modes.values)),
    ...(modes?.exact == null ? [] : columnsOf("exact mode", modes.exact)),
    ...(pair === null
      ? []
      : [
          { name: "second network: loss", values: pair.loss },
          { name: "second network: distance of φ", values: pair.separation },
        ]),
    ...(weights?.labels ?? []).map((name, k) => ({ name, values: (weights?.values ?? []).map((row) => row[k]) })),
  ];
}

function driftCurves({ family, relative, predicted }: Drift): Curve[] {
  return [
    { name: `drift ${family}`, values: relative },
    ...(predicted === null ? [] : [{ name: `drift ${family} predicted`, values: predicted }]),
  ];
}

function columnsOf(name: string, rows: readonly (readonly number[])[]): Curve[] {
  const most = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: most }, (_, k) => ({ name: `${name} ${k + 1}`, values: rows.map((row) => row[k]) }));
}
