import { deepEqual, equal, notEqual } from "node:assert/strict";
import { mathmlOf } from "../../src/engine/report/mathml";
import { parseMath, type MathNode } from "../../src/webview/data/mathml";

const written = (node: MathNode | string): string =>
  typeof node === "string" ? node : `${node.tag}(${node.children.map(written).join(" ")})`;

describe("webview: MathML", () => {
  it("is read as a tree, with attributes and characters as they are meant", () => {
    const math = parseMath('<math xmlns="http://www.w3.org/1998/Math/MathML"><mo stretchy="false">&lt;</mo></math>');
    deepEqual(math, {
      tag: "math",
      attributes: {},
      children: [{ tag: "mo", attributes: { stretchy: "false" }, children: ["<"] }],
    });
  });

  it("decodes each character once", () => {
    deepEqual(parseMath("<math><mi>&amp;lt;</mi></math>")?.children, [
      { tag: "mi", attributes: {}, children: ["&lt;"] },
    ]);
  });

  it("of every kind of law can be read", () => {
    for (const tex of [
      "U_{2}^{\\top} U_{2} - U_{1} U_{1}^{\\top}",
      "\\|W_{1}[j,:]\\|^2 + b_{1}[j]^2 - \\|W_{2}[:,j]\\|^2",
      "W_{1},\\; b_{2,1}",
      "A_s' + A_s'^{\\top} + [A_s^{\\top}, A_s]",
      "\\frac{a}{\\sqrt{b}} \\sum_{i=1}^n \\dot{x}_i",
    ])
      notEqual(parseMath(mathmlOf(tex)), null, tex);
    const math = parseMath(mathmlOf("U_2^\\top"));
    equal(math === null ? "" : written(math), "math(mrow(msubsup(mi(U) mn(2) mi(⊤))))");
  });

  it("is refused with anything that is not on the list, or that does not close", () => {
    for (const text of [
      "",
      "x",
      "<mi>x</mi>",
      "<math><script>x</script></math>",
      '<math><mi onclick="x">x</mi></math>',
      '<math><mi href="https://example.org">x</mi></math>',
      '<math><mi style="color:red">x</mi></math>',
      '<math xmlns="http://www.w3.org/1999/xhtml"><mi>x</mi></math>',
      "<math><mi>x</math></mi>",
      "<math><mi>x</mi>",
      "<math></math><math></math>",
      "<math></math> and more",
      "<math><!-- x --></math>",
      "<math><mi>x</mi>< </math>",
    ])
      equal(parseMath(text), null, text);
  });
});
