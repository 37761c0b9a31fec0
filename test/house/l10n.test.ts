/**
 * What people read is looked up in the bundle of their language (src/engine/findings/language.ts), and German has all of
 * it. A sentence that goes past the bundle would stand in English among German ones, so this looks for those too.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { messagesOf } from "../../src/webview/html";
import { relative, typeScriptFiles } from "./sources";

type Texts = Readonly<Record<string, string>>;

const read = (file: string): Texts => JSON.parse(readFileSync(path.resolve(file), "utf8")) as Texts;
const english = read("l10n/bundle.l10n.json");
const german = read("l10n/bundle.l10n.de.json");
const manifest = { english: read("package.nls.json"), german: read("package.nls.de.json") };

interface Collected {
  messagesIn(of: (strings: readonly string[]) => { readonly text: string }[]): Map<string, string[]>;
}
let said: Map<string, string[]>;

describe("house: languages", () => {
  before(async () => {
    const script = (await import(pathToFileURL(path.resolve("scripts/l10n.mjs")).href)) as Collected;
    said = script.messagesIn(messagesOf);
  });

  it("the bundle is what is said: `node scripts/l10n.mjs` was run", () => {
    assert.deepEqual(Object.keys(english), [...said.keys()].sort());
    assert.deepEqual(
      Object.entries(english).filter(([key, text]) => key !== text),
      [],
    );
  });

  it("German says all of it, and nothing else", () => {
    assert.deepEqual(missing(english, german), []);
    assert.deepEqual(missing(german, english), []);
    assert.deepEqual(missing(manifest.english, manifest.german), []);
    assert.deepEqual(missing(manifest.german, manifest.english), []);
  });

  it("every translation has the values of its sentence, once each, and the space around it", () => {
    const wrong = Object.entries(german).filter(
      ([key, text]) =>
        String(placesOf(key)) !== String(placesOf(text)) ||
        edge(key, /^\s*/) > edge(text, /^[\s,]*/) ||
        text.trim() === "",
    );
    assert.deepEqual(wrong, []);
    assert.deepEqual(
      Object.entries(german).filter(([key, text]) => edge(key, /\s*$/) !== edge(text, /\s*$/)),
      [],
    );
  });

  it("no translation brings markup that its sentence has not", () => {
    const times = (text: string, mark: string): number => text.split(mark).length;
    assert.deepEqual(
      Object.entries(german).filter(([key, text]) =>
        ["<", ">", '"', "&"].some((one) => times(text, one) > times(key, one)),
      ),
      [],
    );
  });

  it("German is German: what is the same in both languages is a name, a sign or a word of both", () => {
    const same = Object.entries(german)
      .filter(([key, text]) => key === text && /\p{L}{2,} \p{L}{2,}/u.test(key))
      .map(([key]) => key);
    assert.deepEqual(same, []);
  });

  it("commands linked in the manifest's texts are the same in both", () => {
    const links = (texts: Texts): string[][] =>
      Object.keys(manifest.english).map((key) => [...(texts[key] ?? "").matchAll(/\(command:[\w.]+\)/g)].map(String));
    assert.deepEqual(links(manifest.german), links(manifest.english));
  });

  it("a menu, a button or a view that a German sentence names is called so", () => {
    const names = new Set(Object.entries(manifest.german).map(([, text]) => text));
    const named = Object.values(german).flatMap((text) =>
      [...text.matchAll(/„Intrinsic: ([^“]+)“/g)].map(([, one]) => one ?? ""),
    );
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((one) => !names.has(one)),
      [],
    );
  });

  it("the manifest has a key wherever a person reads", () => {
    const found: string[] = [];
    const keys = new Set<string>();
    const visit = (value: unknown, at: string, name: string): void => {
      if (typeof value === "string") {
        const key = /^%(.+)%$/.exec(value)?.[1];
        if (key !== undefined) keys.add(key);
        else if (READ.has(name) && value !== "Intrinsic") found.push(`${at}: ${value}`);
      } else if (Array.isArray(value)) value.forEach((one, i) => visit(one, `${at}[${i}]`, name));
      else if (typeof value === "object" && value !== null)
        for (const [key, one] of Object.entries(value)) visit(one, `${at}.${key}`, key);
    };
    const whole = JSON.parse(readFileSync(path.resolve("package.json"), "utf8")) as Record<string, unknown>;
    visit(whole["contributes"], "contributes", "");
    visit(whole["description"], "description", "description");
    assert.deepEqual(found, []);
    assert.deepEqual([...keys].sort(), Object.keys(manifest.english).sort());
    assert.equal(whole["l10n"], "./l10n");
  });

  it("what is packaged holds the bundles", () => {
    const shipped = readFileSync(path.resolve(".vscodeignore"), "utf8").split("\n");
    for (const line of ["!l10n/**", "!package.nls.json", "!package.nls.*.json"])
      assert.ok(shipped.includes(line), line);
  });

  it("no sentence that is read in the editor goes past the bundle", () => {
    const found = typeScriptFiles()
      .filter((file) => !ENGLISH.test(relative(file)))
      .flatMap((file) => {
        const unknown = unsaid(readFileSync(file, "utf8"));
        // Much of what the engine writes is read by programs; whole sentences are not.
        const read = relative(file).startsWith("engine/") ? unknown.filter((one) => SENTENCE.test(one)) : unknown;
        return read.map((one) => `${relative(file)}:${one}`);
      });
    assert.deepEqual(found, []);
  });

  it("such a sentence would be found", () => {
    assert.deepEqual(unsaid('window.showErrorMessage("no file");'), ['1: "no file"']);
    assert.deepEqual(unsaid("const title = `Save ${name} now`;"), ["1: `Save ${name} now`"]);
    assert.deepEqual(unsaid('columns: [words("layer")]'), ['1: "layer"']);
    assert.deepEqual(unsaid('item.tooltip = "Stop"; const a = { label: "Stop" };'), ['1: "Stop"', '1: "Stop"']);
    assert.deepEqual(unsaid('showQuickPick(all, { placeHolder: yes ? "one" : "two" })'), ['1: "one"', '1: "two"']);
    assert.deepEqual(unsaid('const title = t`Save ${name}`; f(vscode.l10n.t("no file"));'), []);
    assert.deepEqual(unsaid('if (kind === "two words") f({ type: "start" });'), []);
  });
});

