/** Every field of a report is explained: the interfaces of src/engine/report are read, and docs/report.md names each of their fields. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import ts from "typescript";
import { relative, typeScriptFiles } from "./sources";

describe("house: fields of the report", () => {
  it("stand in docs/report.md, each by its name", () => {
    const text = readFileSync("docs/report.md", "utf8");
    const missing = typeScriptFiles()
      .filter((file) => /^engine\/report\/(\w+\/facts|types|sweep)\.ts$/.test(relative(file)))
      .flatMap((file) => fieldsOf(file).map((field) => ({ field, in: relative(file) })))
      .filter(({ field }) => !new RegExp(`\`[^\`]*\\b${field}\\b[^\`]*\``).test(text) && !text.includes(`"${field}"`));
    assert.deepEqual(missing, []);
  });
});

function fieldsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertySignature(node)) found.push(node.name.getText(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
