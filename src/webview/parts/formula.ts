/** LaTeX typeset as MathML, which the browser draws with its own mathematics font: no style, no font to load. */
import katex from "katex";
import { nothing, type ElementPart } from "lit-html";
import { Directive, directive } from "lit-html/directive.js";

class Typeset extends Directive {
  #last: string | null = null;

  render(tex: string): string {
    return tex;
  }

  override update(part: ElementPart, [tex]: [string]): typeof nothing {
    if (tex !== this.#last && part.element instanceof HTMLElement)
      katex.render(tex, part.element, { output: "mathml", trust: false, throwOnError: false, strict: "ignore" });
    this.#last = tex;
    return nothing;
  }
}

/** On an empty element: `<span ${typeset("U_2^\\top U_2")}></span>`. */
export const typeset = directive(Typeset);
