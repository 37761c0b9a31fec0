/** What chart.js is told to draw, and where words stand: the layout that screen and exports share. */
import { deepStrictEqual, notStrictEqual, ok, strictEqual } from "node:assert";
import fc from "fast-check";
import type { BarChart } from "../../src/webview/charts/bar-chart";
import { barPlan } from "../../src/webview/charts/canvas/bar-plan";
import { linePlan } from "../../src/webview/charts/canvas/line-plan";
import type { CanvasPlan } from "../../src/webview/charts/canvas/plan";
import { WHOLE_VIEW } from "../../src/webview/charts/chart-view";
import { barLayout } from "../../src/webview/charts/layout/bar-layout";
import { lineLayout } from "../../src/webview/charts/layout/line-layout";
import { clearPlace, overlap, type Word } from "../../src/webview/charts/layout/placed-words";
import type { Line, LineChart } from "../../src/webview/charts/line-chart";
import { linePicture } from "../../src/webview/charts/picture/lines";
import { THEME } from "./page";

const SIZE = { width: 460, height: 260 };
const plan = (model: LineChart, view = WHOLE_VIEW): CanvasPlan => linePlan(model, view, SIZE, THEME, () => undefined);

describe("webview: curves for chart.js", () => {
  it("are the points of the two axes, interrupted where a log axis has no place", () => {
    const { config } = plan(lineChart([curve([0, 1, 2, 3], [1e-2, 0, 1e-4, 1e-5])], "log"));
    deepStrictEqual(config.data.datasets[0]?.data, [
      { x: 0, y: -2 },
      { x: 2, y: NaN },
      { x: 2, y: -4 },
      { x: 3, y: -5 },
    ]);
  });

  it("show a sample that stands alone as a dot", () => {
    const { config } = plan(lineChart([curve([0, 1, 2, 3], [1e-2, 0, 1e-4, 0])], "log"));
    const [dataset] = config.data.datasets;
    deepStrictEqual(dataset?.data.length, 3);
    deepStrictEqual("pointRadius" in dataset ? dataset.pointRadius : null, [1, 0, 1]);
  });

  it("differ by dash as well as by colour, and leave out what is hidden", () => {
    const lines = [curve([0, 1], [1, 2]), { ...curve([0, 1], [2, 3]), keys: ["b"], tone: 1, dash: "dashed" as const }];
    const [first, second] = plan(lineChart(lines)).config.data.datasets.map((one) => [
      one.borderColor,
      "borderDash" in one ? one.borderDash : null,
    ]);
    notStrictEqual(first?.[0], second?.[0]);
    notStrictEqual(String(first?.[1]), String(second?.[1]));
    strictEqual(plan(lineChart(lines), { hidden: ["b"], zoom: null }).config.data.datasets.length, 1);
  });

  it("have the same room, ticks and reading as the picture that is saved", () => {
    const model = lineChart([curve([0, 1, 2], [1e-3, 1, 10])], "log");
    const picture = linePicture(model, WHOLE_VIEW, SIZE, THEME);
    const { face, config } = plan(model);
    deepStrictEqual([face.plot, face.stops, face.read(1, null)], [picture.plot, picture.stops, picture.read(1, null)]);
    const scale = config.options?.scales?.["y"] as { ticks: { callback: (value: number, index: number) => string } };
    const texts = picture.shapes.flatMap(({ text }) => text ?? []);
    for (const index of [0, 1, 2]) ok(texts.includes(scale.ticks.callback(0, index)));
    ok(texts.some((text) => /^10⁻?[⁰¹²³]/.test(text)));
  });

  it("are thinned to their pixels, however long they are, without losing a peak", () => {
    const xs = Array.from({ length: 50_000 }, (_, i) => i);
    const { config } = plan(
      lineChart([
        curve(
          xs,
          xs.map((i) => (i === 31_415 ? 99 : Math.sin(i))),
        ),
      ]),
    );
    const data = (config.data.datasets[0]?.data ?? []) as { y: number }[];
    ok(data.length < 2.5 * SIZE.width, `${data.length} points`);
    ok(data.some(({ y }) => y === 99));
  });

  it("may be longer than a call has arguments", () => {
    const xs = Array.from({ length: 300_000 }, (_, i) => i);
    const { values } = lineLayout(lineChart([curve(xs, xs)]), WHOLE_VIEW, SIZE, THEME);
    strictEqual(values.max, 300_000);
  });

  it("have a few signs along them, and one at each sample, the last one too, where samples are what was measured", () => {
    const xs = [0, 1, 2, 3, 4];
    const line: Line = { ...curve(xs, [5, 4, 3, 2, 1]), sign: 0, label: null };
    strictEqual(signPlaces(lineChart([line])).length, 5);
    const measured = lineChart([{ ...line, signsAtSamples: true }]);
    const { plot } = lineLayout(measured, WHOLE_VIEW, SIZE, THEME);
    deepStrictEqual(
      signPlaces(measured),
      xs.map((x) => Math.round(10 * (plot.left + (x / 4) * (plot.right - plot.left))) / 10),
    );
    ok(signPlaces(lineChart([line])).at(-1)! < plot.right);
    // Of what is seen, without the places where its edges cut the curve.
    strictEqual(signPlaces(measured, { hidden: [], zoom: { from: 0.5, to: 2.5 } }).length, 2);
  });

  it("move nothing by themselves: no animation, no parsing, the limits of the zoom are the run's", () => {
    const { options } = plan(lineChart([curve([0, 4], [1, 2])])).config;
    deepStrictEqual([options?.animation, options?.parsing, options?.normalized], [false, false, true]);
    deepStrictEqual(options?.plugins?.zoom?.limits?.["x"], { min: 0, max: 4, minRange: 4e-4 });
  });
});

