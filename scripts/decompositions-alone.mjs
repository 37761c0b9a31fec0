// An esbuild plugin: of ml-matrix only the decompositions are bundled that src/engine/math/dense uses, and of its class Matrix only
// the methods that they, our files there, or one of these methods name; eigenvalues are those of symmetric matrices, which is
// all we ask for. What is left out and called all the same fails at once.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const OURS = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../src/engine/math/dense");
const DECOMPOSITIONS = ["dc/svd.js", "dc/evd.js", "dc/cholesky.js", "dc/util.js", "util.js"];
/** The package is formatted: a method of a class stands between these lines. */
/** What only matrices need that are not symmetric. */
const NOT_SYMMETRIC = /^function (orthes|hqr2|cdiv)\([^\n]*\) \{\n[\s\S]*?^\}\n/gm;
const METHOD = /^ {2}(?:static )?([\w.*[\]]+)\([^\n]*\) \{\n[\s\S]*?^ {2}\}\n/gm;

export const decompositionsAlone = {
  name: "decompositions alone",
  setup({ onLoad }) {
    // They install what works entry by entry, print and average: what installs itself does nothing.
    onLoad({ filter: /[\\/]ml-matrix[\\/]src[\\/](mathOperations|inspect|stat)\.js$/ }, ({ path: file }) => ({
      contents: [...readFileSync(file, "utf8").matchAll(/^export function (\w+)/gm)]
        .map(([, name]) => `export const ${name} = ${name === "installMathOperations" ? "() => {}" : "null"};`)
        .join("\n"),
    }));
    onLoad({ filter: /[\\/]ml-matrix[\\/]src[\\/]dc[\\/]evd\.js$/ }, ({ path: file }) => ({
      contents: readFileSync(file, "utf8").replace(
        NOT_SYMMETRIC,
        (_, name) => `function ${name}() { throw new Error("Only symmetric matrices have eigenvalues here."); }\n`,
      ),
    }));
    onLoad({ filter: /[\\/]ml-matrix[\\/]src[\\/]matrix\.js$/ }, ({ path: file }) => {
      const text = readFileSync(file, "utf8");
      const users = [
        ...DECOMPOSITIONS.map((name) => path.join(path.dirname(file), name)),
        ...readdirSync(OURS).map((name) => path.join(OURS, name)),
      ].map((name) => readFileSync(name, "utf8"));
      return { contents: withoutIdleMethods(text, users.join("\n")) };
    });
  },
};

function withoutIdleMethods(text, users) {
  const methods = [...text.matchAll(METHOD)].map(([body, name]) => ({ name, body }));
  const around = methods.reduce((rest, { body }) => rest.replace(body, ""), text);
  const names = (where, name) => new RegExp(`\\b${name}\\b`).test(where);
  const isNeeded = ({ name }, where) => !/^\w+$/.test(name) || name === "constructor" || names(where, name);
  let where = `${users}\n${around}`;
  let kept = [];
  for (;;) {
    const more = methods.filter((method) => isNeeded(method, where));
    if (more.length === kept.length) break;
    kept = more;
    where = `${users}\n${around}\n${kept.map(({ body }) => body).join("\n")}`;
  }
  return methods.filter((method) => !kept.includes(method)).reduce((rest, { body }) => rest.replace(body, ""), text);
}
