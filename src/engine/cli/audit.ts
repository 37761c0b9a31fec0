/** `intrinsic audit`: what the weights of a file are, and whether training between two of them did what theory allows. */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { openCheckpointFile, type OpenedFiles } from "../checkpoint/node";
import { CheckpointError } from "../checkpoint/refusal";
import { problemLine } from "../report/problem-line";
import type { ClaimedRun } from "../report/audit/run";
import type { Writer } from "../report/writers";
import { auditCheckpoint, type AuditOutcome } from "../tasks/audit/audit";
import type { Log } from "../tasks/audit/log-lines";
import { LARGEST_LOG, logTooLarge } from "../tasks/audit/log-words";
import { networkOf } from "./audit-network";
import { reasonOf } from "./files";
import { mayWrite, writeDocument } from "./output";
import { progressLine } from "./progress";
import { placeOf, say, type Terminal } from "./terminal";

export interface AuditFiles {
  readonly file: string;
  /** `null`: the one beside the file that names it, or the configuration beside it. */
  readonly spec: string | null;
  readonly before: string | null;
  readonly log: string | null;
  readonly run: ClaimedRun;
  readonly writer: Writer;
  readonly out: string | null;
}

/** Returns the exit code. */
export async function auditFile(terminal: Terminal, asked: AuditFiles): Promise<number> {
  const { file, before, log, writer, out } = asked;
  const network = await networkOf(terminal, file, asked.spec);
  if (network === null) return 2;
  const { spec, text } = network;
  const read = [spec, file, before].filter((one) => one !== null);
  if (!mayWrite(terminal, out, read)) return 2;
  const logText = log === null ? null : readLog(terminal, log);
  if (log !== null && logText === null) return 2;
  const opened: OpenedFiles[] = [];
  try {
    opened.push(await open(terminal, file));
    if (before !== null) opened.push(await open(terminal, before));
    const [own, earlier] = opened;
    const outcome = runToEnd(terminal, file, text, {
      path: spec,
      file: { path: file, checkpoint: own.checkpoint },
      before: before === null ? null : { path: before, checkpoint: earlier.checkpoint },
      log: logText,
      run: asked.run,
    });
    return tell(terminal, spec, outcome, { writer, out });
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    const { refusal } = error;
    const place = refusal.place === null ? "" : ` (${refusal.place})`;
    say(terminal, `${refusal.file}${place}: ${refusal.reason} ${refusal.help}`);
    return 2;
  } finally {
    for (const { close } of opened) close();
  }
}

function tell(
  terminal: Terminal,
  spec: string | null,
  outcome: AuditOutcome,
  { writer, out }: Pick<AuditFiles, "writer" | "out">,
): number {
  switch (outcome.kind) {
    case "audit": {
      const { problems } = outcome.result;
      if (writer.numbersOnly)
        for (const problem of problems)
          if (problem.severity !== "information") terminal.error(`${problemLine(spec ?? "spec", problem)}\n`);
      if (!writeDocument(terminal, writer, { kind: "audit", result: outcome.result }, out)) return 2;
      return problems.some(({ severity }) => severity === "error") ? 1 : 0;
    }
    case "invalid":
      for (const problem of outcome.problems) terminal.error(`${problemLine(spec ?? "spec", problem)}\n`);
      return 2;
    case "refused":
      say(terminal, `${outcome.reason} ${outcome.help}`);
      return 2;
  }
}

function runToEnd(
  terminal: Terminal,
  file: string,
  text: string,
  options: Parameters<typeof auditCheckpoint>[1],
): AuditOutcome {
  const progress = progressLine(terminal, file);
  const steps = auditCheckpoint(text, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      progress.clear();
      return step.value;
    }
    progress.show(step.value);
  }
}

/** Files lie in the folder that the command runs in, or in their own. */
function open(terminal: Terminal, file: string): Promise<OpenedFiles> {
  const place = placeOf(terminal, file);
  const inside = !path.relative(terminal.folder, place).startsWith("..");
  return openCheckpointFile(place, inside ? terminal.folder : path.dirname(place));
}

function readLog(terminal: Terminal, file: string): Log | null {
  const place = placeOf(terminal, file);
  try {
    const { size } = statSync(place);
    if (size > LARGEST_LOG) {
      const { reason, help } = logTooLarge(file, size);
      say(terminal, `${reason} ${help}`);
      return null;
    }
    return { path: file, text: readFileSync(place, "utf8") };
  } catch (error) {
    say(terminal, `cannot read ${file}: ${reasonOf(error)}`);
    return null;
  }
}
