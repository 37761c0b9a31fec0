/**
 * Cures of weights that lie in a file: a new file beside it, and a spec that starts from that one. The old file stays as it is, and all tensors that
 * the cure is not about keep their bits (checkpoint/write/changed.ts).
 *
 * Invariant: as with every cure (cure.ts), nothing is handed out that was not checked: the changed text is analysed with the numbers that the new
 * file will have, rounded to its types, before a byte is written. Tensors keep their types where the cure then still does what it should;
 * otherwise those that changed are written in double precision.
 */
import { CheckpointError } from "../../checkpoint/refusal";
import type { Progress } from "../../findings/progress";
import type { FilePlan } from "../../model/initialization";
import { replacementFor } from "../../spec/edit/text-edit";
import { editWeightsFile } from "../../spec/edit/weights-file";
import { readSpec } from "../../spec/read";
import { parametersOf, type OpenWeights } from "../../subject/parameters";
import { match } from "../../weights/match";
import { analyzeSpec } from "../analyze/analyze";
import type { WriteNewFiles } from "../new-files";
import { attemptOf, type Attempt } from "./attempt";
import { curedName } from "./cured-name";
import type { FileStart, GivenStart, NewStart } from "./file-start";
import * as say from "./in-file-words";
import type { CureResult } from "./result";
import { noLongerFits } from "./words";

/** Opens the file for the time of a cure. `theta`: was read from it already. */
export function* withFile(
  given: GivenStart,
  file: FilePlan,
  cure: (start: FileStart) => Generator<Progress, CureResult>,
): Generator<Progress, CureResult> {
  const opened = given.openWeights?.(file.path) ?? say.NO_FILE;
  if (opened.kind === "none") return { kind: "refused", reason: opened.why, help: opened.help };
  const { checkpoint, close } = opened;
  try {
    const { network, plan } = given;
    const isRead = (layer: number): boolean => plan.layers[layer].scheme === "file";
    const { matched } = match(network, file.path, checkpoint.tensors, file.tensors, ({ block }) => isRead(block.layer));
    return yield* cure({ ...given, file, checkpoint, matched });
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    const { refusal } = error;
    const where = refusal.place === null ? "" : ` (${refusal.place})`;
    return { kind: "refused", reason: `${refusal.file}${where}: ${refusal.reason}`, help: refusal.help };
  } finally {
    close();
  }
}

/** The change of the text, its file written; or why not. `null`: what was asked for would not be a cure, in double precision either. */
export function* cureInFile(start: FileStart, wanted: NewStart): Generator<Progress, CureResult | null> {
  const { text, path, file, openWeights, writeNewFiles } = start;
  if (writeNewFiles === null) return say.WRITES_A_FILE;
  let kept: Attempt | null = null;
  for (const types of ["kept", "double"] as const) {
    const attempt = attemptOf(start, wanted, types);
    if ("kind" in attempt) return attempt;
    if (types === "double" && !attempt.widened) return null;
    const opener = opening(attempt, openWeights);
    const result = yield* analyzeSpec(attempt.text, { path, openWeights: opener });
    const report = result.kind === "report" ? result.report : null;
    if (report === null || !wanted.isCured(report, () => thetaOf(attempt.text, opener))) {
      kept = { ...attempt, residual: report === null ? null : (wanted.residual?.(report) ?? null) };
      continue;
    }
    const written = yield* firstFreeName(attempt, file.path, writeNewFiles);
    if ("kind" in written) return written;
    const changed = editWeightsFile(attempt.base, written.name, attempt.fromFile);
    const edit = changed === null ? null : replacementFor(text, changed);
    if (edit === null) return null;
    const failed = report.problems.find(({ code }) => code === "expect.failed");
    const sentences = [
      wanted.message,
      say.whereTheyAre(written.name, file.path),
      ...notesOf(start, attempt, kept),
      ...(failed === undefined ? [] : [noLongerFits(failed.message)]),
    ];
    return { kind: "edit", edits: [edit], message: sentences.join(" "), file: written.name };
  }
  return null;
}

/** The new file as it will be, and every other as it is. */
function opening({ name, made }: Attempt, openWeights: OpenWeights | null): OpenWeights {
  return (asked) =>
    asked === name
      ? { kind: "weights", checkpoint: made.checkpoint, close: () => undefined }
      : (openWeights?.(asked) ?? say.NO_FILE);
}

function thetaOf(text: string, openWeights: OpenWeights): Float64Array | null {
  const { network, initialization, places } = readSpec(text);
  if (network === null || initialization === null) return null;
  const read = parametersOf(network, initialization, places, openWeights);
  return read.kind === "theta" ? read.theta : null;
}

/** Names that are tried. */
const MOST_NAMES = 1000;

function* firstFreeName(
  { made, metadata }: Attempt,
  old: string,
  write: WriteNewFiles,
): Generator<Progress, { readonly name: string } | CureResult> {
  for (let number = 1; number <= MOST_NAMES; number++) {
    const name = curedName(old, made.checkpoint.format, number);
    const written = yield* write({ weights: { name, tensors: made.tensors, metadata } });
    if (written.kind === "written") return { name };
    if (written.taken !== true) return { kind: "refused", reason: written.why, help: written.help };
  }
  return say.TOO_MANY_CURED;
}

function notesOf({ file, checkpoint }: FileStart, attempt: Attempt, kept: Attempt | null): string[] {
  const { leftOut } = attempt.made;
  return [
    ...(attempt.widened ? [say.inDoublePrecision(attempt.types, kept?.residual ?? null)] : []),
    ...(attempt.fromFile.length > 0 ? [say.comeFromTheFile(attempt.fromFile)] : []),
    ...(attempt.parted.length > 0 ? [say.noLongerShared(attempt.parted)] : []),
    ...(["safetensors", "npz"].includes(checkpoint.format) ? [] : [say.asSafetensors(file.path, checkpoint.format)]),
    ...(leftOut.length > 0 ? [say.leftOut(leftOut.map(({ name }) => name))] : []),
  ];
}
