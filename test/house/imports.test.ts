/** The house rules of docs/architecture.md that can be tested: who may import whom, and what no file of src may hold. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import ts from "typescript";
import { PROBLEM_CODES } from "../../src/engine/findings/problem";
import { importsOf, listFiles, relative, src, typeScriptFiles, type Import } from "./sources";

/** Inside the engine: for each room, the rooms it may import. */
const ENGINE_ROOMS: Readonly<Record<string, readonly string[]>> = {
  findings: [],
  checkpoint: ["findings"],
  math: ["findings"],
  model: ["math", "findings"],
  flow: ["model", "math", "findings"],
  theory: ["flow", "model", "math", "findings"],
  report: ["findings"],
  weights: ["checkpoint", "model", "findings"],
  frameworks: ["protocol", "weights", "checkpoint", "model", "findings"],
  spec: ["weights", "report", "theory", "flow", "model", "math", "findings"],
  subject: ["spec", "weights", "checkpoint", "flow", "model", "findings"],
  import: ["spec", "weights", "checkpoint", "model", "findings"],
  ideas: ["report", "subject", "spec", "theory", "flow", "model", "math", "findings"],
  protocol: ["report", "findings"],
  tasks: [
    "frameworks",
    "protocol",
    "import",
    "ideas",
    "subject",
    "spec",
    "weights",
    "checkpoint",
    "report",
    "theory",
    "flow",
    "model",
    "math",
    "findings",
  ],
  worker: ["tasks", "import", "subject", "checkpoint", "protocol", "findings"],
  server: ["worker", "tasks", "protocol", "spec", "report", "findings"],
  cli: ["frameworks", "protocol", "worker", "tasks", "import", "checkpoint", "spec", "report", "model", "findings"],
};
const PUBLIC_ENGINE_ROOMS = ["engine/protocol", "engine/report", "engine/findings"];
const EXTENSION_PACKAGES = ["vscode", "vscode-languageclient"];
const WEBVIEW_PACKAGES = ["lit-html", "chart.js", "chartjs-plugin-zoom", "chartjs-plugin-annotation"];

const files = typeScriptFiles();
const imports = files.flatMap(importsOf);

