/** A formula as MathML elements, which the browser draws with its own mathematics font: no style, no font to load. */
import { nothing, type ElementPart } from "lit-html";
import { Directive, directive } from "lit-html/directive.js";
import { parseMath, type MathNode } from "../data/mathml";

const MATHML = "http://www.w3.org/1998/Math/MathML";

class Typeset extends Directive {
  #last: string | null = null;

  render(tex: string, mathml: string | undefined): string {
    return mathml ?? tex;
  }

  override update(part: ElementPart, [tex, mathml]: [string, string | undefined]): typeof nothing {
    const shown = this.render(tex, mathml);
    if (shown !== this.#last) {
      const math = mathml === undefined ? null : parseMath(mathml);
      part.element.replaceChildren(math === null ? tex : elementOf(math));
    }
    this.#last = shown;
    return nothing;
  }
}

/**
 * On an empty element: `<span ${typeset(tex, mathml)}></span>`. Without MathML that can be read, the LaTeX stands
 * there.
 */
export const typeset = directive(Typeset);

function elementOf({ tag, attributes, children }: MathNode): Element {
  const element = document.createElementNS(MATHML, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.map((child) => (typeof child === "string" ? child : elementOf(child))));
  return element;
}
