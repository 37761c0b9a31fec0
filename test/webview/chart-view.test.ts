/** What a reader does with a chart: hide curves, zoom by pointer and keys; and what pixels can show of a long curve. */
import { deepStrictEqual, ok, strictEqual } from "node:assert";
import fc from "fast-check";
import { closeLogAxis, spanAxis } from "../../src/webview/charts/axis";
import { changed, seenOf, WHOLE_VIEW, type ChartAction, type ChartView } from "../../src/webview/charts/chart-view";
import type { LineChart } from "../../src/webview/charts/line-chart";
import { linePicture } from "../../src/webview/charts/picture/lines";
import { nearest } from "../../src/webview/charts/layout/geometry";
import { thinned } from "../../src/webview/charts/thin";
import { actionOfKey } from "../../src/webview/parts/chart-keys";
import { THEME } from "./page";

const whole = { from: 0, to: 10 };

describe("webview: how a chart is looked at", () => {
  it("hides and shows a curve, and keeps the zoom", () => {
    const zoomed = changed(WHOLE_VIEW, { type: "zoom", to: { from: 2, to: 4 }, whole });
    const hidden = changed(zoomed, { type: "toggle", key: "a" });
    deepStrictEqual(hidden, { hidden: ["a"], zoom: { from: 2, to: 4 } });
    deepStrictEqual(changed(changed(hidden, { type: "toggle", key: "b" }), { type: "toggle", key: "a" }).hidden, ["b"]);
    deepStrictEqual(changed(hidden, { type: "reset" }), { hidden: ["a"], zoom: null });
  });

  it("takes a range dragged either way, and cuts it at the ends", () => {
    deepStrictEqual(changed(WHOLE_VIEW, { type: "zoom", to: { from: 4, to: 2 }, whole }).zoom, { from: 2, to: 4 });
    deepStrictEqual(changed(WHOLE_VIEW, { type: "zoom", to: { from: 7, to: 12 }, whole }).zoom, { from: 7, to: 10 });
    strictEqual(changed(WHOLE_VIEW, { type: "zoom", to: { from: -1, to: 12 }, whole }).zoom, null);
  });

  it("comes closer around a place, and back to all", () => {
    const close = changed(WHOLE_VIEW, { type: "scale", factor: 0.5, around: 2, whole });
    deepStrictEqual(close.zoom, { from: 1, to: 6 });
    strictEqual(changed(close, { type: "scale", factor: 2, around: 2, whole }).zoom, null);
  });

  it("moves along without leaving the axis or changing how much is seen", () => {
    const view: ChartView = { hidden: [], zoom: { from: 6, to: 9 } };
    deepStrictEqual(changed(view, { type: "pan", part: 0.5, whole }).zoom, { from: 7, to: 10 });
    deepStrictEqual(changed(view, { type: "pan", part: -3, whole }).zoom, { from: 0, to: 3 });
    strictEqual(changed(WHOLE_VIEW, { type: "pan", part: 0.5, whole }).zoom, null);
  });

  it("shows all of a run that ended before the part that was chosen", () => {
    deepStrictEqual(seenOf({ hidden: [], zoom: { from: 2, to: 4 } }, whole), { from: 2, to: 4 });
    deepStrictEqual(seenOf({ hidden: [], zoom: { from: 2, to: 4 } }, { from: 0, to: 3 }), { from: 2, to: 3 });
    deepStrictEqual(seenOf({ hidden: [], zoom: { from: 2, to: 4 } }, { from: 0, to: 1 }), { from: 0, to: 1 });
  });

  it("never sees nothing and never leaves the axis, whatever is done", () => {
    const place = fc.double({ min: -20, max: 20, noNaN: true });
    const action: fc.Arbitrary<ChartAction> = fc.oneof(
      fc.record({
        type: fc.constant("zoom" as const),
        to: fc.record({ from: place, to: place }),
        whole: fc.constant(whole),
      }),
      fc.record({
        type: fc.constant("scale" as const),
        factor: fc.constantFrom(0.5, 2),
        around: place,
        whole: fc.constant(whole),
      }),
      fc.record({ type: fc.constant("pan" as const), part: fc.constantFrom(-0.5, 0.5), whole: fc.constant(whole) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const { zoom } = actions.reduce(changed, WHOLE_VIEW);
        if (zoom !== null)
          ok(zoom.from >= -1e-9 && zoom.to <= 10 + 1e-9 && zoom.to - zoom.from >= 9.99e-4, JSON.stringify(zoom));
      }),
    );
  });
});

