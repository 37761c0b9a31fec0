/**
 * Weights files on a disk. Invariant: of a folder nothing outside is read, through links or otherwise, and only regular files are.
 */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import path from "node:path";
import { checked, type ByteSource } from "./bytes/source";
import type { Checkpoint } from "./checkpoint";
import { loadHdf5, type Hdf5 } from "./keras/hdf5";
import { needsHdf5, openCheckpoint } from "./open";
import { refuse } from "./refusal";
import { changedWhileRead, notAFile, outsideFolder, unreadable } from "./words";

/** Files that are open; `close` closes them, and the checkpoint can give no values any more. */
export interface OpenedFiles {
  readonly checkpoint: Checkpoint;
  readonly close: () => void;
}

/**
 * Opens `file` (absolute, or relative to `root`). `root`: the folder that it, its shards and its other parts must lie in, links
 * resolved. Rejects with a `CheckpointError` only, and then nothing stays open.
 */
export async function openCheckpointFile(file: string, root: string): Promise<OpenedFiles> {
  return openCheckpointWith(file, root, isHdf5(file, root) ? await loadHdf5() : null);
}

/** The same at once; `hdf5`: `null` where the library was not loaded, and then files that need it are refused. */
export function openCheckpointWith(file: string, root: string, hdf5: Hdf5 | null): OpenedFiles {
  const handles = new Set<number>();
  const close = (): void => {
    for (const handle of handles) closeSync(handle);
    handles.clear();
  };
  try {
    const source = openFile(path.resolve(root, file), root, handles);
    const folder = { open: (name: string) => openFile(path.resolve(root, path.dirname(file), name), root, handles) };
    const checkpoint = openCheckpoint(source, folder, { hdf5 });
    return {
      checkpoint,
      close: () => {
        checkpoint.close();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Whether it can only be opened with the library for HDF5. Throws a `CheckpointError` where it cannot be opened at all. */
export function isHdf5(file: string, root: string): boolean {
  const handles = new Set<number>();
  try {
    return needsHdf5(openFile(path.resolve(root, file), root, handles));
  } finally {
    for (const handle of handles) closeSync(handle);
  }
}

function openFile(file: string, root: string, handles: Set<number>): ByteSource {
  const name = path.basename(file);
  const { handle, size } = telling(name, () => {
    // Asked before anything is looked at, so that not even the existence of a file elsewhere is told.
    if (!isInside(file, path.resolve(root))) refuse(name, null, outsideFolder());
    const real = realpathSync(file);
    if (!isInside(real, realpathSync(root))) refuse(name, null, outsideFolder());
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
    const opened = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK);
    handles.add(opened);
    const status = fstatSync(opened);
    if (!status.isFile()) refuse(name, null, notAFile());
    return { handle: opened, size: status.size };
  });
  return checked(name, size, (offset, length, room) => {
    const bytes = room?.subarray(0, length) ?? new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const got = telling(name, () =>
        readSync(handle, bytes, done, Math.min(length - done, LARGEST_READ), offset + done),
      );
      if (got === 0) refuse(name, null, changedWhileRead());
      done += got;
    }
    return bytes;
  });
}

/** Bytes; one call to the system cannot read more than 2 GB. */
const LARGEST_READ = 1 << 30;

/** Whether a path lies in a folder, both without links. */
export function isInside(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way !== "" && way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

/** The system's errors in our words. */
export function telling<T>(name: string, work: () => T, words = unreadable): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && "code" in error) return refuse(name, null, words(String(error.code)));
    throw error;
  }
}
