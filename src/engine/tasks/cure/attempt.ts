/** What a cure would write: the tensors of the new file, and the text that starts from it. Nothing is written here. */
import type { Checkpoint } from "../../checkpoint/checkpoint";
import { WHOLE_DTYPES } from "../../checkpoint/values/dtypes";
import { isWrittenDtype, type WrittenDtype } from "../../checkpoint/values/encode";
import { withTensors, type ChangedCheckpoint, type NewTensor } from "../../checkpoint/write/changed";
import { editWeightsFile } from "../../spec/edit/weights-file";
import type { Matched } from "../../weights/match";
import { changedTensors, narrowedTensors } from "../../weights/store";
import { curedName } from "./cured-name";
import type { FileStart, NewStart } from "./file-start";
import * as say from "./in-file-words";
import { newTensors } from "./new-tensors";
import type { CureResult } from "./result";

export interface Attempt {
  readonly name: string;
  /** The text with the old path, and with the new one. */
  readonly base: string;
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

/** Or why there is none. */
export function attemptOf(
  start: FileStart,
  { theta, narrow }: NewStart,
  types: "kept" | "double",
): Attempt | CureResult {
  const { plan, file, checkpoint, matched } = start;
  const network = narrow?.network ?? start.network;
  const drawn = newTensors({ network, plan, file, theta: narrow === undefined ? start.theta : null }, theta);
  const name = curedName(file.path, checkpoint.format, 1);
  const base = narrow?.text ?? start.text;
  const changedText = editWeightsFile(base, name, drawn.layers);
  const scaleOf = ({ piece: { block } }: Matched): number =>
    block.source !== null && block.start === undefined ? plan.layers[block.layer].scale : 1;
  const changed =
    narrow === undefined
      ? changedTensors(checkpoint, matched, { theta, before: start.theta }, scaleOf)
      : narrowedTensors(checkpoint, matched, { network, theta }, scaleOf);
  if (changedText === null || changed === null) return narrow === undefined ? say.SCALE_IS_ZERO : say.NOT_NARROWED;
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
  const written = changed.flatMap(({ tensor, shape, values }): NewTensor[] => {
    const info = infos.get(tensor);
    if (info === undefined) return [];
    const twins = checkpoint.tensors.filter((other) => sharesStorage(info, other));
    parted.push(...twins.filter((other) => !isTwin(checkpoint, info, other)).map((other) => other.name));
    return [info, ...twins.filter((other) => isTwin(checkpoint, info, other))].map((one) => ({
      name: one.name,
      shape,
      dtype: typeOf(tensor),
      values,
    }));
  });
  const made = withTensors(name, checkpoint, [...written, ...drawn.tensors]);
  return {
    name,
    base,
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
