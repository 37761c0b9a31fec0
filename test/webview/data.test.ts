import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { measured, theorem } from "../../src/engine/findings/claim";
import { cited, type Reference } from "../../src/engine/findings/reference";
import { reportsJson } from "../../src/engine/report/writers/json-text";
import { boundsText, methodText, primeName } from "../../src/webview/data/certificate-text";
import { explainClaim, theoremLabel } from "../../src/webview/data/claim-text";
import { tableCsv, tablesCsv } from "../../src/engine/report/writers/csv-text";
import { agoText, durationText } from "../../src/webview/data/freshness";
import { cellName, cellText, heatClass, shownPart } from "../../src/webview/data/heat-scale";
import { factsTable, lawValuesTable, layersTable } from "../../src/webview/data/report-tables";
import { numbers, words, type Table } from "../../src/engine/report/table";
import { arrow, baseName, countWord, groupDigits, listed, plural } from "../../src/webview/data/words";
import { allTables, exportsOf } from "../../src/webview/sections/export-menu";
import { twoLayers } from "../sample-report";

describe("webview: CSV", () => {
  const table: Table = {
    id: "t",
    title: "T",
    columns: [words("a,b"), numbers("x")],
    rows: [
      ['say "hi"', 0.1 + 0.2],
      [null, 1e-300],
    ],
  };

  it("keeps every digit and quotes what must be quoted", () => {
    strictEqual(tableCsv(table), '"a,b",x\r\n"say ""hi""",0.30000000000000004\r\n,1e-300\r\n');
  });

  it("puts several tables into one file, each under its title", () => {
    strictEqual(tablesCsv([table, table]).split("# T").length, 3);
  });

  it("lists every value of every law", () => {
    deepStrictEqual(lawValuesTable(twoLayers()).rows[3], ["matrix:layer1", 2, 2, "layer1[1], layer1[1]", 1e-14]);
  });

  it("exports the report as the command line prints it", () => {
    const offered = exportsOf(twoLayers(), null, null, 3, "2026-01-02T03:04:05.000Z");
    const [json, tables] = ["report.json", "tables.csv"].map((name) => offered.find(({ file }) => file === name));
    deepStrictEqual([json?.label, json?.file], ["Report as JSON", "report.json"]);
    strictEqual(json?.content(), `${reportsJson([twoLayers()], "2026-01-02T03:04:05.000Z")}\n`);
    deepStrictEqual([tables?.label, tables?.file], ["All tables as CSV", "tables.csv"]);
    strictEqual(tables?.content(), tablesCsv(allTables(twoLayers(), null, null, 3)));
  });

  it("gives each row as many cells as there are columns", () => {
    for (const one of [factsTable(twoLayers()), lawValuesTable(twoLayers()), layersTable(twoLayers())])
      for (const row of one.rows) strictEqual(row.length, one.columns.length, one.id);
  });
});

describe("webview: words", () => {
  it("counts", () => {
    strictEqual(countWord(3), "three");
    strictEqual(countWord(13), "13");
    strictEqual(plural(1, "law"), "1 law");
    strictEqual(plural(0, "law"), "0 laws");
    strictEqual(groupDigits(1234567), "1\u202f234\u202f567");
    strictEqual(groupDigits(2048), "2048");
  });

  it("joins names", () => {
    strictEqual(arrow(["a", "b"]), "a → b");
    strictEqual(listed(["a", "b", "c"]), "a, b and c");
  });

  it("names exported files after the spec", () => {
    strictEqual(baseName("folder/two-layer.intrinsic.json"), "two-layer");
    strictEqual(baseName(""), "intrinsic");
  });

  it("tells the age in the coarsest unit that says something", () => {
    strictEqual(agoText(0, 500), "just now");
    strictEqual(agoText(0, 2500), "2 s ago");
    strictEqual(agoText(0, 61_000), "1 min ago");
    strictEqual(agoText(0, 86_400_000), "1 day ago");
    strictEqual(agoText(5000, 0), "just now");
    strictEqual(durationText(0.4), "under 1 ms");
    strictEqual(durationText(31.4), "31 ms");
    strictEqual(durationText(2340), "2.3 s");
  });
});

