/** Bars and curves on a canvas, by chart.js: made once per frame, then given the new plan. */
import type { Plugin } from "chart.js";
import { wholeOf } from "../layout/line-layout";
import type { ChartWanted, Drawing } from "../drawing";
import type { Face, Size } from "../layout/geometry";
import { barPlan } from "./bar-plan";
import { drawShapes } from "./draw-shapes";
import { linePlan } from "./line-plan";
import { Chart } from "./parts";
import type { CanvasPlan } from "./plan";

export class CanvasDrawing implements Drawing {
  readonly zooms = true;
  readonly #canvas = document.createElement("canvas");
  #chart: Chart<"line" | "bar"> | null = null;
  #kind: string | null = null;
  #wanted: ChartWanted | null = null;
  #planned: CanvasPlan | null = null;

  constructor(frame: HTMLElement) {
    this.#canvas.setAttribute("aria-hidden", "true");
    frame.prepend(this.#canvas);
  }

  show(wanted: ChartWanted, size: Size): Face | null {
    this.#wanted = wanted;
    const plan = this.#plan(wanted, size);
    if (plan === null) return null;
    this.#planned = plan;
    if (this.#chart !== null && this.#kind === wanted.model.kind) update(this.#chart, plan, size);
    else this.#make(plan, wanted.model.kind, size);
    return plan.face;
  }

  dispose(): void {
    this.#chart?.destroy();
    this.#chart = null;
    this.#canvas.remove();
  }

  #plan({ model, view, theme, digits }: ChartWanted, size: Size): CanvasPlan | null {
    switch (model.kind) {
      case "bars":
        return barPlan(model, size, theme, digits);
      case "lines":
        return linePlan(model, view, size, theme, (to) => {
          // Of the model that is shown when the zoom ends: a run may have grown since.
          const now = this.#wanted;
          if (now?.model.kind === "lines") now.act({ type: "zoom", to, whole: wholeOf(now.model) });
        });
      case "heat":
      case "lattice":
        return null;
    }
  }

  #make({ config }: CanvasPlan, kind: string, { width, height }: Size): void {
    this.#chart?.destroy();
    this.#canvas.width = width;
    this.#canvas.height = height;
    const draw = ({ ctx }: Chart, shapes: CanvasPlan["over"] = []): void =>
      drawShapes(ctx, shapes, this.#wanted?.theme.font ?? "sans-serif");
    const shapes: Plugin = {
      id: "shapes",
      beforeDatasetsDraw: (chart) => draw(chart, this.#planned?.under),
      afterDatasetsDraw: (chart) => draw(chart, this.#planned?.over),
    };
    this.#chart = new Chart(this.#canvas, { ...config, plugins: [shapes] });
    this.#kind = kind;
  }
}

function update(chart: Chart<"line" | "bar">, { config }: CanvasPlan, { width, height }: Size): void {
  chart.data = config.data;
  chart.options = config.options ?? {};
  if (chart.width !== width || chart.height !== height || chart.currentDevicePixelRatio !== devicePixelRatio)
    chart.resize(width, height);
  chart.update("none");
}
