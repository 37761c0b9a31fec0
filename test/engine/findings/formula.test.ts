import { equal } from "node:assert/strict";
import {
  entry,
  formulaLatex,
  formulaText,
  norm,
  primed,
  product,
  square,
  sum,
  symbol,
  transpose,
  type Formula,
} from "../../../src/engine/findings/formula";

describe("findings: the formula of a law", () => {
  const [U1, U2] = [symbol("U", [1]), symbol("U", [2])];

  const CASES: readonly (readonly [string, Formula, string, string])[] = [
    [
      "of rotations",
      sum([product(transpose(U2), U2)], [product(U1, transpose(U1))]),
      "U_{2}^{\\top} U_{2} - U_{1} U_{1}^{\\top}",
      "U₂ᵀ U₂ − U₁ U₁ᵀ",
    ],
    [
      "of a neuron, from several sources",
      sum(
        [square(norm(entry(symbol("W", [1]), "j,:"))), square(entry(symbol("b", [1]), "j"))],
        [{ is: "multiple", times: 2, of: square(norm(entry(symbol("W", [13, 1]), ":,j"))) }],
      ),
      "\\|W_{1}[j,:]\\|^2 + b_{1}[j]^2 - 2\\|W_{13,1}[:,j]\\|^2",
      "‖W₁[j,:]‖² + b₁[j]² − 2‖W₁₃,₁[:,j]‖²",
    ],
    [
      "of sums over the outputs",
      {
        is: "list",
        of: [
          { is: "sum-over", variable: "i", of: entry(symbol("W", [2]), "i,j") },
          { is: "sum-over", variable: "i", of: entry(symbol("b", [2]), "i") },
        ],
      },
      "\\sum_i W_{2}[i,j],\\; \\sum_i b_{2}[i]",
      "Σᵢ W₂[i,j], Σᵢ b₂[i]",
    ],
    [
      "along depth",
      sum([
        primed("A", "s"),
        transpose(primed("A", "s")),
        { is: "commutator", first: transpose(symbol("A", "s")), second: symbol("A", "s") },
      ]),
      "A_s' + A_s'^{\\top} + [A_s^{\\top}, A_s]",
      "A_s' + A_s'ᵀ + [A_sᵀ, A_s]",
    ],
    [
      "of neurons that switch together",
      entry({ is: "brackets", of: sum([U2], [U1]) }, "j,k"),
      "(U_{2} - U_{1})[j,k]",
      "(U₂ − U₁)[j,k]",
    ],
  ];
  for (const [what, formula, latex, text] of CASES)
    it(`${what}: written for papers and for terminals`, () => {
      equal(formulaLatex(formula), latex);
      equal(formulaText(formula), text);
    });
});
