/**
 * Cures of weights that lie in a file: a new file beside it, and a spec that starts from that one. The old file stays as it is, and all tensors that
 * the cure is not about keep their bits (checkpoint/write/changed.ts).
 *
 * Invariant: as with every cure (cure.ts), nothing is handed out that was not checked: the changed text is analysed with the numbers that the new
 * file will have, rounded to its types, before a byte is written. Tensors keep their types where the cure then still does what it should;
 * otherwise those that changed are written in double precision.
 */
import type { Checkpoint } from "../../checkpoint/checkpoint";
import { CheckpointError } from "../../checkpoint/refusal";
import { WHOLE_DTYPES } from "../../checkpoint/values/dtypes";
import { isWrittenDtype, type WrittenDtype } from "../../checkpoint/values/encode";
import { withTensors, type ChangedCheckpoint, type NewTensor } from "../../checkpoint/write/changed";
import type { Progress } from "../../findings/progress";
import type { FilePlan, InitializationPlan } from "../../model/initialization";
import type { Network } from "../../model/network";
import type { Report } from "../../report/types";
import { editWeightsFile } from "../../spec/edit/weights-file";
import { replacementFor } from "../../spec/edit/text-edit";
import type { OpenWeights } from "../../subject/parameters";
import { match, type Matched } from "../../weights/match";
import { changedTensors } from "../../weights/store";
import { analyzeSpec } from "../analyze/analyze";
import type { WriteNewFiles } from "../new-files";
import { curedName } from "./cured-name";
import { newTensors } from "./new-tensors";
import type { CureResult } from "./result";
import * as say from "./in-file-words";

/** What cures need of the host where weights lie in a file; `null`: it is not there. */
export interface CureFiles {
  readonly openWeights: OpenWeights | null;
  /** `null`: nothing may be written now. */
  readonly writeNewFiles: WriteNewFiles | null;
}

/** A spec's start in a file that is open. */
export interface FileStart extends CureFiles {
  readonly text: string;
  /** Only quoted in reports. */
  readonly path: string | null;
  readonly network: Network;
  readonly plan: InitializationPlan;
  readonly file: FilePlan;
  readonly theta: Float64Array;
  readonly checkpoint: Checkpoint;
  /** The pieces that come from the file. */
  readonly matched: readonly Matched[];
}

export type GivenStart = Omit<FileStart, "file" | "checkpoint" | "matched">;

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

/** Another start. */
export interface NewStart {
  readonly theta: Float64Array;
  /** What was done, for the user. */
  readonly message: string;
  readonly isCured: (report: Report) => boolean;
  /** What is left of what the cure is about, relative as `tolerance` counts it; `null`: it is no matter of digits. */
  readonly residual: ((report: Report) => number | null) | null;
}

/** The change of the text, its file written; or why not. `null`: what was asked for would not be a cure, in double precision either. */
export function* cureInFile(start: FileStart, wanted: NewStart): Generator<Progress, CureResult | null> {
  const { text, path, file, openWeights, writeNewFiles } = start;
  if (writeNewFiles === null) return say.WRITES_A_FILE;
  let kept: Attempt | null = null;
  for (const types of ["kept", "double"] as const) {
    const attempt = attemptOf(start, wanted.theta, types);
    if (attempt === null) return say.SCALE_IS_ZERO;
    if (types === "double" && !attempt.widened) return null;
    const result = yield* analyzeSpec(attempt.text, { path, openWeights: opening(attempt, openWeights) });
    const report = result.kind === "report" ? result.report : null;
    if (report === null || !wanted.isCured(report)) {
      kept = { ...attempt, residual: report === null ? null : (wanted.residual?.(report) ?? null) };
      continue;
    }
    const written = yield* firstFreeName(attempt, file.path, writeNewFiles);
    if ("kind" in written) return written;
    const changed = editWeightsFile(text, written.name, attempt.fromFile);
    const edit = changed === null ? null : replacementFor(text, changed);
    if (edit === null) return null;
    const failed = report.problems.find(({ code }) => code === "expect.failed");
    const sentences = [
      wanted.message,
      say.whereTheyAre(written.name, file.path),
      ...notesOf(start, attempt, kept),
      ...(failed === undefined ? [] : [`What the spec expects no longer fits: ${failed.message}`]),
    ];
    return { kind: "edit", edits: [edit], message: sentences.join(" "), file: written.name };
  }
  return null;
}