describe("webview: the certificate in words", () => {
  const certificate = {
    method: "modular",
    primes: [2147483647, 2147483629],
    seed: 7,
    lieRank: 21,
    lawRank: 6,
    bracketDepth: 2,
  } as const;

  it("writes primes near a power of two as what they are", () => {
    strictEqual(primeName(2147483647), "2³¹−1");
    strictEqual(primeName(2147483629), "2³¹−19");
    strictEqual(primeName(101), "101");
  });

  it("says that there are no others when the bounds meet", () => {
    match(boundsText(27, certificate, "of φ"), /at most 27 − 21 = 6 independent laws of φ.*at least 6.*no others/);
  });

  it("says how many may be missing when they do not", () => {
    match(boundsText(28, certificate, "of φ"), /do not meet: 1 law may be missing/);
  });

  it("names primes, seed and bracket length, or that nothing was sampled", () => {
    match(methodText(certificate), /2³¹−1 and 2³¹−19.*seed 7.*up to length 2/);
    match(methodText({ ...certificate, method: "combinatorial" }), /nothing was sampled/);
  });
});

describe("webview: claims in words", () => {
  it("explains the basis, the reference and the residual", () => {
    const text = explainClaim({
      value: true,
      basis: "measured",
      reference: "R",
      note: "N",
      residual: 1e-14,
      tolerance: 1e-9,
    });
    match(text, /^Measured/);
    match(text, /N\nresidual 1\.00·10⁻¹⁴, tolerance 1\.0·10⁻⁹\nR/);
  });

  it("names the statement in a theorem's tag, and always the word", () => {
    const label = (reference: Reference): string => theoremLabel(theorem(1, reference));
    strictEqual(label(cited("arXiv:2508.07370", "theorem", "3.9", " (v1: 4.4)")), "theorem 3.9");
    strictEqual(label(cited("arXiv:1", "proposition", "E.2")), "theorem: Proposition E.2");
    strictEqual(label({ text: "Section 2, which uses Theorem 3.9" }), "theorem");
    strictEqual(theoremLabel(measured(1, 0, 0, { reference: "Theorem 3.9" })), "measured");
  });
});

describe("webview: heat map", () => {
  it("colours by sign and size, and leaves rounding neutral", () => {
    strictEqual(heatClass(2, 2), "heat-plus-6");
    strictEqual(heatClass(-0.1, 2), "heat-minus-1");
    strictEqual(heatClass(1e-16, 2), "heat-zero");
    strictEqual(heatClass(0, 0), "heat-zero");
  });

  it("never shows a small number as 0", () => {
    ok(cellText(-1e-14, 8, 3).includes("10⁻¹⁴"));
    strictEqual(cellText(0, 8, 3), "0");
    strictEqual(cellText(-0.3123, 3, 3), "−0.312");
    strictEqual(cellText(-0.3123, 8, 3), "−0.31");
  });

  it("caps large blocks until all are asked for", () => {
    deepStrictEqual(shownPart(20, 20, false), { rows: 8, columns: 8, cut: true });
    deepStrictEqual(shownPart(20, 20, true), { rows: 20, columns: 20, cut: true });
    deepStrictEqual(shownPart(1, 100, false), { rows: 1, columns: 64, cut: true });
    deepStrictEqual(shownPart(3, 3, false), { rows: 3, columns: 3, cut: false });
  });

  it("names each entry by its neurons", () => {
    strictEqual(cellName(["a[0]", "a[1]"], 2, 0, 1), "a[0], a[1]");
    strictEqual(cellName(["a[0]", "a[1]"], 1, 0, 1), "a[1]");
  });
});
