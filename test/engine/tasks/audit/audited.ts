/** Audits of the runs in test/fixtures/audit. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { openCheckpointFile } from "../../../../src/engine/checkpoint/node";
import { finished } from "../../../../src/engine/findings/progress";
import { importFrom } from "../../../../src/engine/import/node";
import type { AuditedFamily, AuditResult } from "../../../../src/engine/report/audit/facts";
import type { ClaimedRun } from "../../../../src/engine/report/audit/run";
import { auditCheckpoint } from "../../../../src/engine/tasks/audit/audit";

export const FOLDER = path.resolve("test/fixtures/audit");

export function verdictOf(
  { blocks }: AuditResult,
  id: string,
): NonNullable<AuditedFamily["change"]>["verdict"] | undefined {
  return blocks.flatMap(({ families }) => families).find((family) => family.id === id)?.change?.verdict;
}

export async function specOf(model: string): Promise<{ readonly text: string }> {
  const folder = path.join(FOLDER, model);
  const imported = await importFrom(folder, folder);
  assert.ok(imported.kind === "spec", JSON.stringify(imported));
  return imported;
}

export async function auditOf(model: string, end: string, run: ClaimedRun): Promise<AuditResult> {
  const { text } = await specOf(model);
  return auditText(text, `${model}/${end}`, `${model}/model`, run);
}

export const auditNet = (file: string, run: ClaimedRun, log: string | null = null): Promise<AuditResult> =>
  auditText(readFileSync(path.join(FOLDER, "net.intrinsic.json"), "utf8"), file, "start", run, { log });

export async function auditText(
  text: string,
  end: string,
  start: string,
  run: ClaimedRun,
  { log = null, loss = null }: { readonly log?: string | null; readonly loss?: "cross-entropy" | null } = {},
): Promise<AuditResult> {
  const opened = await Promise.all([end, start].map((name) => openCheckpointFile(`${name}.safetensors`, FOLDER)));
  try {
    const [file, before] = opened.map(({ checkpoint }, i) => ({ path: [end, start][i], checkpoint }));
    const outcome = finished(
      auditCheckpoint(text, {
        path: null,
        file,
        before,
        log: log === null ? null : { path: "log", text: log },
        run: { ...run, loss: loss ?? run.loss },
      }),
    );
    assert.ok(outcome.kind === "audit", JSON.stringify(outcome));
    return outcome.result;
  } finally {
    for (const { close } of opened) close();
  }
}
