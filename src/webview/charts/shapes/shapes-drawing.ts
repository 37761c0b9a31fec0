/** A picture as SVG elements, whose attributes are changed in place, so that nothing flickers. */
import type { ChartWanted, Drawing } from "../drawing";
import { pictureOf } from "../picture/picture-of";
import type { Shape } from "../picture/shapes";
import type { Face, Size } from "../layout/geometry";

const SVG = "http://www.w3.org/2000/svg";

export class ShapesDrawing implements Drawing {
  readonly zooms = false;
  readonly #svg = document.createElementNS(SVG, "svg");
  #shown: readonly Shape[] = [];

  constructor(frame: HTMLElement) {
    this.#svg.setAttribute("aria-hidden", "true");
    frame.prepend(this.#svg);
  }

  show({ model, view, theme, digits }: ChartWanted, size: Size): Face | null {
    if (model.kind === "bars" || model.kind === "lines") return null;
    const picture = pictureOf(model, view, size, theme, digits);
    this.#svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    this.#svg.setAttribute("font-family", theme.font);
    const elements = this.#svg.children;
    picture.shapes.forEach((shape, index) => {
      const before = this.#shown.at(index);
      const there = elements.item(index);
      if (there !== null && before?.tag === shape.tag) return change(there, before, shape);
      const made = document.createElementNS(SVG, shape.tag);
      change(made, null, shape);
      if (there === null) this.#svg.append(made);
      else there.replaceWith(made);
    });
    while (elements.length > picture.shapes.length) elements.item(elements.length - 1)?.remove();
    this.#shown = picture.shapes;
    return picture;
  }

  dispose(): void {
    this.#svg.remove();
  }
}

function change(element: Element, before: Shape | null, shape: Shape): void {
  for (const name of Object.keys(before?.at ?? {})) if (!(name in shape.at)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(shape.at))
    if (before?.at[name] !== value) element.setAttribute(name, String(value));
  if (shape.text !== undefined && shape.text !== before?.text) element.textContent = shape.text;
}
