/** The outsiders' cases (test/fixtures/cases), read through the entries that editor and command line use. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { analyzeSpec } from "../../../src/engine/tasks/analyze/analyze";
import { simulateSpec } from "../../../src/engine/tasks/simulate/simulate";
import type { Effort } from "../../../src/engine/findings/progress";
import type { Report } from "../../../src/engine/report/types";
import { dataFileReader } from "../../../src/engine/worker/data-files/node";
import { finish } from "../networks";

const FOLDER = path.resolve("test/fixtures/cases");

/** Its path, for whoever reads files beside it. */
function caseFile(name: string): string {
  return path.join(FOLDER, `${name}.intrinsic.json`);
}

export function caseText(name: string): string {
  return readFileSync(caseFile(name), "utf8");
}

/** What `check` reports. */
export function checkedCase(name: string, effort: Effort = "typing"): Report {
  return checkedText(caseText(name), effort);
}

function checkedText(text: string, effort: Effort = "typing"): Report {
  const result = finish(analyzeSpec(text, { path: null, effort }));
  assert.equal(result.kind, "report");
  return result.report;
}

/** What `run` reports; data files are read as the command line reads them. */
export function trainedText(text: string, file: string | null = null): Report {
  const result = finish(simulateSpec(text, { path: file, readDataFile: dataFileReader(file, null) }));
  assert.equal(result.kind, "report");
  return result.report;
}
