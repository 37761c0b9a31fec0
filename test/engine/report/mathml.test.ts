import { doesNotMatch, equal, match, ok } from "node:assert/strict";
import { mathmlOf } from "../../../src/engine/report/mathml";

/** What a reader sees: the letters and signs, in order. */
const letters = (mathml: string): string => mathml.replace(/<[^>]*>/g, "").replace(/\s/g, "");

describe("report: formulas as MathML", () => {
  it("have the letters of the formula, with indices and transposes where they belong", () => {
    const mathml = mathmlOf("U_{2}^{\\top} U_{2} - U_{1} U_{1}^{\\top}");
    equal(letters(mathml), "U2⊤U2−U1U1⊤");
    match(mathml, /<msubsup><mi>U<\/mi><mn>2<\/mn><mi mathvariant="normal">⊤<\/mi><\/msubsup>/);
  });

  it("are one <math> element, without the LaTeX once more", () => {
    const mathml = mathmlOf("\\|W_{1}[j,:]\\|^2 - \\|W_{2}[:,j]\\|^2");
    match(mathml, /^<math xmlns="http:\/\/www\.w3\.org\/1998\/Math\/MathML">.*<\/math>$/);
    doesNotMatch(mathml, /annotation|semantics|span|\\\|/);
  });

  it("carry no link, whatever the LaTeX asks for", () => {
    const mathml = mathmlOf("\\href{https://example.org}{x} \\htmlStyle{color:red}{y}");
    doesNotMatch(mathml, /href="|style="/);
    ok(letters(mathml).length > 0);
  });
});
