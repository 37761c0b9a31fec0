import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { AuditResult } from "../../../../src/engine/report/audit/facts";
import { NOTHING_CLAIMED } from "../../../../src/engine/report/audit/run";
import { WRITERS, write, writersOf } from "../../../../src/engine/report/writers";
import { auditNet, FOLDER } from "./audited";

describe("an audit as a document", () => {
  /** A run with the wrong decay, and its log. */
  const wrong = (): Promise<AuditResult> =>
    auditNet(
      "sgd-decay",
      { ...NOTHING_CLAIMED, optimizer: "sgd", learningRate: 0.05, weightDecay: 0.01, steps: 200 },
      readFileSync(path.join(FOLDER, "sgd-decay.jsonl"), "utf8"),
    );
  const written = async (name: string): Promise<string> => {
    const writer = WRITERS.find((one) => one.name === name);
    assert.ok(writer !== undefined);
    return write(writer, { kind: "audit", result: await wrong() }) ?? "";
  };

  it("is written in every format for reports but the one of papers", () => {
    assert.deepEqual(
      writersOf("audit").map(({ name }) => name),
      ["text", "json", "markdown", "sarif", "html", "csv"],
    );
  });

  it("is Markdown with its laws, what became of them and its problems", async () => {
    const text = await written("markdown");
    for (const part of [
      /^# Audit of sgd-decay/,
      /## Laws of the weights/,
      /## What training did to them/,
      /## Problems/,
    ])
      assert.match(text, part);
    assert.match(text, /\| sum:head \| files \| not as claimed \| theorem \|/);
    assert.match(text, /\| rescaling:fc1 \| log \| not as claimed \|/);
    assert.match(text, /- \*\*error\*\* `audit\.impossible-change`, line \d+: /);
    // Every row of a table has as many cells as its head.
    for (const table of text.split(/\n\n/).filter((block) => block.startsWith("|"))) {
      const cells = table
        .trimEnd()
        .split("\n")
        .map((row) => row.replaceAll("\\\\|", "").split("|").length);
      assert.equal(new Set(cells).size, 1, table);
    }
  });

  it("is SARIF with its problems, and the files as artifacts", async () => {
    const { runs } = JSON.parse(await written("sarif"));
    const [{ results, artifacts, tool }] = runs;
    assert.deepEqual(
      [...new Set(results.map(({ ruleId }: { ruleId: string }) => ruleId))],
      ["audit.impossible-change"],
    );
    assert.deepEqual(tool.driver.rules, [{ id: "audit.impossible-change" }]);
    assert.equal(artifacts.length, 3);
    for (const { level, locations } of results) {
      assert.equal(level, "error");
      assert.ok(locations[0].physicalLocation.region.startLine >= 1);
      assert.equal(locations[0].physicalLocation.artifactLocation.index, 0);
    }
  });

  it("is a page without scripts, with every table", async () => {
    const text = await written("html");
    assert.match(text, /^<!doctype html>/);
    assert.doesNotMatch(text, /<script|https?:\/\/(?!arxiv)/);
    for (const part of [
      "Laws of the weights",
      "What training did to them",
      "Norms of units",
      "audit.impossible-change",
    ])
      assert.ok(text.includes(part), part);
  });
});
