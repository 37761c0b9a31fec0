import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import ts from "typescript";
import { bibtex, texText } from "../../../src/engine/report/references/bibtex";
import { papersCited } from "../../../src/engine/report/references/cited";
import { PAPERS } from "../../../src/engine/report/references/papers";
import { write, WRITERS } from "../../../src/engine/report/writers";
import { relative, typeScriptFiles } from "../../house/sources";
import { twoLayers } from "../../sample-report";

describe("the papers that reports cite", () => {
  it("stand in the table, each once, with a key of its own", () => {
    const numbers = PAPERS.map(({ arxiv }) => arxiv);
    const files = typeScriptFiles().filter((file) => relative(file).startsWith("engine/"));
    const without = files.flatMap((file) =>
      citedIn(file).flatMap((number) => (numbers.includes(number) ? [] : [`${relative(file)}: ${number}`])),
    );
    assert.deepEqual(without, []);
    assert.equal(new Set(numbers).size, numbers.length);
    assert.equal(new Set(PAPERS.map(({ key }) => key)).size, numbers.length);
    assert.ok(PAPERS.every(({ key }) => /^[a-z0-9]+$/.test(key)));
  });

  it("are those whose numbers stand in its claims and notes, not in the spec's title", () => {
    const { laws } = twoLayers();
    const report = twoLayers({
      spec: { path: null, title: "as arXiv:2605.01288" },
      laws: { ...laws, independent: { value: 6, basis: "theorem", reference: "arXiv:2508.07370, Theorem 3.9" } },
      recoverability: { value: null, basis: "unknown", note: "As in arXiv:2307.00144.", rank: 25 },
    });
    assert.deepEqual(
      papersCited(report).map(({ arxiv }) => arxiv),
      ["2508.07370", "2307.00144"],
    );
    const writer = WRITERS.find(({ name }) => name === "bibtex")!;
    const text = write(writer, { kind: "reports", entries: [report, report] }) ?? "";
    assert.equal(text.split("@misc{").length, 3);
    assert.match(text, /author = \{Sibylle Marcotte and Gabriel Peyr\{\\'e\} and R\{\\'e\}mi Gribonval\},/);
    assert.equal(write(writer, { kind: "reports", entries: [twoLayers()] }), "");
  });

  it("are written in ASCII, with braces in pairs", () => {
    const all = bibtex(PAPERS);
    assert.match(all, /^[\x20-\x7e\n]*$/);
    assert.equal(all.split("{").length, all.split("}").length);
    assert.equal(
      texText("a_b & 50% {x} \\ ~^ #$ é"),
      "a\\_b \\& 50\\% \\{x\\} \\textbackslash{} \\textasciitilde{}\\textasciicircum{} \\#\\$ {\\'e}",
    );
  });
});

/** The arXiv numbers in a file's strings; comments cite for other readers. */
function citedIn(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      for (const [, number = ""] of node.text.matchAll(/arXiv:(\d{4}\.\d{5})/g)) found.push(number);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest));
  return found;
}
