/**
 * Prose longer than a line stands in a `words.ts` beside its user (or, where one file would not hold it, in
 * `…-words.ts`), as functions from values to sentences; so the code that finds something is read without what is said
 * of it. Prettier breaks everything but literals: what makes a line too long is one of these.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { relative, typeScriptFiles } from "./sources";

/** Columns, as prettier has them. */
const WIDEST_LINE = 120;
const LONGEST_WORDS = 300;

describe("house: sentences", () => {
  const files = typeScriptFiles();

  it("that are longer than a line stand in words.ts", () => {
    const found = files
      .filter((file) => !holdsWords(file))
      .flatMap((file) => longLiterals(file, readFileSync(file, "utf8")).map((line) => `${relative(file)}:${line}`));
    assert.deepEqual(found, []);
  });

  it("are split by subject where they are many", () => {
    const lengths = files
      .filter(holdsWords)
      .map((file) => ({ file: relative(file), lines: readFileSync(file, "utf8").split("\n").length - 1 }));
    assert.ok(lengths.length > 20);
    assert.deepEqual(
      lengths.filter(({ lines }) => lines > LONGEST_WORDS),
      [],
    );
  });

  it("are found in strings, templates and what stands between their values", () => {
    const long = "word ".repeat(24);
    const found = (text: string): number[] => longLiterals("made-up.ts", text);
    assert.deepEqual(found(`const a = "${long}";`), [1]);
    assert.deepEqual(found(`const a = \`${long}\`;`), [1]);
    assert.deepEqual(found(`const a =\n  f(\`\${x}\n${long} and \${g("y")} more\`);`), [3]);
    // What is measured is the line that is seen: a sign of two code units is one column.
    assert.deepEqual(found(`const a = "${"𝜃".repeat(100)}";`), []);
    assert.deepEqual(found(`// ${long}\nconst a = "short";`), []);
  });
});

function holdsWords(file: string): boolean {
  return /(^|-)words\.ts$/.test(path.basename(file));
}

/** The numbers of the lines that are too long and hold a piece of a string or template, or touch one. */
function longLiterals(file: string, text: string): number[] {
  const columns = text.split("\n").map((line) => [...line].length);
  if (columns.every((width) => width <= WIDEST_LINE)) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const first = source.getLineAndCharacterOfPosition(node.getStart()).line;
      const last = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      for (let line = first; line <= last; line++) if (columns[line]! > WIDEST_LINE) found.add(line + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found].sort((a, b) => a - b);
}