describe("house", () => {
  describe("imports", () => {
    it("resolve to a file of src or to a package", () => {
      expectNone(imports.filter((i) => i.specifier.startsWith(".") && i.target === null));
    });

    it("of the webview reach only the engine's protocol, report and findings", () => {
      expectNone(
        imports.filter(
          (i) => i.room === "webview" && i.target !== null && !inRooms(i.target, ["webview", ...PUBLIC_ENGINE_ROOMS]),
        ),
      );
    });

    it("of packages by the webview are for templates and charts: formulas come typeset", () => {
      expectNone(
        imports.filter(
          (i) => i.room === "webview" && i.target === null && !WEBVIEW_PACKAGES.includes(packageOf(i.specifier)),
        ),
      );
    });

    it("of the extension reach only the engine's protocol, report and findings, and two packages", () => {
      expectNone(
        imports.filter(
          (i) =>
            i.room === "extension" &&
            !isNodeModule(i.specifier) &&
            (i.target !== null
              ? !inRooms(i.target, ["extension", ...PUBLIC_ENGINE_ROOMS])
              : !EXTENSION_PACKAGES.includes(packageOf(i.specifier))),
        ),
      );
    });

    it("of the engine stay inside the engine", () => {
      expectNone(imports.filter((i) => i.room === "engine" && i.target !== null && !inRooms(i.target, ["engine"])));
    });

    it("of `vscode` stand only in the extension", () => {
      expectNone(imports.filter((i) => packageOf(i.specifier) === "vscode" && i.room !== "extension"));
    });

    it("of Node's own modules stand, in the engine, only in node.ts and cli/, and never in the webview", () => {
      expectNone(imports.filter((i) => isNodeModule(i.specifier) && !mayUseNode(i.file)));
    });

    it("inside the engine go downward", () => {
      expectNone(imports.filter((i) => i.room === "engine" && i.target !== null && !goesDownward(i.file, i.target)));
    });

    it("use every permission that a room of the engine has", () => {
      const used = new Set(
        imports.flatMap((i) =>
          i.room === "engine" && i.target !== null ? [`${engineRoom(i.file)} → ${engineRoom(i.target)}`] : [],
        ),
      );
      const granted = Object.entries(ENGINE_ROOMS).flatMap(([upper, below]) =>
        below.map((lower) => `${upper} → ${lower}`),
      );
      assert.deepEqual(
        granted.filter((one) => !used.has(one)),
        [],
        "permissions that nothing uses: take them out of ENGINE_ROOMS",
      );
    });

    it("form no circle", () => {
      assert.deepEqual(findCircle(), []);
    });
  });

  describe("every file of src", () => {
    it("stands in a known room", () => {
      const lost = files.filter((file) => relative(file).startsWith("engine/") && !(engineRoom(file) in ENGINE_ROOMS));
      assert.deepEqual(lost.map(relative), []);
    });

    it("has at most 300 lines", () => {
      const lengths = listFiles(src).map((file) => ({
        file: relative(file),
        lines: readFileSync(file, "utf8").split("\n").length - 1,
      }));
      assert.deepEqual(
        lengths.filter(({ lines }) => lines > 300),
        [],
      );
    });

    it("is free of `any` and of switched-off checks", () => {
      const found = files.flatMap((file) => {
        const text = readFileSync(file, "utf8");
        const marks = text.match(/@ts-(ignore|nocheck|expect-error)|eslint-disable/g) ?? [];
        return [...marks, ...anyTypes(file, text)].map((mark) => `${relative(file)}: ${mark}`);
      });
      assert.deepEqual(found, []);
    });
  });

  it("style sheets of the page write colours only as the fallback of a theme variable", () => {
    const found = listFiles(path.join(src, "webview"))
      .filter((file) => file.endsWith(".css"))
      .flatMap((file) => {
        const bare = withoutVariables(readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, ""));
        return (bare.match(/#[0-9a-f]{3,8}\b(?=[^{}]*[;}])|\b(rgb|hsl)a?\([^)]*\)/gi) ?? []).map(
          (colour) => `${relative(file)}: ${colour}`,
        );
      });
    assert.deepEqual(found, []);
  });

  describe("problem codes", () => {
    it("have their page in docs/codes", () => {
      assert.deepEqual(
        PROBLEM_CODES.filter((code) => !existsSync(`docs/codes/${code}.md`)),
        [],
      );
    });

    it("are the only pages in docs/codes", () => {
      const pages = existsSync("docs/codes") ? readdirSync("docs/codes").filter((name) => name !== "README.md") : [];
      assert.deepEqual(
        pages.filter((name) => !(PROBLEM_CODES as readonly string[]).includes(name.replace(/\.md$/, ""))),
        [],
      );
    });
  });
});

function expectNone(found: readonly Import[]): void {
  assert.deepEqual(
    found.map((i) => `${relative(i.file)} imports ${i.specifier}`),
    [],
  );
}

function mayUseNode(file: string): boolean {
  if (inRooms(file, ["extension", "engine/cli"])) return true;
  return inRooms(file, ["engine"]) && path.basename(file) === "node.ts";
}

function goesDownward(from: string, to: string): boolean {
  const [upper, lower] = [engineRoom(from), engineRoom(to)];
  if (upper === lower) return true;
  return ENGINE_ROOMS[upper]?.includes(lower) ?? false;
}

/** The files of one circle of imports, first repeated at the end; empty when there is none. */
function findCircle(): string[] {
  const next = new Map(
    files.map((file) => [
      file,
      imports.flatMap((i) => (i.file === file && i.target?.endsWith(".ts") ? [i.target] : [])),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string[] => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file].map(relative);
    if (done.has(file)) return [];
    const circle = (next.get(file) ?? []).map((to) => visit(to, [...trail, file])).find((found) => found.length > 0);
    done.add(file);
    return circle ?? [];
  };
  return files.map((file) => visit(file, [])).find((found) => found.length > 0) ?? [];
}

function anyTypes(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword)
      found.push(`any in line ${source.getLineAndCharacterOfPosition(node.pos).line + 1}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The text without its `var(...)`, which may be nested. */
function withoutVariables(css: string): string {
  const shorter = css.replace(/var\([^()]*(\([^()]*\)[^()]*)*\)/g, "");
  return shorter === css ? css : withoutVariables(shorter);
}

function engineRoom(file: string): string {
  return relative(file).split("/")[1] ?? "";
}

function inRooms(file: string, rooms: readonly string[]): boolean {
  return rooms.some((room) => relative(file).startsWith(`${room}/`));
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function isNodeModule(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}
