import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { withTables } from "../../src/engine/spec/tables";

describe("house: tables of docs/spec.md", () => {
  const written = readFileSync("docs/spec.md", "utf8");

  it("are those of the rows: `node scripts/schema.mjs` was run", () => {
    assert.equal(withTables(written), written);
  });

  it("replace what stood in their place, and nothing else", () => {
    const stale = written.replace("| `tanh` | ", "| `tan` | ");
    assert.notEqual(stale, written);
    assert.equal(withTables(stale), written);
    assert.throws(() => withTables("no place"), /no place for the table of activations/);
  });
});