interface Attempt {
  readonly name: string;
  readonly text: string;
  readonly made: ChangedCheckpoint;
  readonly metadata: Readonly<Record<string, string>>;
  /** Layers that had a scheme of their own. */
  readonly fromFile: readonly string[];
  /** Types of tensors that are written in double precision instead. */
  readonly types: readonly string[];
  readonly widened: boolean;
  /** Tensors that shared their numbers with one that changes, and do not any more. */
  readonly parted: readonly string[];
  readonly residual: number | null;
}

/** `null`: a weight would have to change whose scale is 0. */
function attemptOf(start: FileStart, theta: Float64Array, types: "kept" | "double"): Attempt | null {
  const { text, plan, file, checkpoint, matched } = start;
  const drawn = newTensors(start, theta);
  const name = curedName(file.path, checkpoint.format, 1);
  const changedText = editWeightsFile(text, name, drawn.layers);
  const scaleOf = ({ piece: { block } }: Matched): number =>
    block.source !== null && block.start === undefined ? plan.layers[block.layer].scale : 1;
  const changed = changedTensors(checkpoint, matched, { theta, before: start.theta }, scaleOf);
  if (changedText === null || changed === null) return null;
  const infos = new Map(checkpoint.tensors.map((info) => [info.name, info]));
  const was = new Set<string>();
  const typeOf = (tensor: string): WrittenDtype => {
    const dtype = infos.get(tensor)?.dtype ?? "F64";
    const canStay = isWrittenDtype(dtype) && !WHOLE_DTYPES.has(dtype);
    if (canStay && types === "kept") return dtype;
    if (dtype !== "F64") was.add(dtype);
    return "F64";
  };
  const parted: string[] = [];
  const written = changed.flatMap(({ tensor, values }): NewTensor[] => {
    const info = infos.get(tensor);
    if (info === undefined) return [];
    const twins = checkpoint.tensors.filter((other) => sharesStorage(info, other));
    parted.push(...twins.filter((other) => !isTwin(checkpoint, info, other)).map((other) => other.name));
    return [info, ...twins.filter((other) => isTwin(checkpoint, info, other))].map((one) => ({
      name: one.name,
      shape: one.shape,
      dtype: typeOf(tensor),
      values,
    }));
  });
  const made = withTensors(name, checkpoint, [...written, ...drawn.tensors]);
  return {
    name,
    text: changedText,
    made,
    metadata: metadataOf(checkpoint),
    fromFile: drawn.layers,
    types: [...was],
    widened: was.size > 0,
    parted,
    residual: null,
  };
}

type Info = Checkpoint["tensors"][number];

const sharesStorage = (info: Info, other: Info): boolean =>
  info.storage !== null && other.storage === info.storage && other.name !== info.name && other.unreadable === null;

/** Two names for one tensor, as of tied embeddings: a change of one is a change of the other. */
function isTwin(checkpoint: Checkpoint, info: Info, other: Info): boolean {
  if (info.dtype !== other.dtype || info.shape.join() !== other.shape.join()) return false;
  const atOnce = 2 ** 20;
  for (let from = 0; from < info.elements; from += atOnce) {
    const count = Math.min(atOnce, info.elements - from);
    const [a, b] = [info, other].map(({ name }) => checkpoint.read(name, { from, count }).values);
    if (!a.every((value, i) => Object.is(value, b[i]))) return false;
  }
  return true;
}

/** What the libraries of frameworks look for; other formats say other things there. */
function metadataOf({ format, metadata }: Checkpoint): Readonly<Record<string, string>> {
  return format === "safetensors" || format === "shards" ? metadata : format === "pytorch" ? { format: "pt" } : {};
}

/** The new file as it will be, and every other as it is. */
function opening({ name, made }: Attempt, openWeights: OpenWeights | null): OpenWeights {
  return (asked) =>
    asked === name
      ? { kind: "weights", checkpoint: made.checkpoint, close: () => undefined }
      : (openWeights?.(asked) ?? say.NO_FILE);
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