describe("webview: a chart by keyboard", () => {
  const model = lineChart([0, 1, 2, 3, 4], [1, 2, 3, 4, 5]);
  const place = (stop: number | null, view = WHOLE_VIEW) => ({
    model,
    view,
    stop,
    y: null,
    picture: linePicture(model, view, { width: 400, height: 200 }, THEME),
  });
  const key = (name: string, at: ReturnType<typeof place>, shiftKey = false) =>
    actionOfKey({ key: name, shiftKey }, at);

  it("reads sample by sample and stays on the chart", () => {
    deepStrictEqual(key("ArrowRight", place(null)), { kind: "read", stop: 0, y: null });
    deepStrictEqual(key("ArrowRight", place(4)), { kind: "read", stop: 4, y: null });
    deepStrictEqual(key("ArrowLeft", place(4), true), { kind: "read", stop: 0, y: null });
    deepStrictEqual(key("End", place(0)), { kind: "read", stop: 4, y: null });
    deepStrictEqual(key("Escape", place(2)), { kind: "read", stop: null, y: null });
    strictEqual(key("Escape", place(null)), null);
    strictEqual(key("a", place(2)), null);
  });

  it("zooms around what is read", () => {
    const outcome = key("+", place(1));
    ok(outcome?.kind === "action" && outcome.action.type === "scale");
    ok(Math.abs(outcome.action.around - 1) < 1e-9);
    strictEqual(key("PageDown", place(1)), null);
    ok(key("PageDown", place(1, { hidden: [], zoom: { from: 1, to: 2 } }))?.kind === "action");
  });
});

