/**
 * What is meant stands in a field first; words are written from it, last, and never read back. So nothing of src looks
 * into a text, by a regular expression or by its beginning, end or parts, but files whose matter is text that others
 * wrote, or how numbers and pictures are written down. Each has its reason here.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import ts from "typescript";
import { relative, typeScriptFiles } from "./sources";

const SPEC_TEXT = "the text of a spec, as its author writes it";
const OTHERS_TEXT = "text of the user, of a file or of another program";
const PROGRAM = "names of layers, and text of a program that is written";
const NAME_OF_A_FILE = "paths and names of files and folders";
const NUMBER = "the digits of a number";
const LIST = "membership in a list of words, or an edit, not a part of a text";
const PICTURE = "colours, letters' widths and the syntax of pictures";
const WRITING = "how words are put together: marks of Markdown, a full stop, a cut emoji";
const LANGUAGES = "sentences in two languages, and where their values stand";
const CODE = "codes of problems, whose first part is their family";

const LOOKS = ["startsWith", "endsWith", "replace", "replaceAll", "match", "matchAll", "search"];
const LOOKS_FOR_WORDS = ["includes", "indexOf", "lastIndexOf", "split"];
const COMPARISONS = [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken];

const MAY_READ: Readonly<Record<string, string>> = {
  "engine/checkpoint/keras/datasets.ts": OTHERS_TEXT,
  "engine/checkpoint/keras/hdf5.ts": OTHERS_TEXT,
  "engine/checkpoint/keras/keras.ts": OTHERS_TEXT,
  "engine/checkpoint/node.ts": NAME_OF_A_FILE,
  "engine/checkpoint/numpy/header.ts": OTHERS_TEXT,
  "engine/checkpoint/numpy/npz.ts": NAME_OF_A_FILE,
  "engine/checkpoint/open.ts": NAME_OF_A_FILE,
  "engine/checkpoint/pytorch/pickle/globals.ts": OTHERS_TEXT,
  "engine/checkpoint/pytorch/pytorch.ts": NAME_OF_A_FILE,
  "engine/checkpoint/safetensors/shards.ts": OTHERS_TEXT,
  "engine/checkpoint/write/index.ts": NAME_OF_A_FILE,
  "engine/checkpoint/zip/zip.ts": NAME_OF_A_FILE,
  "engine/cli/audit-arguments.ts": OTHERS_TEXT,
  "engine/cli/audit-network.ts": NAME_OF_A_FILE,
  "engine/cli/audit.ts": NAME_OF_A_FILE,
  "engine/cli/export.ts": NAME_OF_A_FILE,
  "engine/cli/run.ts": OTHERS_TEXT,
  "engine/cli/sweep-record.ts": OTHERS_TEXT,
  "engine/tasks/audit/decay.ts": OTHERS_TEXT,
  "engine/tasks/audit/log-lines.ts": OTHERS_TEXT,
  "engine/findings/language.ts": LANGUAGES,
  "engine/tasks/cure/cured-name.ts": NAME_OF_A_FILE,
  "engine/findings/numbers.ts": NUMBER,
  "engine/findings/run-problems.ts": CODE,
  "engine/findings/words.ts": OTHERS_TEXT,
  "engine/flow/data/csv.ts": OTHERS_TEXT,
  "engine/import/hugging-face/family.ts": OTHERS_TEXT,
  "engine/import/import.ts": PROGRAM,
  "engine/import/keras/keras.ts": OTHERS_TEXT,
  "engine/import/modules/modules.ts": OTHERS_TEXT,
  "engine/import/node.ts": NAME_OF_A_FILE,
  "engine/import/onnx/operators.ts": OTHERS_TEXT,
  "engine/frameworks/arrays/arrays.ts": PROGRAM,
  "engine/frameworks/arrays/layers.ts": PROGRAM,
  "engine/frameworks/places.ts": PROGRAM,
  "engine/frameworks/python-words.ts": PROGRAM,
  "engine/frameworks/python.ts": PROGRAM,
  "engine/frameworks/pytorch/attention.ts": PROGRAM,
  "engine/frameworks/pytorch/modules.ts": PROGRAM,
  "engine/frameworks/pytorch/pytorch.ts": PROGRAM,
  "engine/report/mathml.ts": OTHERS_TEXT,
  "engine/report/spec-differences.ts": SPEC_TEXT,
  "engine/report/outline.ts": WRITING,
  "engine/report/references/bibtex.ts": WRITING,
  "engine/report/witness-spec.ts": WRITING,
  "engine/report/writers/csv-text.ts": OTHERS_TEXT,
  "engine/report/writers/html/markup.ts": WRITING,
  "engine/report/writers/markdown-text.ts": WRITING,
  "engine/report/writers/pasted-tables.ts": WRITING,
  "engine/report/writers/sarif-text.ts": NAME_OF_A_FILE,
  "engine/server/features/code-actions.ts": LIST,
  "engine/server/features/layer-facts.ts": WRITING,
  "engine/server/features/rename.ts": SPEC_TEXT,
  "engine/server/node.ts": NAME_OF_A_FILE,
  "engine/server/settings.ts": NAME_OF_A_FILE,
  "engine/server/workspace-folders.ts": NAME_OF_A_FILE,
  "engine/spec/edit/architecture.ts": SPEC_TEXT,
  "engine/spec/edit/expectations.ts": SPEC_TEXT,
  "engine/spec/edit/initialization.ts": SPEC_TEXT,
  "engine/spec/edit/properties.ts": SPEC_TEXT,
  "engine/spec/expectations.ts": SPEC_TEXT,
  "engine/spec/expression/parse.ts": SPEC_TEXT,
  "engine/spec/names.ts": SPEC_TEXT,
  "engine/spec/proposals.ts": SPEC_TEXT,
  "engine/spec/read.ts": SPEC_TEXT,
  "engine/spec/resolve/long-form.ts": SPEC_TEXT,
  "engine/spec/resolve/sweep.ts": SPEC_TEXT,
  "engine/spec/resolve/data-files.ts": NAME_OF_A_FILE,
  "engine/spec/schema/architecture.ts": WRITING,
  "engine/spec/schema/keywords.ts": WRITING,
  "engine/spec/tables.ts": WRITING,
  "engine/spec/text/lexemes.ts": SPEC_TEXT,
  "engine/spec/text/parse.ts": SPEC_TEXT,
  "engine/spec/text/scan.ts": SPEC_TEXT,
  "engine/spec/validate.ts": LIST,
  "engine/spec/validate/wording.ts": SPEC_TEXT,
  "engine/tasks/export/export.ts": NAME_OF_A_FILE,
  "engine/worker/fault.ts": OTHERS_TEXT,
  "engine/weights/match.ts": OTHERS_TEXT,
  "engine/weights/names.ts": OTHERS_TEXT,
  "engine/weights/nearest.ts": OTHERS_TEXT,
  "engine/worker/model-files/node.ts": NAME_OF_A_FILE,
  "engine/worker/weights-files/node.ts": SPEC_TEXT,
  "extension/cures/apply-cure.ts": LIST,
  "extension/cures/apply-fix.ts": LIST,
  "extension/engine/restarts.ts": OTHERS_TEXT,
  "extension/examples.ts": SPEC_TEXT,
  "extension/panel/html.ts": OTHERS_TEXT,
  "extension/panel/messages.ts": OTHERS_TEXT,
  "extension/panel/save.ts": NAME_OF_A_FILE,
  "extension/runs/file-name.ts": NAME_OF_A_FILE,
  "extension/runs/storage-path.ts": NAME_OF_A_FILE,
  "extension/runs/format.ts": OTHERS_TEXT,
  "extension/runs/storage-files.ts": NAME_OF_A_FILE,
  "extension/runs/store.ts": NAME_OF_A_FILE,
  "extension/specs.ts": NAME_OF_A_FILE,
  "extension/tasks/run-name.ts": SPEC_TEXT,
  "extension/testing/tree.ts": LIST,
  "webview/charts/axis.ts": NUMBER,
  "webview/charts/canvas/draw-shapes.ts": PICTURE,
  "webview/charts/layout/geometry.ts": PICTURE,
  "webview/charts/picture/png.ts": PICTURE,
  "webview/charts/picture/svg.ts": PICTURE,
  "webview/charts/sweep-chart.ts": LIST,
  "webview/data/heat-scale.ts": NUMBER,
  "webview/data/mathml.ts": OTHERS_TEXT,
  "webview/data/words.ts": NAME_OF_A_FILE,
  "webview/html.ts": LANGUAGES,
  "webview/sections/compare.ts": SPEC_TEXT,
  "webview/sections/audit/beside.ts": OTHERS_TEXT,
  "webview/theme.ts": PICTURE,
};

describe("house: meaning before words", () => {
  const found = new Map(typeScriptFiles().map((file) => [relative(file), readings(file, readFileSync(file, "utf8"))]));

  it("nothing looks into a text but files whose matter is text", () => {
    const lost = [...found].flatMap(([file, lines]) =>
      file in MAY_READ ? [] : lines.map((line) => `${file}:${line}`),
    );
    assert.deepEqual(lost, []);
  });

  it("no permission is left over", () => {
    assert.deepEqual(
      Object.keys(MAY_READ).filter((file) => (found.get(file) ?? []).length === 0),
      [],
    );
  });

  it("sees every way to look into a text", () => {
    const lines = (text: string): number[] => readings("made-up.ts", text);
    assert.deepEqual(lines("/^A/.test(name);"), [1]);
    assert.deepEqual(lines('new RegExp("A");'), [1]);
    assert.deepEqual(lines('name.startsWith("A");\n\nname.endsWith(suffix);'), [1, 3]);
    assert.deepEqual(lines('name.includes("relu"), name.indexOf(`, `);'), [1]);
    assert.deepEqual(lines('name.replace("A", "B"), name.split(":");'), [1]);
    assert.deepEqual(lines('if (sentence === "the loss falls") go();'), [1]);
    // Lists of values, words of a union, and letters one by one are no texts.
    assert.deepEqual(lines('used.includes(name), kind === "matrix", "0123".split("");'), []);
  });
});

/** The numbers of the lines that look into a text. Of `includes` and its like only those that look for a written word. */
function readings(file: string, text: string): number[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (looks(node)) lines.add(source.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...lines].sort((a, b) => a - b);
}

function looks(node: ts.Node): boolean {
  if (ts.isRegularExpressionLiteral(node)) return true;
  if (ts.isNewExpression(node)) return node.expression.getText() === "RegExp";
  if (ts.isBinaryExpression(node))
    return COMPARISONS.includes(node.operatorToken.kind) && [node.left, node.right].some(isPhrase);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { text } = node.expression.name;
  const [first] = node.arguments;
  return (
    LOOKS.includes(text) ||
    (LOOKS_FOR_WORDS.includes(text) && first !== undefined && ts.isStringLiteralLike(first) && first.text !== "")
  );
}

/** Several words: no name of a kind has a space. */
function isPhrase(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) && node.text.includes(" ");
}
