/**
 * What is seen along the depth of a linear neural ODE at the initialization: λ(s), the imbalance, the singular values
 * of Z_s.
 */
import { formatNumber } from "../../../engine/findings/numbers";
import type { DepthSection } from "../../../engine/report/depth/facts";
import type { AcrossAxis, Line, LineChart } from "../line-chart";
import { curveTable, scaleFor, signOf } from "../run/common";
import { sigma } from "../run/modes";
import { imbalanceCaption, lambdaCaption, singularValuesCaption } from "./words";
import { t } from "../../../engine/findings/language";

const ACROSS: AcrossAxis = { title: "s", end: 1 };
/** As many as there are colours and signs; the table has all. */
const MOST_DRAWN = 6;

export function lambdaChart({ places, lambda }: DepthSection, digits: number): LineChart {
  const lines = [curve("λ(s)", places, lambda)];
  const caption = lambdaCaption(lambda, digits);
  return chart("depth-lambda", t`λ over depth`, caption, "λ(s)", lines, "linear", null);
}

export function imbalanceOverDepthChart({ places, imbalance, tolerance }: DepthSection, digits: number): LineChart {
  const lines = [curve(t`imbalance`, places, imbalance)];
  const worst = Math.max(...imbalance);
  const caption = imbalanceCaption(worst, digits, tolerance);
  return chart("depth-imbalance", t`Imbalance over depth`, caption, t`‖h − λ I‖, relative`, lines, "log", {
    value: tolerance,
    label: t`tolerance ${formatNumber(tolerance, 2)}`,
  });
}

export function singularValuesChart(
  { nodes, singularValues, width, condition }: DepthSection,
  digits: number,
): LineChart {
  const count = Math.min(width, MOST_DRAWN);
  const all = Array.from({ length: width }, (_, k): Line => ({
    ...curve(
      sigma(k),
      nodes,
      singularValues.map((row) => row[k] ?? NaN),
    ),
    label: sigma(k),
    keys: [`sigma${k}`],
    tone: k % MOST_DRAWN,
    sign: signOf(k, count),
  }));
  const drawn = width <= MOST_DRAWN ? all : [...all.slice(0, count - 1), ...all.slice(-1)];
  const scale = scaleFor(drawn.flatMap(({ ys }) => ys));
  const caption = singularValuesCaption({ condition, digits, width, count, scale });
  return {
    ...chart("depth-singular-values", t`Singular values over depth`, caption, t`singular values`, drawn, scale, null),
    legend: drawn.map(({ name, keys, tone, sign }) => ({ key: keys[0] ?? name, name, tone, dash: "solid", sign })),
    table: curveTable("depth-singular-values", t`Singular values over depth`, ACROSS, all),
  };
}

function curve(name: string, xs: readonly number[], ys: readonly number[]): Line {
  return { name, label: null, keys: [name], tone: 0, dash: "solid", sign: null, xs, ys };
}

function chart(
  id: string,
  title: string,
  caption: string,
  yTitle: string,
  lines: readonly Line[],
  scale: LineChart["scale"],
  level: LineChart["level"],
): LineChart {
  return {
    kind: "lines",
    id,
    title,
    caption,
    description: caption,
    x: ACROSS,
    scale,
    yTitle,
    lines,
    legend: [],
    marks: [],
    level,
    table: curveTable(id, title, ACROSS, lines),
  };
}
