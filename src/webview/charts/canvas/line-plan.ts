/** A line chart for chart.js: its curves in points of the two axes, their names and signs as shapes. */
import type { ChartDataset, Point } from "chart.js";
import type { Theme } from "../../theme";
import type { ChartView, Interval } from "../chart-view";
import { CLOSEST } from "../chart-view";
import { lineLayout, wholeOf, type Curve, type LineLayout } from "../layout/line-layout";
import type { LineChart } from "../line-chart";
import { isCompared } from "../picture/lines";
import { endLabelShapes, markWords, signShapes, yTitle } from "../picture/line-words";
import { DASHES } from "../picture/line-style";
import { colorOf } from "../../theme";
import type { Size } from "../layout/geometry";
import { dashesOf } from "./draw-shapes";
import { lineMarks } from "./marks";
import { acrossScale, stillOptions, valueScale, type CanvasPlan } from "./plan";
import { faded } from "./colors";

/** Columns per pixel that a curve is thinned to: two points for two pixels are all that a growing curve shows. */
const FINENESS = 0.5;
/** A drag shorter than this is a click. */
const SHORTEST_DRAG = 6;

/** `zoomed`: called with the part that pointer or wheel have chosen. */
export function linePlan(
  model: LineChart,
  view: ChartView,
  size: Size,
  theme: Theme,
  zoomed: (to: Interval) => void,
): CanvasPlan {
  const layout = lineLayout(model, view, size, theme, FINENESS);
  const whole = wholeOf(model);
  return {
    face: layout,
    under: [yTitle(model, theme), ...markWords(layout, theme)],
    over: [...signShapes(layout, theme), ...endLabelShapes(layout, theme)],
    config: {
      type: "line",
      data: { datasets: layout.curves.map((curve) => dataset(curve, layout, theme)) },
      options: {
        ...stillOptions(layout, theme),
        scales: {
          x: acrossScale(layout.across, model.x.title, layout, theme),
          y: valueScale(layout.values, layout, theme),
        },
        plugins: {
          annotation: { annotations: lineMarks(layout, theme) },
          zoom: {
            limits: { x: { min: whole.from, max: whole.to, minRange: CLOSEST * (whole.to - whole.from) } },
            zoom: {
              mode: "x",
              drag: { enabled: true, threshold: SHORTEST_DRAG, backgroundColor: faded(theme.plain, 0.18) },
              // Without the key the wheel scrolls the page.
              wheel: { enabled: true, modifierKey: "ctrl" },
              onZoom: ({ chart }) => {
                const { min, max } = chart.scales["x"] ?? whole;
                zoomed({ from: min, to: max });
              },
            },
          },
        },
      },
    },
  };
}

function dataset({ line, pieces }: Curve, layout: LineLayout, theme: Theme): ChartDataset<"line", Point[]> {
  const color = colorOf(line.tone, theme);
  const compared = isCompared(line, layout);
  const alone = pieces.some((piece) => piece.length === 1);
  return {
    data: joined(pieces),
    borderColor: compared ? faded(color, theme.highContrast ? 0.6 : 0.45) : color,
    borderWidth: compared ? 4 : 1.8,
    borderDash: dashesOf(DASHES[line.dash]),
    borderCapStyle: line.dash === "dotted" ? "round" : "butt",
    borderJoinStyle: "round",
    // A piece of one sample has no line: a dot stands for it.
    pointRadius: alone ? dots(pieces) : 0,
    pointBackgroundColor: color,
    pointBorderWidth: 0,
    pointHitRadius: 0,
    spanGaps: false,
  };
}

/** With a gap, which chart.js takes from what is not a number, between two pieces. */
function joined(pieces: Curve["pieces"]): Point[] {
  return pieces.flatMap((piece, i) => (i === 0 ? [...piece] : [{ x: piece[0]!.x, y: NaN }, ...piece]));
}

function dots(pieces: Curve["pieces"]): number[] {
  return pieces.flatMap((piece, i) => [...(i === 0 ? [] : [0]), ...piece.map(() => (piece.length === 1 ? 1 : 0))]);
}
