import assert from "node:assert/strict";
import { inTurns, selectedOf, type TestNode } from "../../../src/extension/testing/selection";

interface Node extends TestNode<Node> {
  readonly id: string;
  readonly parent: Node | undefined;
  readonly children: Map<string, Node>;
}

function spec(id: string, names: readonly string[]): Node {
  const node: Node = { id, parent: undefined, children: new Map() };
  for (const name of names) node.children.set(name, { id: name, parent: node, children: new Map() });
  return node;
}

describe("which expectations a test run is of", () => {
  const [one, two] = [spec("one", ["laws", "complete"]), spec("two", ["maxDrift"])];
  const child = (node: Node, name: string): Node => node.children.get(name) ?? assert.fail(name);
  const told = (include: readonly Node[], exclude: readonly Node[] = []): [string, string[]][] =>
    selectedOf(include, exclude).map(({ spec: at, expectations }) => [at.id, expectations.map(({ id }) => id)]);

  it("all of a spec, or those named, each once and by spec", () => {
    assert.deepEqual(told([one, two]), [
      ["one", ["laws", "complete"]],
      ["two", ["maxDrift"]],
    ]);
    assert.deepEqual(told([child(one, "complete"), child(two, "maxDrift"), child(one, "complete")]), [
      ["one", ["complete"]],
      ["two", ["maxDrift"]],
    ]);
    assert.deepEqual(told([one, child(one, "laws")]), [["one", ["laws", "complete"]]]);
  });

  it("without those left out", () => {
    assert.deepEqual(told([one, two], [two, child(one, "laws")]), [["one", ["complete"]]]);
    assert.deepEqual(told([two], [child(two, "maxDrift")]), []);
  });
});

describe("work in turns", () => {
  it("does everything once, never more than so many at a time", async () => {
    let [running, most] = [0, 0];
    const done: number[] = [];
    await inTurns([1, 2, 3, 4, 5], 2, async (item) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      done.push(item);
    });
    assert.deepEqual([done.toSorted(), most], [[1, 2, 3, 4, 5], 2]);
    await inTurns([], 2, () => assert.fail("there is nothing to do"));
  });
});