describe("webview: the picture of curves", () => {
  it("is thinned to its pixels without losing a peak, and keeps its ends", () => {
    const points = Array.from({ length: 50_000 }, (_, i) => ({ x: i / 100, y: i === 31_415 ? 99 : Math.sin(i) }));
    const few = thinned(points, 500);
    ok(few.length <= 4 * 501, `${few.length} points`);
    ok(few.some(({ y }) => y === 99));
    deepStrictEqual([few[0], few.at(-1)], [points[0], points.at(-1)]);
    ok(few.every((point, i) => i === 0 || point.x >= few[i - 1]!.x));
    strictEqual(thinned(points.slice(0, 900), 500).length, 900);
  });

  it("cuts a zoomed curve at the edges, by its own slope", () => {
    const model = lineChart([0, 10], [0, 100]);
    const { plot, shapes } = linePicture(
      model,
      { hidden: [], zoom: { from: 2, to: 4 } },
      { width: 400, height: 200 },
      THEME,
    );
    const numbers = String(shapes.find(({ at }) => at["stroke"] === THEME.lines[0])?.at["d"])
      .match(/-?[\d.]+/g)!
      .map(Number);
    deepStrictEqual([numbers[0], numbers[2]], [plot.left, plot.right]);
    // 5 % of room above and below 20 … 40.
    const height = plot.bottom - plot.top;
    ok(
      Math.abs(numbers[1]! - (plot.bottom - (0.05 / 1.1) * height)) < 0.2 &&
        Math.abs(numbers[3]! - (plot.top + (0.05 / 1.1) * height)) < 0.2,
      numbers.join(),
    );
  });

  it("interrupts a log curve where there is no logarithm, and reads it all the same", () => {
    const model = { ...lineChart([0, 1, 2, 3], [0, 1e-3, 0, 1e-5]), scale: "log" as const };
    const picture = linePicture(model, WHOLE_VIEW, { width: 400, height: 200 }, THEME);
    strictEqual(
      String(picture.shapes.find(({ at }) => at["stroke"] === THEME.lines[0])?.at["d"]).match(/M/g)?.length,
      2,
    );
    deepStrictEqual(picture.read(2, null), {
      title: "t = 2",
      heads: null,
      rows: [{ color: THEME.lines[0]!, name: "curve", values: ["0"] }],
    });
  });

  it("leaves out what is hidden, and what a kept run has far beyond", () => {
    const own = lineChart([0, 1, 2], [1, 2, 3]);
    const wild = { ...own.lines[0]!, name: "kept", keys: ["kept"], tone: 1, dash: "long" as const, ys: [1, 1e9, 1e14] };
    const model = { ...own, lines: [...own.lines, wild] };
    const size = { width: 400, height: 200 };
    const texts = (view: ChartView) => linePicture(model, view, size, THEME).shapes.flatMap(({ text }) => text ?? []);
    ok(texts(WHOLE_VIEW).includes("3"), "the axis is that of the run");
    const { shapes, plot } = linePicture(model, WHOLE_VIEW, size, THEME);
    const heights = String(shapes.find(({ at }) => at["stroke"] === THEME.lines[1])?.at["d"])
      .match(/(?<= )-?[\d.]+/g)!
      .map(Number);
    ok(
      heights.every((y) => y >= plot.top - 1.1 && y <= plot.bottom + 1.1),
      heights.join(),
    );
    strictEqual(linePicture(model, { hidden: ["kept"], zoom: null }, size, THEME).read(0, null).rows.length, 1);
  });

  it("finds the nearest sample", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }),
        fc.integer({ min: -60, max: 60 }),
        (raw, wanted) => {
          const values = [...new Set(raw)].sort((a, b) => a - b);
          const best = Math.min(...values.map((v) => Math.abs(v - wanted)));
          strictEqual(Math.abs(values[nearest(values, wanted)]! - wanted), best);
        },
      ),
    );
  });

  it("has ticks that differ from each other, also far from zero and within less than a decade", () => {
    for (const [from, to] of [
      [0, 6],
      [3.141, 3.1415],
      [99_998, 100_001],
      [0, 1e-7],
    ] as const) {
      const ticks = spanAxis(from, to).ticks.map(({ text }) => text);
      ok(ticks.length >= 2 && new Set(ticks).size === ticks.length, ticks.join());
    }
    deepStrictEqual(
      spanAxis(0, 3, 8, true).ticks.map(({ text }) => text),
      ["0", "1", "2", "3"],
    );
    for (const values of [
      [2e-3, 7e-3],
      [1, 1e3],
      [4.1, 4.2],
      [5, 5],
      [1e-9, 1],
    ]) {
      const axis = closeLogAxis(values);
      const ticks = axis.ticks.map(({ text }) => text);
      ok(ticks.length >= 2 && new Set(ticks).size === ticks.length, `${values.join()}: ${ticks.join()}`);
      for (const value of values) ok(axis.position(value) >= axis.min && axis.position(value) <= axis.max);
    }
  });
});

function lineChart(xs: readonly number[], ys: readonly number[]): LineChart {
  return {
    kind: "lines",
    id: "c",
    title: "C",
    caption: "",
    description: "",
    x: { title: "t", end: xs.at(-1) ?? 1 },
    scale: "linear",
    yTitle: "",
    marks: [],
    level: null,
    legend: [],
    lines: [{ name: "curve", label: null, keys: ["curve"], tone: 0, dash: "solid", sign: null, xs, ys }],
    table: { id: "c", title: "C", columns: [], rows: [] },
  };
}
