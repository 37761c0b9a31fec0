/** The chart of a canvas: drawn when first in view, drawn anew when its data or the theme changes, freed with the canvas. */
import type { Chart } from "chart.js";
import { nothing, type ElementPart } from "lit-html";
import { AsyncDirective } from "lit-html/async-directive.js";
import { directive } from "lit-html/directive.js";
import type { Theme } from "../theme";
import type { BarChart } from "./bar-chart";
import { drawBars } from "./draw";

class ChartCanvas extends AsyncDirective {
  #canvas: HTMLCanvasElement | null = null;
  #chart: Chart | null = null;
  #observer: IntersectionObserver | null = null;
  #wanted: { model: BarChart; theme: Theme; digits: number } | null = null;
  #inView = false;

  render(...wanted: [model: BarChart, theme: Theme, digits: number]): unknown {
    return wanted;
  }

  override update(part: ElementPart, [model, theme, digits]: [BarChart, Theme, number]): typeof nothing {
    this.#canvas = part.element as HTMLCanvasElement;
    const before = this.#wanted;
    if (before?.model === model && before.theme === theme && before.digits === digits) return nothing;
    this.#wanted = { model, theme, digits };
    this.#free();
    this.#watch();
    if (this.#inView) this.#draw();
    return nothing;
  }

  override disconnected(): void {
    this.#observer?.disconnect();
    this.#observer = null;
    this.#inView = false;
    this.#free();
  }

  override reconnected(): void {
    this.#watch();
  }

  #watch(): void {
    if (this.#observer !== null || this.#canvas === null) return;
    this.#observer = new IntersectionObserver(
      (entries) => {
        this.#inView = entries.some((entry) => entry.isIntersecting);
        if (this.#inView && this.#chart === null) this.#draw();
      },
      { rootMargin: "200px" },
    );
    this.#observer.observe(this.#canvas.parentElement ?? this.#canvas);
  }

  #draw(): void {
    if (this.#canvas === null || this.#wanted === null || !this.#canvas.isConnected) return;
    this.#chart = drawBars(this.#canvas, this.#wanted.model, this.#wanted.theme, this.#wanted.digits);
  }

  #free(): void {
    this.#chart?.destroy();
    this.#chart = null;
  }
}

export const chartCanvas = directive(ChartCanvas);
