/**
 * What lies over a drawn chart: the line at what is read, the part being selected, and the reading, to see and to hear.
 */
import type { Face, Reading } from "../charts/layout/geometry";

const SVG = "http://www.w3.org/2000/svg";

export class ChartSurface {
  readonly #svg = document.createElementNS(SVG, "svg");
  readonly #selected = document.createElementNS(SVG, "rect");
  readonly #cursor = document.createElementNS(SVG, "path");
  readonly #tip = document.createElement("div");
  readonly #aloud = document.createElement("p");

  constructor(frame: HTMLElement) {
    this.#svg.setAttribute("aria-hidden", "true");
    this.#selected.setAttribute("class", "chart-selected");
    this.#cursor.setAttribute("class", "chart-cursor");
    this.#svg.setAttribute("class", "chart-over");
    this.#svg.append(this.#selected, this.#cursor);
    this.#tip.className = "chart-tip";
    this.#tip.hidden = true;
    this.#tip.setAttribute("aria-hidden", "true");
    this.#aloud.className = "unseen";
    this.#aloud.setAttribute("role", "status");
    frame.append(this.#svg, this.#tip, this.#aloud);
  }

  /** The size of what is drawn below. */
  fit({ size }: Face): void {
    this.#svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  }

  /** The part of the time axis between two pixels; none where they are the same. */
  select({ plot }: Face, from: number, to: number): void {
    const inside = (x: number): number => Math.max(plot.left, Math.min(plot.right, x));
    const [left, right] = [inside(Math.min(from, to)), inside(Math.max(from, to))];
    setAll(this.#selected, { x: left, y: plot.top, width: right - left, height: plot.bottom - plot.top });
  }

  tell(
    face: Face,
    at: { readonly x: number; readonly y: number | null; readonly reading: Reading } | null,
    aloud: boolean,
  ): void {
    this.#tip.hidden = at === null;
    this.#cursor.setAttribute("d", at === null ? "" : `M${at.x} ${face.plot.top}V${face.plot.bottom}`);
    if (at === null) return;
    this.#tip.replaceChildren(...cells(at.reading));
    if (aloud) this.#aloud.textContent = spoken(at.reading);
    this.#put(face, at.x, at.y);
  }

  /** Beside the cursor, on the side with more room, inside the frame. */
  #put({ size, plot }: Face, x: number, y: number | null): void {
    const { offsetWidth: width, offsetHeight: height } = this.#tip;
    const wanted = x < (plot.left + plot.right) / 2 ? x + 12 : x - 12 - width;
    const left = Math.max(0, Math.min(size.width - width, wanted));
    const top = Math.max(0, Math.min(size.height - height, (y ?? plot.top + 20) - height / 2));
    this.#tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}

/** Cells of a grid with three columns: name, value, and the value it is compared with. */
function cells({ title, heads, rows }: Reading): HTMLElement[] {
  return [
    cell(heads === null ? "chart-tip-title wide" : "chart-tip-title", title),
    ...(heads ?? []).map((head) => cell("chart-tip-head", head)),
    ...rows.flatMap(({ color, name, values }) => [
      cell(values.length === 0 ? "wide" : "", name, color),
      ...values.map((value) => cell(values.length === 1 ? "chart-tip-value alone" : "chart-tip-value", value)),
    ]),
  ];
}

function cell(className: string, text: string, color: string | null = null): HTMLElement {
  const element = document.createElement("div");
  element.className = className;
  if (color !== null) {
    const swatch = document.createElement("span");
    swatch.className = "chart-tip-swatch";
    swatch.style.background = color;
    element.append(swatch);
  }
  element.append(text);
  return element;
}

function spoken({ title, heads, rows }: Reading): string {
  const valuesOf = (values: readonly string[]): string =>
    values.map((value, i) => (values.length > 1 && heads !== null ? `${heads[i] ?? ""} ${value}` : value)).join(", ");
  return [title, ...rows.map(({ name, values }) => (values.length === 0 ? name : `${name}: ${valuesOf(values)}`))].join(
    "; ",
  );
}

function setAll(element: Element, attributes: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
