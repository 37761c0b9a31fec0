/** What the page puts on the clipboard. */
import { deepStrictEqual, match, strictEqual } from "node:assert";
import { measured } from "../../src/engine/findings/claim";
import { numbers, words, type Table } from "../../src/engine/report/table";
import { tableLatex, tableTsv } from "../../src/engine/report/writers/pasted-tables";
import { copiedClaim } from "../../src/webview/data/claim-text";
import { claimRow } from "../../src/webview/parts/claim-row";
import { copyTable } from "../../src/webview/parts/copy-button";
import { lawsSection } from "../../src/webview/sections/laws";
import { twoLayers } from "../sample-report";
import { page, textOf } from "./page";

describe("what can be copied", () => {
  const table: Table = {
    id: "t",
    title: "A & B",
    columns: [words("50%_x"), numbers("y")],
    rows: [
      ["a\tb\nc", 1.5e-7],
      ["{d}", null],
      ["e", 2e300],
    ],
  };
  const claim = measured(0.1 + 0.2, 2e-14, 1e-9, { reference: "arXiv:2508.07370, Theorem 3.9" });

  it("is a table, for spreadsheets and for papers, with every digit", () => {
    strictEqual(tableTsv(table), "50%_x\ty\na b c\t1.5e-7\n{d}\t\ne\t2e+300\n");
    strictEqual(
      tableLatex(table),
      [
        "\\begin{tabular}{lr}",
        "  50\\%\\_x & y \\\\",
        "  \\hline",
        "  a\tb\nc & $1.5 \\cdot 10^{-7}$ \\\\",
        "  \\{d\\} & -- \\\\",
        "  e & $2 \\cdot 10^{300}$ \\\\",
        "\\end{tabular}\n",
      ].join("\n"),
    );
    const buttons = textOf(copyTable(table, page().context));
    deepStrictEqual(
      [...buttons.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label),
      ["Copy as Markdown: A & B", "Copy as TSV: A & B", "Copy as LaTeX: A & B"],
    );
  });

  it("is a claim, with all that says how it is known", () => {
    strictEqual(
      copiedClaim("Rank", claim),
      "Rank: 0.30000000000000004 (measured; residual 2.00·10⁻¹⁴, tolerance 1.0·10⁻⁹; arXiv:2508.07370, Theorem 3.9)",
    );
    match(textOf(claimRow("Rank", claim, "0.3", page().context)), /aria-label="Copy: Rank"/);
  });

  it("is a law's formula", () => {
    match(textOf(lawsSection(twoLayers(), page().context)), /aria-label="Copy LaTeX: orthogonal symmetry"/);
  });
});
