/**
 * Every row of the table of ideas has its folder, its fields in docs/report.md, an example in which it has something to say,
 * and a place on the page or in the text; no folder and no row of the other tables is left over.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { analyzeSpec } from "../../src/engine/tasks/analyze/analyze";
import { COSTS } from "../../src/engine/ideas/idea";
import { IDEAS } from "../../src/engine/ideas";
import { EXPECTATIONS } from "../../src/engine/report/expectations";
import { LINES } from "../../src/engine/report/lines";
import { MEASURES } from "../../src/engine/report/measures";
import type { Report } from "../../src/engine/report/types";
import { VIEWS } from "../../src/webview/sections";
import { finish } from "../engine/networks";

const NAMES: readonly string[] = IDEAS.map(({ name }) => name);
/** What a run finds is no idea of the start; the verdict and the facts are said of several. */
const OF_A_RUN = ["run"];
const OF_SEVERAL = ["verdict", "facts"];
const EXAMPLES = ["relu-bias-skip", "linear-neural-ode", "train-scalar-relu", "two-layer-relaxed-balanced"];

describe("house: ideas", () => {
  const reports = EXAMPLES.map((name): Report => {
    const result = finish(analyzeSpec(readFileSync(`examples/${name}.intrinsic.json`, "utf8"), { path: null }));
    assert.ok(result.kind === "report", name);
    return result.report;
  });

  it("have a folder each, and there is no other", () => {
    const folders = readdirSync("src/engine/ideas", { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(folders.map(({ name }) => name).sort(), NAMES.toSorted());
    for (const name of NAMES) assert.ok(existsSync(path.join("src/engine/ideas", name, "idea.ts")), name);
  });

  it("have names of their own and one of the costs", () => {
    assert.equal(new Set(NAMES).size, NAMES.length);
    for (const { cost } of IDEAS) assert.ok(COSTS.includes(cost));
  });

  it("have every field they add to a report explained in docs/report.md, and shown by an example", () => {
    const text = readFileSync("docs/report.md", "utf8");
    const fields = new Set(reports.flatMap((report) => Object.keys(report)));
    for (const field of fields)
      assert.ok(text.includes(`\n### \`${field}\``), `docs/report.md has no ### \`${field}\``);
    // Those of Facts: each is some idea's.
    for (const field of [
      "model",
      "laws",
      "initialization",
      "intrinsicMetric",
      "recoverability",
      "manifolds",
      "symmetry",
      "plateau",
      "depth",
      "data",
      "signal",
    ])
      assert.ok(fields.has(field), field);
  });

  it("are named by the rows of the text and of the page", () => {
    const known = [...NAMES, ...OF_A_RUN, ...OF_SEVERAL];
    assert.deepEqual(
      LINES.map(({ idea }) => idea).filter((name) => !known.includes(name)),
      [],
    );
    assert.deepEqual(
      VIEWS.map(({ of }) => of).filter((name) => !known.includes(name)),
      [],
    );
    assert.deepEqual(
      VIEWS.flatMap(({ awaits = [] }) => awaits).filter((name) => !NAMES.includes(name)),
      [],
    );
    const dear = IDEAS.filter(({ cost }) => cost === "dear").map(({ name }) => name);
    const awaited = VIEWS.flatMap(({ awaits = [] }) => awaits);
    assert.deepEqual(
      dear.filter((name) => !awaited.includes(name)),
      [],
      "shown before they are known",
    );
  });

  it("are expected and measured by words that the schema has", () => {
    const { properties } = JSON.parse(readFileSync("schemas/intrinsic.schema.json", "utf8")) as {
      properties: { expect: { properties: object }; sweep: { properties: { measure: { enum: string[] } } } };
    };
    assert.deepEqual(Object.keys(properties.expect.properties), Object.keys(EXPECTATIONS));
    assert.deepEqual(properties.sweep.properties.measure.enum, Object.keys(MEASURES));
  });
});
