/**
 * What the hover reads of curves: each at the sample nearest to a moment, dashed ones beside what they are compared
 * with.
 */
import { fullNumber } from "../../../engine/findings/numbers";
import type { Theme } from "../../theme";
import type { Interval } from "../chart-view";
import type { Line, LineChart } from "../line-chart";
import { acrossText } from "./frame";
import { colorOf } from "../../theme";
import { nearest, type Face, type Reading, type ReadingRow } from "./geometry";

/** The hover stops at the samples of the curve with most of them. */
export function stopsOf(
  model: LineChart,
  lines: readonly Line[],
  { from, to }: Interval,
  x: (at: number) => number,
  theme: Theme,
): Pick<Face, "stops" | "read"> {
  const guide = lines.reduce<Line | null>(
    (most, line) => (most === null || known(line) > known(most) ? line : most),
    null,
  );
  const times = (guide?.xs.slice(0, guide.ys.length) ?? []).filter((at) => at >= from && at <= to);
  return { stops: times.map(x), read: (stop) => readAt(times[stop] ?? 0, model, lines, theme) };
}

/** A dashed curve that is compared with a solid one. */
export function isCompanion(other: Line, line: Line): boolean {
  return line.dash === "solid" && other.dash === "dashed" && other.keys[0] === line.keys[0];
}

function readAt(at: number, model: LineChart, lines: readonly Line[], theme: Theme): Reading {
  const companionOf = (line: Line): Line | undefined => lines.find((other) => isCompanion(other, line));
  const paired = new Set(lines.flatMap((line) => companionOf(line) ?? []));
  const rows = lines.flatMap((line): ReadingRow[] => {
    const value = paired.has(line) ? null : valueAt(line, at, model);
    if (value === null) return [];
    const companion = companionOf(line);
    const beside = companion === undefined ? null : valueAt(companion, at, model);
    return [{ color: colorOf(line.tone, theme), name: line.name, values: beside === null ? [value] : [value, beside] }];
  });
  const dashed = [...paired][0]?.keys.at(-1);
  const head = model.legend.find(({ key }) => key === dashed)?.name;
  return {
    title: acrossText(model.x, at),
    heads: head === undefined || rows.every(({ values }) => values.length < 2) ? null : [model.solidName ?? "", head],
    rows,
  };
}

/** Behind the end of a curve there is nothing to tell of it. */
function valueAt(line: Line, at: number, model: LineChart): string | null {
  const count = known(line);
  const last = count === 0 ? undefined : line.xs.at(count - 1);
  if (last === undefined || at > last + 1e-9 * Math.abs(last)) return null;
  const index = nearest(count < line.xs.length ? line.xs.slice(0, count) : line.xs, at);
  const own = line.xs[index]!;
  const elsewhere =
    Math.abs(own - at) > 1e-9 * Math.abs(model.x.end - (model.x.from ?? 0)) ? ` (${acrossText(model.x, own)})` : "";
  return `${fullNumber(line.ys[index]!)}${elsewhere}`;
}

function known({ xs, ys }: Line): number {
  return Math.min(xs.length, ys.length);
}
