/**
 * Folders take from each other in one direction only. An import counts for the two folders in which the paths of the
 * two files part: from `a/b/c/x.ts` to `a/d/y.ts` for `a/b` and `a/d`. (A file beside its folder is no folder of its
 * own: an entry may take from the folders under it, and they may take from what stands beside them.)
 */
import assert from "node:assert/strict";
import path from "node:path";
import { importsOf, relative, typeScriptFiles } from "./sources";

describe("house", () => {
  describe("folders", () => {
    it("are many, and take from each other", () => {
      const edges = folderEdges(sourceImports());
      assert.ok(edges.has("engine/ideas → engine/theory"));
      assert.ok(edges.has("engine/theory/plateau → engine/theory/trajectory"));
    });

    it("form no circle", () => {
      assert.deepEqual(circleOf(folderEdges(sourceImports())), []);
    });

    it("that form a circle are found, whatever its length and depth", () => {
      const edges = folderEdges([
        ["a/b/one.ts", "a/c/two.ts"],
        ["a/c/deep/three.ts", "a/d/four.ts"],
        ["a/d/five.ts", "a/b/deep/one.ts"],
        ["a/entry.ts", "a/b/one.ts"],
        ["a/b/one.ts", "a/shared.ts"],
      ]);
      assert.deepEqual(circleOf(edges), [
        "a/b → a/c: a/b/one.ts → a/c/two.ts",
        "a/c → a/d: a/c/deep/three.ts → a/d/four.ts",
        "a/d → a/b: a/d/five.ts → a/b/deep/one.ts",
      ]);
    });
  });
});

/** From a file to a file, relative to src. */
type Arrow = readonly [from: string, to: string];

function sourceImports(): Arrow[] {
  return typeScriptFiles().flatMap((file) =>
    importsOf(file).flatMap(({ target }): Arrow[] => (target === null ? [] : [[relative(file), relative(target)]])),
  );
}

interface Edge {
  readonly from: string;
  readonly to: string;
  /** One import that makes it. */
  readonly because: Arrow;
}

/** Keyed "from → to". */
function folderEdges(arrows: readonly Arrow[]): ReadonlyMap<string, Edge> {
  const edges = new Map<string, Edge>();
  for (const because of arrows) {
    const [a, b] = because.map((file) => path.posix.dirname(file).split("/")) as [string[], string[]];
    const fork = a.findIndex((name, i) => name !== b[i]);
    // -1: the one folder holds the other, or they are the same.
    if (fork < 0 || fork >= b.length) continue;
    const [from, to] = [a.slice(0, fork + 1).join("/"), b.slice(0, fork + 1).join("/")];
    const name = `${from} → ${to}`;
    if (!edges.has(name)) edges.set(name, { from, to, because });
  }
  return edges;
}

/** One circle, edge by edge with an import that makes it; empty when there is none. */
function circleOf(edges: ReadonlyMap<string, Edge>): string[] {
  const all = [...edges.values()];
  const done = new Set<string>();
  const visit = (folder: string, trail: readonly Edge[]): readonly Edge[] => {
    const start = trail.findIndex(({ from }) => from === folder);
    if (start >= 0) return trail.slice(start);
    if (done.has(folder)) return [];
    const circle = all
      .filter(({ from }) => from === folder)
      .map((edge) => visit(edge.to, [...trail, edge]))
      .find((found) => found.length > 0);
    done.add(folder);
    return circle ?? [];
  };
  const found = all.map(({ from }) => visit(from, [])).find((circle) => circle.length > 0) ?? [];
  return found.map(({ from, to, because }) => `${from} → ${to}: ${because.join(" → ")}`);
}
