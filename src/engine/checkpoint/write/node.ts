/**
 * Weights into a new file on a disk. Invariant: nothing outside the folder is written, nothing that is there is changed, and the
 * name stands for the whole file or for none: it is written under another name and gets its own when every byte is on the disk.
 */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { isInside, telling } from "../node";
import { refuse } from "../refusal";
import { fileExists, noRoom, noWrittenFormat, outsideFolder, unwritable } from "../words";
import { WRITTEN_FORMATS, writtenFormatOf } from "./index";
import { byteLength, type WrittenTensor, type Writing } from "./tensors";

/**
 * Writes `file` (absolute, or relative to `root`), in the format of its extension. `root`: the folder that it must lie in, links
 * resolved. Ended early, by `return()` or by an error, it leaves nothing behind. Throws a `CheckpointError`.
 */
export function* writeCheckpointFile(
  file: string,
  root: string,
  tensors: readonly WrittenTensor[],
  metadata: Readonly<Record<string, string>>,
): Writing {
  const target = path.resolve(root, file);
  const name = path.basename(target);
  const format =
    writtenFormatOf(name) ?? refuse(name, null, noWrittenFormat(WRITTEN_FORMATS.map((one) => one.extension)));
  if (!isInside(target, path.resolve(root))) refuse(name, null, outsideFolder());
  const folder = writing(name, () => realpathSync(path.dirname(target)));
  const place = path.join(folder, name);
  if (
    !isInside(
      place,
      writing(name, () => realpathSync(root)),
    )
  )
    refuse(name, null, outsideFolder());
  if (isThere(place)) refuse(name, null, fileExists());
  requireRoom(name, folder, tensors);
  const draft = path.join(folder, `.${name}.${randomUUID()}.part`);
  const handle = writing(name, () => openSync(draft, "wx"));
  let isOpen = true;
  try {
    yield* format.write(tensors, metadata, { name, write: (offset, bytes) => writeAll(name, handle, offset, bytes) });
    writing(name, () => fsyncSync(handle));
    isOpen = false;
    closeSync(handle);
    writing(name, () => publish(name, draft, place));
  } finally {
    if (isOpen) closeSync(handle);
    rmSync(draft, { force: true });
  }
}

/** Before the first of perhaps many gigabytes: its values, without the little that says what they are. */
function requireRoom(name: string, folder: string, tensors: readonly WrittenTensor[]): void {
  const wanted = tensors.reduce((sum, tensor) => sum + byteLength(tensor, name), 0);
  const free = freeBytes(folder);
  if (free !== null && wanted > free) refuse(name, null, noRoom(wanted, free));
}

/** `null`: the file system does not say. */
function freeBytes(folder: string): number | null {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    return blocks === 0 ? null : bavail * bsize;
  } catch {
    return null;
  }
}

function writeAll(name: string, handle: number, offset: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;)
    done += writing(name, () => writeSync(handle, bytes, done, bytes.length - done, offset + done));
}

/** Gives the draft its name, unless something has it: a link fails then, and a name without links is taken first. */
function publish(name: string, draft: string, place: string): void {
  try {
    linkSync(draft, place);
  } catch (error) {
    if (codeOf(error) === "EEXIST") refuse(name, null, fileExists());
    if (!NO_LINKS.includes(codeOf(error))) throw error;
    if (isThere(place)) refuse(name, null, fileExists());
    closeSync(openSync(place, "wx"));
    renameSync(draft, place);
  }
}

/** Of file systems without them. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];

/** A link that leads nowhere is something too. */
function isThere(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false }) !== undefined;
}

const writing = <T>(name: string, work: () => T): T => telling(name, work, unwritable);

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");
