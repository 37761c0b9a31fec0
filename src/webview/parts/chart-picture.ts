/**
 * A chart inside its frame: drawn when first in view, in the frame's size; afterwards changed in place, so that a
 * growing run neither flickers nor moves the page. The pointer reads and zooms it, and so do keys.
 */
import { nothing, type ElementPart } from "lit-html";
import { AsyncDirective } from "lit-html/async-directive.js";
import { directive } from "lit-html/directive.js";
import type { ChartWanted, Drawing } from "../charts/drawing";
import { wholeOf } from "../charts/layout/line-layout";
import { nearest, type Face, type Size } from "../charts/layout/geometry";
import { actionOfKey } from "./chart-keys";
import { ChartSurface } from "./chart-surface";

/** A drag shorter than this is a click. */
const SHORTEST_DRAG = 6;

class ChartPicture extends AsyncDirective {
  #frame: HTMLElement | null = null;
  #surface: ChartSurface | null = null;
  #wanted: ChartWanted | null = null;
  #drawing: Drawing | null = null;
  #face: Face | null = null;
  #inView: IntersectionObserver | null = null;
  #size: ResizeObserver | null = null;
  #seen = false;
  /** As the observer last told it: to ask the frame would make the page lay itself out once for every chart. */
  #box: Size = { width: 0, height: 0 };
  #stop: number | null = null;
  #pointerY: number | null = null;
  #dragFrom: number | null = null;

  render(wanted: ChartWanted): unknown {
    return wanted;
  }

  override update(part: ElementPart, [wanted]: [ChartWanted]): typeof nothing {
    const before = this.#wanted;
    this.#wanted = wanted;
    if (
      before?.model === wanted.model &&
      before.view === wanted.view &&
      before.theme === wanted.theme &&
      before.digits === wanted.digits
    )
      return nothing;
    if (this.#frame === null) {
      this.#frame = part.element as HTMLElement;
      this.#surface = new ChartSurface(this.#frame);
      this.#listen(this.#frame);
      this.#watch();
    }
    this.#draw();
    return nothing;
  }

  override disconnected(): void {
    this.#inView?.disconnect();
    this.#size?.disconnect();
    this.#seen = false;
    this.#drawing?.dispose();
    this.#drawing = null;
  }

  override reconnected(): void {
    this.#watch();
  }

  #watch(): void {
    if (this.#frame === null) return;
    this.#inView = new IntersectionObserver(
      (entries) => {
        this.#seen = entries.at(-1)?.isIntersecting ?? false;
        this.#draw();
      },
      { rootMargin: "200px" },
    );
    this.#inView.observe(this.#frame);
    this.#size = new ResizeObserver((entries) => {
      const box = entries.at(-1)?.contentRect;
      if (box !== undefined) this.#box = { width: box.width, height: box.height };
      this.#draw();
    });
    this.#size.observe(this.#frame);
  }

  #draw(): void {
    if (this.#frame === null || this.#surface === null || this.#wanted === null || !this.#seen) return;
    if (this.#box.width === 0 || this.#box.height === 0) return;
    let face = this.#drawing?.show(this.#wanted, this.#box) ?? null;
    if (face === null) {
      // The frame now holds a chart of another kind, or the first one.
      this.#drawing?.dispose();
      this.#drawing = this.#wanted.drawing(this.#wanted.model.kind, this.#frame);
      face = this.#drawing.show(this.#wanted, this.#box);
    }
    this.#face = face;
    if (face !== null) this.#surface.fit(face);
    this.#read();
  }

  #listen(frame: HTMLElement): void {
    frame.addEventListener("pointermove", (event) => this.#move(event));
    frame.addEventListener("pointerleave", () => this.#leave());
    frame.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch" || this.#drawing?.zooms !== false) return;
      if (this.#face?.timeAt === null) return;
      this.#dragFrom = this.#place(event).x;
      frame.setPointerCapture(event.pointerId);
    });
    frame.addEventListener("pointerup", (event) => this.#endDrag(this.#place(event).x));
    frame.addEventListener("pointercancel", () => this.#endDrag(null));
    frame.addEventListener("dblclick", () => this.#wanted?.act({ type: "reset" }));
    frame.addEventListener("keydown", (event) => this.#key(event));
    frame.addEventListener("blur", () => this.#leave());
  }

  #place(event: PointerEvent): { x: number; y: number } {
    const box = this.#frame?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  }

  #move(event: PointerEvent): void {
    if (this.#face === null) return;
    // While a part is chosen, there is nothing to read.
    if (this.#drawing?.zooms === true && event.buttons !== 0) return this.#leave();
    const { x, y } = this.#place(event);
    const { plot, stops } = this.#face;
    if (this.#dragFrom !== null) {
      this.#surface?.select(this.#face, this.#dragFrom, x);
      return;
    }
    const inside = x >= plot.left - 8 && x <= plot.right + 8 && stops.length > 0;
    this.#stop = inside ? nearest(stops, x) : null;
    this.#pointerY = y;
    this.#read();
  }

  #leave(): void {
    if (this.#dragFrom !== null) return;
    this.#stop = null;
    this.#pointerY = null;
    this.#read();
  }

  #endDrag(x: number | null): void {
    const [from, face, wanted] = [this.#dragFrom, this.#face, this.#wanted];
    this.#dragFrom = null;
    if (from === null || face === null || wanted === null) return;
    this.#surface?.select(face, 0, 0);
    if (
      x === null ||
      face.timeAt === null ||
      wanted.model.kind === "bars" ||
      wanted.model.kind === "lattice" ||
      Math.abs(x - from) < SHORTEST_DRAG
    )
      return;
    wanted.act({
      type: "zoom",
      to: { from: face.timeAt(from), to: face.timeAt(x) },
      whole: wholeOf(wanted.model),
    });
  }

  #key(event: KeyboardEvent): void {
    if (this.#face === null || this.#wanted === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const found = actionOfKey(event, {
      picture: this.#face,
      model: this.#wanted.model,
      view: this.#wanted.view,
      stop: this.#stop,
      y: this.#pointerY,
    });
    if (found === null) return;
    event.preventDefault();
    if (found.kind === "action") return this.#wanted.act(found.action);
    this.#stop = found.stop;
    this.#pointerY = found.y;
    this.#read(true);
  }

  /** `aloud`: moved by a key, so that a screen reader hears the numbers. */
  #read(aloud = false): void {
    if (this.#face === null || this.#surface === null) return;
    const stop = this.#stop === null ? null : Math.min(this.#stop, this.#face.stops.length - 1);
    if (stop === null || stop < 0) return this.#surface.tell(this.#face, null, false);
    this.#surface.tell(
      this.#face,
      { x: this.#face.stops[stop] ?? 0, y: this.#pointerY, reading: this.#face.read(stop, this.#pointerY) },
      aloud,
    );
  }
}

export const chartPicture = directive(ChartPicture);
