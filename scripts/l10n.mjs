// Collects what people read (extension, page, and the report's sentences that both say) into l10n/bundle.l10n.json, and tells
// what the other languages lack or no longer need. How sentences are marked: src/engine/findings/language.ts.
//   node scripts/l10n.mjs            writes the bundle, lists missing and dead entries
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import ts from "typescript";
import { globSync } from "./glob.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Every message of the files of `src`, with the places that say it. `messagesOf`: of src/webview/html.ts, which knows what
 * a template says.
 */
export function messagesIn(messagesOf) {
  const found = new Map();
  for (const file of globSync(path.join(root, "src"), (name) => name.endsWith(".ts"))) {
    const text = readFileSync(file, "utf8");
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const add = (message, node) => {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const place = `${path.relative(root, file).split(path.sep).join("/")}:${line + 1}`;
      found.set(message, [...(found.get(message) ?? []), place]);
    };
    const ofPage = file.includes(`${path.sep}webview${path.sep}`);
    const visit = (node) => {
      for (const message of messagesAt(node, ofPage, messagesOf)) add(message, node);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function messagesAt(node, ofPage, messagesOf) {
  if (ts.isTaggedTemplateExpression(node)) {
    const tag = node.tag.getText();
    const pieces = piecesOf(node.template);
    if (tag === "t" || tag === "word") return [pieces.reduce((before, piece, i) => `${before}{${i - 1}}${piece}`)];
    if (tag === "html" && ofPage) return messagesOf(pieces).map(({ text }) => text);
  }
  if (ts.isCallExpression(node) && node.expression.getText() === "vscode.l10n.t") {
    const [message] = node.arguments;
    if (message !== undefined && ts.isStringLiteralLike(message)) return [message.text];
  }
  // What a long computation is at is said as it is when it has no values.
  if (ts.isPropertyAssignment(node) && node.name.getText() === "stage" && ts.isStringLiteralLike(node.initializer))
    return [node.initializer.text];
  return [];
}

function piecesOf(template) {
  return ts.isNoSubstitutionTemplateLiteral(template)
    ? [template.text]
    : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
}

/** `messagesOf` as the page has it. */
async function pageMessages() {
  const folder = mkdtempSync(path.join(tmpdir(), "intrinsic-l10n-"));
  try {
    const outfile = path.join(folder, "html.mjs");
    await build({
      entryPoints: [path.join(root, "src/webview/html.ts")],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      logLevel: "warning",
    });
    return (await import(pathToFileURL(outfile).href)).messagesOf;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const messages = messagesIn(await pageMessages());
  const keys = [...messages.keys()].sort();
  const folder = path.join(root, "l10n");
  writeFileSync(
    path.join(folder, "bundle.l10n.json"),
    `${JSON.stringify(Object.fromEntries(keys.map((key) => [key, key])), null, 2)}\n`,
  );
  for (const name of readdirSync(folder).filter(
    (one) => /^bundle\.l10n\..+\.json$/.test(one) && one !== "bundle.l10n.json",
  )) {
    const bundle = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
    for (const key of keys.filter((one) => !(one in bundle)))
      console.log(`${name} lacks ${JSON.stringify(key)} (${messages.get(key)[0]})`);
    for (const key of Object.keys(bundle).filter((one) => !messages.has(one)))
      console.log(`${name} has what nothing says: ${JSON.stringify(key)}`);
  }
  console.log(`${keys.length} messages`);
}