/** What speaks English everywhere: the command line, programs and references that are written, docs/spec.md. */
const ENGLISH = /^engine\/(cli|frameworks|report\/references)\/|^engine\/spec\/tables\.ts$/;

const SENTENCE = /^\d+: ["'`]\p{Lu}[^]*\p{L}{2,} \p{L}{2,}[^]*[.!?]["'`]$/u;

/** Properties of the manifest that are read by people. */
const READ = new Set([
  "title",
  "description",
  "markdownDescription",
  "altText",
  "name",
  "contextualTitle",
  "contents",
  "category",
]);

/** Properties, and calls, whose texts are shown even where they are one word. */
const SHOWN = new Set([
  "title",
  "label",
  "detail",
  "description",
  "tooltip",
  "placeHolder",
  "prompt",
  "openLabel",
  "saveLabel",
]);
const SHOWN_TOO = [
  "caption",
  "xTitle",
  "yTitle",
  "levelTitle",
  "markedLabel",
  "solidName",
  "stage",
  "headline",
  "line",
  "help",
];
const SHOWING =
  /^(words|numbers|factRow|claimRow|showErrorMessage|showInformationMessage|showWarningMessage|setStatusBarMessage|cannot|done|told|plural|counted)$/;
/** What is no language: one word that is a name, paths, keys of styles and of the page's own parts. */
const NO_LANGUAGE =
  /^(Intrinsic|ReLU|[a-z]+([-.][a-z-]+)+|<[^]*|M?\$\{.*|.*\/.*|[^\p{L}]*)$|^(card|chart-tip|report|hypothesis|part|Arrow|width=|default-src|style-src|script-src|img-src|font-src|translate|math|mfrac|mathvariant|voffset|rgb|timed|nav\.|# |\$\(check\))|^\$\{heat\} differs|^\$\{[^}]+\}(px|\.| ?·)|^Intrinsic \$\{|^Intrinsic: \$\{|^\/laws|display$|^\{\n/u;

/** "line: text" of each literal that a person would read and no bundle holds. */
function unsaid(text: string): string[] {
  const source = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isTaggedTemplateExpression(node)) {
      if (ts.isTemplateExpression(node.template))
        node.template.templateSpans.forEach(({ expression }) => visit(expression));
      return;
    }
    if (ts.isCallExpression(node) && node.expression.getText() === "vscode.l10n.t") {
      node.arguments.slice(1).forEach(visit);
      return;
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const words = ts.isTemplateExpression(node)
        ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("0")
        : node.text;
      const sentence = /\p{L}{2,}[^\p{L}]* [^\p{L}]*\p{L}{2,}|^\p{Lu}\p{Ll}{2,}/u.test(words);
      if ((sentence || (isShown(node) && /\p{L}{2,}/u.test(words))) && !isSign(node)) {
        const bare = node.getText().slice(1, -1);
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        if (!NO_LANGUAGE.test(bare)) found.push(`${line + 1}: ${node.getText()}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isShown(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isConditionalExpression(parent) && parent.condition !== node) return isShown(parent);
  if (ts.isPropertyAssignment(parent)) {
    const name = parent.name.getText();
    return SHOWN.has(name) || SHOWN_TOO.includes(name);
  }
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return ts.isPropertyAccessExpression(parent.left) && SHOWN.has(parent.left.name.text);
  return (
    ts.isCallExpression(parent) &&
    SHOWING.test(parent.expression.getText().split(".").at(-1) ?? "") &&
    parent.arguments[0] === node
  );
}

/** Compared, looked up, or the name of a key: it is not shown. */
function isSign(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return COMPARING.has(parent.operatorToken.kind);
  if (ts.isPropertyAssignment(parent))
    return parent.name === node || (!isShown(node) && UNSHOWN.has(parent.name.getText()));
  if (ts.isCaseClause(parent) || ts.isElementAccessExpression(parent) || ts.isComputedPropertyName(parent)) return true;
  if (ts.isNewExpression(parent)) return true;
  return (
    ts.isCallExpression(parent) &&
    /(^|\.)(get|set|on|once|startsWith|endsWith|split|createElement|createElementNS|setAttribute|addEventListener|appendLine|info|warn|error|trace|log|registerCommand|executeCommand|querySelector|querySelectorAll|closest|getElementById|matchMedia|pick|test|createTestController|createOutputChannel)$/.test(
      parent.expression.getText(),
    )
  );
}

const COMPARING = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.InKeyword,
]);
const UNSHOWN = new Set([
  "type",
  "kind",
  "id",
  "key",
  "dash",
  "command",
  "fill",
  "tag",
  "class",
  "rootMargin",
  "transform",
  "family",
]);

function missing(from: Texts, other: Texts): string[] {
  return Object.keys(from).filter((key) => !Object.hasOwn(other, key));
}

/** "{0}", "{1}", each as often as it stands there. */
function placesOf(text: string): string[] {
  return (text.match(/\{\d+\}/g) ?? []).sort();
}

function edge(text: string, at: RegExp): number {
  return at.exec(text)?.[0].length ?? 0;
}