describe("webview: bars for chart.js", () => {
  it("stand on their axis' floor at the logarithms of their values, a zero as a stub", () => {
    const { config } = barPlan(barChart([1e-3, 0]), SIZE, THEME, 3);
    const data = (config.data.datasets[0]?.data ?? []) as { x: number; y: number }[];
    strictEqual(data[0]?.y, -3);
    const [dataset] = config.data.datasets;
    const base = dataset !== undefined && "base" in dataset ? Number(dataset.base) : NaN;
    ok(data[1]!.y > base && data[1]!.y <= -3);
  });

  it("have a threshold whose words stand on no bar's value", () => {
    const sizes = fc.double({ min: 1e-16, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(fc.array(sizes, { minLength: 1, maxLength: 9 }), sizes, (values, threshold) => {
        const model = { ...barChart(values), threshold: { value: threshold, label: "bottleneck below 0.5" } };
        const layout = barLayout(model, SIZE, 3);
        ok(layout.threshold !== null);
        const { word } = layout.threshold;
        for (const value of layout.values) ok(!overlap(value, word), value.text);
        for (const { left, right, top } of layout.boxes)
          ok(word.y < top || word.x >= right || word.x + word.width <= left);
        ok(layout.values.length === 0 || layout.values.length === values.length);
      }),
    );
  });

  it("say it over the plot where the bars leave no room", () => {
    const wide = {
      ...barChart([1.7, 2.09]),
      threshold: { value: 0.5, label: "a threshold in too many words for a gap" },
    };
    const { threshold, boxes, values } = barLayout(wide, { width: 300, height: 260 }, 3);
    ok(threshold?.above === true);
    for (const { top } of boxes) ok(threshold.word.y < top);
    for (const value of values) ok(!overlap(value, threshold.word));
  });

  it("have it between the bars where it fits there", () => {
    const layout = barLayout(
      { ...barChart([1.7, 2.09]), threshold: { value: 0.5, label: "below 0.5" } },
      { width: 460, height: 300 },
      3,
    );
    const { x, width } = layout.threshold!.word;
    for (const { left, right } of layout.boxes) ok(x >= right || x + width <= left, `${x} ${left} ${right}`);
    strictEqual(layout.values.length, 2);
  });
});

describe("webview: words of a chart", () => {
  it("find a clear place wherever there is one on their line", () => {
    const plot = { left: 0, top: 0, right: 400, bottom: 200 };
    const width = clearPlace("words", 100, plot, { words: [], boxes: [] })?.width ?? NaN;
    const wall: Word[] = [93, 115].map((y) => ({ text: "", x: 60, y, width: 340 }));
    const placed = clearPlace("words", 100, plot, { words: wall, boxes: [] });
    ok(placed !== null && placed.x + width < 60 && placed.x >= 0);
    ok(!wall.some((word) => overlap(word, placed)));
  });

  it("have no place where all is taken", () => {
    const plot = { left: 0, top: 0, right: 400, bottom: 200 };
    strictEqual(clearPlace("words", 100, plot, { words: [], boxes: [plot] }), null);
  });

  it("of bars that hang down stand over their foot, where no name is", () => {
    const layout = barLayout({ ...barChart([-3, 2, -1]), scale: "linear" }, SIZE, 3);
    strictEqual(layout.values.length, 3);
    for (const { y } of layout.values) ok(y <= layout.plot.bottom);
    ok(layout.values[0]!.y < layout.boxes[0]!.top);
  });

  it("of moments never overlap each other", () => {
    const marks = fc.array(fc.record({ x: fc.double({ min: 0, max: 1, noNaN: true }), label: fc.string() }));
    fc.assert(
      fc.property(marks, (all) => {
        const { words } = lineLayout(
          { ...lineChart([curve([0, 1], [1, 2])]), marks: all },
          WHOLE_VIEW,
          SIZE,
          THEME,
        ).moments;
        words.forEach((a, i) => {
          for (const b of words.slice(0, i)) ok(a.y !== b.y || a.x >= b.x + b.width || b.x >= a.x + a.width);
        });
      }),
    );
  });
});

describe("webview: words of moments and of the level", () => {
  const times = Array.from({ length: 101 }, (_, i) => i / 100);
  const falling = curve(
    times,
    times.map((t) => 1 - t),
  );
  const boxOf = ({ x, y, width }: Word): readonly [number, number, number, number] => [x, x + width, y - 10, y + 3];

  it("stand where no curve strikes them out", () => {
    const model = {
      ...lineChart([falling]),
      marks: [0.02, 0.3, 0.6].map((x, i) => ({ x, label: `moment ${i}` })),
      level: { value: 0.5, label: "the level" },
    };
    const { moments, level, plot, values, across } = lineLayout(model, WHOLE_VIEW, SIZE, THEME);
    strictEqual(moments.words.length, 3);
    ok(level !== null);
    for (const word of [...moments.words, level.word]) {
      const [left, right, top, bottom] = boxOf(word);
      for (const t of times) {
        const x = plot.left + ((t - across.min) / (across.max - across.min)) * (plot.right - plot.left);
        const y = plot.bottom - ((1 - t - values.min) / (values.max - values.min)) * (plot.bottom - plot.top);
        ok(x < left || x > right || y < top || y > bottom, `${word.text} lies on the curve at ${t}`);
      }
      for (const other of moments.words) ok(word === other || !overlap(word, other), `${word.text}, ${other.text}`);
    }
  });

  it("keep their usual places where curves leave them no other", () => {
    const walls = Array.from({ length: 40 }, (_, i) =>
      curve(
        times,
        times.map((_, k) => ((k + i) % 2 === 0 ? 0 : 1)),
      ),
    );
    const model = { ...lineChart(walls), marks: [{ x: 0.3, label: "a moment" }] };
    const { moments, plot } = lineLayout(model, WHOLE_VIEW, SIZE, THEME);
    deepStrictEqual(
      moments.words.map(({ y }) => y),
      [plot.top + 12],
    );
  });
});

/** Across, in pixels from left to right. */
function signPlaces(model: LineChart, view = WHOLE_VIEW): number[] {
  const paths = plan(model, view).over.filter(({ tag }) => tag === "path");
  return paths.flatMap(({ at }) => [...String(at["d"]).matchAll(/M([\d.]+) /g)].map(([, x]) => Number(x)));
}

function curve(xs: readonly number[], ys: readonly number[]): Line {
  return { name: "a", label: "a", keys: ["a"], tone: 0, dash: "solid", sign: null, xs, ys };
}

function lineChart(lines: readonly Line[], scale: LineChart["scale"] = "linear"): LineChart {
  return {
    kind: "lines",
    id: "c",
    title: "C",
    caption: "",
    description: "",
    x: { title: "t", end: lines[0]?.xs.at(-1) ?? 1 },
    scale,
    yTitle: "",
    marks: [],
    level: null,
    legend: [],
    lines,
    table: { id: "c", title: "C", columns: [], rows: [] },
  };
}

function barChart(values: readonly number[]): BarChart {
  return {
    kind: "bars",
    id: "b",
    title: "B",
    caption: "",
    description: "",
    scale: "log",
    bars: values.map((value, i) => ({ name: [String(i)], value, marked: false, hover: [] })),
    markedAs: "exception",
    threshold: null,
    xTitle: "",
    legend: null,
    table: { id: "b", title: "B", columns: [], rows: [] },
  };
}
