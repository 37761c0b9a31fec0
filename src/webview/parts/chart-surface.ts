/** The elements of a picture: shapes that are changed in place, the line at what is read, the part being selected, and the reading. */
import type { Picture, Reading, Shape } from "../charts/picture/shapes";
import type { Theme } from "../theme";

const SVG = "http://www.w3.org/2000/svg";

export class ChartSurface {
  readonly #svg = document.createElementNS(SVG, "svg");
  readonly #shapes = document.createElementNS(SVG, "g");
  readonly #selected = document.createElementNS(SVG, "rect");
  readonly #cursor = document.createElementNS(SVG, "path");
  readonly #tip = document.createElement("div");
  readonly #aloud = document.createElement("p");
  #shown: readonly Shape[] = [];

  constructor(frame: HTMLElement) {
    this.#svg.setAttribute("aria-hidden", "true");
    this.#selected.setAttribute("class", "chart-selected");
    this.#cursor.setAttribute("class", "chart-cursor");
    this.#svg.append(this.#shapes, this.#selected, this.#cursor);
    this.#tip.className = "chart-tip";
    this.#tip.hidden = true;
    this.#tip.setAttribute("aria-hidden", "true");
    this.#aloud.className = "unseen";
    this.#aloud.setAttribute("role", "status");
    frame.append(this.#svg, this.#tip, this.#aloud);
  }

  show({ size, shapes }: Picture, theme: Theme): void {
    this.#svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    this.#svg.setAttribute("font-family", theme.font);
    const elements = this.#shapes.children;
    shapes.forEach((shape, index) => {
      const before = this.#shown.at(index);
      const there = elements.item(index);
      if (there !== null && before?.tag === shape.tag) return change(there, before, shape);
      const made = document.createElementNS(SVG, shape.tag);
      change(made, null, shape);
      if (there === null) this.#shapes.append(made);
      else there.replaceWith(made);
    });
    while (elements.length > shapes.length) elements.item(elements.length - 1)?.remove();
    this.#shown = shapes;
  }

  /** The part of the time axis between two pixels; none where they are the same. */
  select({ plot }: Picture, from: number, to: number): void {
    const inside = (x: number): number => Math.max(plot.left, Math.min(plot.right, x));
    const [left, right] = [inside(Math.min(from, to)), inside(Math.max(from, to))];
    setAll(this.#selected, { x: left, y: plot.top, width: right - left, height: plot.bottom - plot.top });
  }

  tell(
    picture: Picture,
    at: { readonly x: number; readonly y: number | null; readonly reading: Reading } | null,
    aloud: boolean,
  ): void {
    this.#tip.hidden = at === null;
    this.#cursor.setAttribute("d", at === null ? "" : `M${at.x} ${picture.plot.top}V${picture.plot.bottom}`);
    if (at === null) return;
    this.#tip.replaceChildren(...cells(at.reading));
    if (aloud) this.#aloud.textContent = spoken(at.reading);
    this.#put(picture, at.x, at.y);
  }

  /** Beside the cursor, on the side with more room, inside the frame. */
  #put({ size, plot }: Picture, x: number, y: number | null): void {
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

function change(element: Element, before: Shape | null, shape: Shape): void {
  for (const name of Object.keys(before?.at ?? {})) if (!(name in shape.at)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(shape.at))
    if (before?.at[name] !== value) element.setAttribute(name, String(value));
  if (shape.text !== undefined && shape.text !== before?.text) element.textContent = shape.text;
}

function setAll(element: Element, attributes: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
