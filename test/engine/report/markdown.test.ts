import assert from "node:assert/strict";
import { barFree, inline, markdownReports, tableMarkdown } from "../../../src/engine/report/writers/markdown-text";
import { numbers, words } from "../../../src/engine/report/table";
import { twoLayers } from "../../sample-report";

describe("the Markdown report", () => {
  const report = twoLayers({ spec: { path: "a.intrinsic.json", title: "<b>_x_ | $1 & `y`\n# z" } });

  it("takes what a spec says for text", () => {
    const [title] = markdownReports([report]).split("\n");
    assert.equal(title, "# &lt;b\\>\\_x\\_ \\| \\$1 &amp; \\`y\\` \\# z");
    assert.equal(inline("1. a"), "1\\. a");
    assert.equal(inline("- a"), "\\- a");
    assert.equal(inline("[a](javascript:b)"), "\\[a\\](javascript:b)");
  });

  it("says every fact with its basis, and each law as a formula", () => {
    const lines = markdownReports([report]).split("\n");
    assert.ok(lines.includes("## Conservation laws"));
    assert.ok(lines.includes("| laws of the network | 6 | certified |  |"));
    assert.ok(lines.includes("| – known | 6 | certified |  |"));
    assert.ok(lines.includes("| relaxed balanced | no | measured, 0.84 against 1.00·10⁻⁹ |  |"));
    assert.ok(lines.includes("| $U_2^\\top U_2 - U_1 U_1^\\top$ | layer1 → layer2 | 6 | φ | R |"));
  });

  it("gives every row of a table the same number of cells, whatever is in them", () => {
    const text = markdownReports([report]);
    const tables = text.split("\n\n").filter((block) => block.startsWith("|"));
    assert.ok(tables.length >= 4);
    for (const table of tables) {
      const bars = table
        .trim()
        .split("\n")
        .map((row) => row.replace(/\\./g, "").split("|").length);
      assert.equal(new Set(bars).size, 1, table);
    }
  });

  it("writes the bars of norms so that they end no cell", () => {
    assert.equal(barFree("\\|w\\|^2 - |a|"), "\\Vert w\\Vert ^2 - \\vert a\\vert ");
  });

  it("writes tables with every digit, numbers at the right", () => {
    const table = {
      id: "t",
      title: "T",
      columns: [words("a|b"), numbers("x")],
      rows: [["c\nd", 0.1 + 0.2] as const, [null, 1e-300] as const],
    };
    assert.equal(tableMarkdown(table), "| a\\|b | x |\n| --- | ---: |\n| c d | 0.30000000000000004 |\n|  | 1e-300 |\n");
  });
});
