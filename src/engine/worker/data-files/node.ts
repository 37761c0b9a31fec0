/**
 * Reads the data files that a spec names. Invariant: nothing outside the workspace folder is read, through links or
 * otherwise, and nothing is read or unpacked before its size is known.
 */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import path from "node:path";
import type { Checkpoint, TensorInfo } from "../../checkpoint/checkpoint";
import type { Hdf5 } from "../../checkpoint/keras/hdf5";
import { isInside, openCheckpointWith, type OpenedFiles } from "../../checkpoint/node";
import { CheckpointError, type Refusal } from "../../checkpoint/refusal";
import { isDtypeName, WHOLE_DTYPES } from "../../checkpoint/values/dtypes";
import type { StoredArray } from "../../subject/training-data";
import type { ReadDataFile } from "../../tasks/simulate/simulate";
import { specFolders } from "../spec-folder/node";
import { neverSaved, tooManyNumbers } from "../words";
import { t } from "../../findings/language";

/** Bytes. A larger table would not fit beside an editor once it is numbers. */
export const LARGEST_DATA_FILE = 50_000_000;
/** Numbers of the arrays that are read of one, 8 bytes each: no network may take more (subject/training-data.ts). */
const MOST_NUMBERS = 2e7;

/**
 * `spec`: its path, or `null` when it was never saved. `folder`: where files may lie; `null` is the spec's own folder. `hdf5`: the library
 * for files of arrays that need it.
 */
export function dataFileReader(spec: string | null, folder: string | null, hdf5: Hdf5 | null = null): ReadDataFile {
  return (name, arrays) => {
    if (spec === null) return neverSaved("data");
    try {
      const { home, root } = specFolders(spec, folder);
      const wanted = path.resolve(home, name);
      // Asked before anything is looked at, so that not even the existence of a file elsewhere is told.
      if (!isInside(wanted, root)) return outside(name);
      const real = realpathSync(wanted);
      if (!isInside(real, root)) return outside(name);
      return withFile(name, real, (handle, size) =>
        arrays === undefined
          ? { kind: "text", text: textOf(handle, size) }
          : arraysOf(name, openCheckpointWith(real, root, hdf5), arrays),
      );
    } catch (error) {
      if (error instanceof CheckpointError) return refused(name, error.refusal);
      return none(
        t`The data file "${name}" cannot be read: ${reasonOf(error)}.`,
        t`Correct its path, which is relative to the spec, or put the file there.`,
      );
    }
  };
}

type DataFile = ReturnType<ReadDataFile>;

/** What `work` makes of a regular file of a size that may be read. */
function withFile(name: string, file: string, work: (handle: number, size: number) => DataFile): DataFile {
  // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = fstatSync(handle);
    if (!status.isFile()) return none(t`The data file "${name}" is not a file.`, t`Name a file.`);
    if (status.size > LARGEST_DATA_FILE)
      return none(
        t`The data file "${name}" has ${Math.round(status.size / 1e6)} MB; the limit is ${LARGEST_DATA_FILE / 1e6} MB.`,
        t`Keep fewer samples or columns in it.`,
      );
    return work(handle, status.size);
  } finally {
    closeSync(handle);
  }
}

function textOf(handle: number, size: number): string {
  const bytes = Buffer.alloc(size);
  let length = 0;
  for (let got = -1; got !== 0 && length < size; length += got)
    got = readSync(handle, bytes, length, size - length, null);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length));
}

/** The readers of weights (checkpoint/) read training data too, whatever the file is. */
function arraysOf(name: string, { checkpoint, close }: OpenedFiles, wanted: readonly string[]): DataFile {
  try {
    const asked = checkpoint.tensors.filter((tensor) => wanted.includes(tensor.name));
    const count = asked.reduce((sum, { elements }) => sum + elements, 0);
    if (count > MOST_NUMBERS) return none(tooManyNumbers(name, count, MOST_NUMBERS), t`Keep fewer samples in it.`);
    const found = new Map(asked.map((tensor) => [tensor.name, arrayOf(checkpoint, tensor)]));
    return { kind: "arrays", arrays: { names: checkpoint.tensors.map((tensor) => tensor.name), found } };
  } finally {
    close();
  }
}

function arrayOf({ read }: Checkpoint, { name, shape, dtype, unreadable }: TensorInfo): StoredArray {
  const values = unreadable === null ? read(name).values : null;
  return { axes: shape, type: dtype, isWhole: isDtypeName(dtype) && WHOLE_DTYPES.has(dtype), values };
}

function refused(name: string, { place, reason, help }: Refusal): DataFile {
  const why =
    place === null
      ? t`The data file "${name}" cannot be read: ${reason}`
      : t`The data file "${name}" cannot be read, ${place}: ${reason}`;
  return none(why, help);
}

function outside(name: string): DataFile {
  return none(
    t`The data file "${name}" lies outside the workspace folder of the spec.`,
    t`Put it into that folder: a spec reads nothing else.`,
  );
}

function none(why: string, help: string): DataFile {
  return { kind: "none", why, help };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: t`there is no such file`,
  ENOTDIR: t`there is no such file`,
  EACCES: t`permission denied`,
  ELOOP: t`its links form a circle`,
  ERR_ENCODING_INVALID_ENCODED_DATA: t`it is not UTF-8 text`,
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return REASONS[code] ?? error.message;
}
