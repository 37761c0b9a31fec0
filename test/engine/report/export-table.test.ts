import { deepEqual, equal, match, ok } from "node:assert/strict";
import { commandHelp } from "../../../src/engine/cli/help";
import { readFormat } from "../../../src/engine/cli/arguments";
import { write, WRITERS, writersOf, type Document } from "../../../src/engine/report/writers";
import { csvText } from "../../../src/engine/report/writers/csv-text";
import { twoLayers } from "../../sample-report";

describe("report: the table of writers", () => {
  it("has one row for a name, and each writes something", () => {
    const names = WRITERS.map(({ name }) => name);
    equal(new Set(names).size, names.length);
    ok(WRITERS.every(({ ways }) => Object.keys(ways).length > 0));
  });

  it("is what --format takes and what --help tells", () => {
    const names = (kind: Document["kind"]): string[] => writersOf(kind).map(({ name }) => name);
    deepEqual(
      [names("reports"), names("run"), names("tables")],
      [
        ["text", "json", "markdown", "sarif", "html", "bibtex"],
        ["text", "json", "markdown", "sarif", "html", "bibtex", "csv"],
        ["markdown", "csv"],
      ],
    );
    match(
      commandHelp("check"),
      /--format +text \(default\), json, markdown, sarif: problems, for code scanning, html: one file with charts, or bibtex: what the claims cite\n/,
    );
    match(commandHelp("run"), /--format +text \(default\), json, .*, or csv: every curve as a column\n/);
    match(
      commandHelp("sweep"),
      /--format +text \(default\), json, markdown, html: one file with charts, or csv: a line per run\n/,
    );
    const [asked, none, wrong] = [
      readFormat("json", "run"),
      readFormat(undefined, "run"),
      readFormat("csv", "reports"),
    ];
    deepEqual(["writer" in asked && asked.writer.name, "writer" in none && none.writer.name], ["json", "text"]);
    deepEqual(wrong, { wrong: 'there is no format "csv"; there are text, json, markdown, sarif, html, bibtex' });
  });

  it("says of a document that a writer cannot write that it cannot", () => {
    const document: Document = { kind: "reports", entries: [twoLayers()] };
    deepEqual(
      WRITERS.map((writer) => write(writer, document) === null),
      WRITERS.map(({ ways }) => ways.reports === undefined),
    );
  });

  it("writes CSV in one way: quotes where they must be, every digit, either end of a line", () => {
    equal(csvText([["a,b", 'c"d', "e\nf"]]), '"a,b","c""d","e\nf"\r\n');
    equal(csvText([[0.1 + 0.2, null, -1e-300]], "\n"), "0.30000000000000004,,-1e-300\n");
  });
});
