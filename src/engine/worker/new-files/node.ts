/**
 * New files for a task, beside the spec or where a user says. Invariant: nothing is written outside the folder that is allowed, nothing that is there
 * is changed, and where one file cannot be written none is left.
 */
import { lstatSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isInside } from "../../checkpoint/node";
import { CheckpointError } from "../../checkpoint/refusal";
import { writeCheckpointFile } from "../../checkpoint/write/node";
import type { NewFiles, WriteNewFiles, WrittenFiles } from "../../tasks/new-files";
import { specFolders, type SpecFolders } from "../spec-folder/node";
import { cannotWrite, nameTaken, neverSaved } from "../words";

/** `spec`: its path, or `null` when it was never saved. `folder`: its workspace's; `null` is the spec's own folder. */
export function newFilesBeside(spec: string | null, folder: string | null): WriteNewFiles {
  return function* (files) {
    const folders = spec === null ? null : foldersOf(spec, folder);
    if (folders === null) return neverSaved("write");
    return yield* newFilesIn(folders.home, folders.root)(files);
  };
}

/** In a folder, which lies within the one that is allowed. */
export function newFilesIn(folder: string, allowed = folder): WriteNewFiles {
  return function* ({ weights, text }: NewFiles) {
    const textPlace = text === undefined ? null : path.join(folder, path.basename(text.name));
    if (text !== undefined && textPlace !== null && isThere(textPlace)) return nameTaken(text.name);
    const place = path.resolve(folder, weights.name);
    if (isInside(place, path.resolve(allowed)) && isThere(place)) return nameTaken(weights.name);
    try {
      for (const fraction of writeCheckpointFile(place, allowed, weights.tensors, weights.metadata))
        yield { stage: "Writing the weights", fraction };
    } catch (error) {
      if (error instanceof CheckpointError) return refused(error);
      throw error;
    }
    if (text === undefined || textPlace === null) return { kind: "written", folder };
    try {
      writeFileSync(textPlace, text.content, { flag: "wx" });
    } catch (error) {
      // The weights are of no use without it, and nobody else has them yet.
      rmSync(place, { force: true });
      return isCoded(error) && error.code === "EEXIST" ? nameTaken(text.name) : cannotWrite(text.name);
    }
    return { kind: "written", folder };
  };
}

function refused({ refusal }: CheckpointError): WrittenFiles {
  const { file, place, reason, help } = refusal;
  return { kind: "none", why: `${file}${place === null ? "" : ` (${place})`}: ${reason}`, help };
}

/** `null`: the spec is on no disk, or its folder is gone. */
function foldersOf(spec: string, folder: string | null): SpecFolders | null {
  try {
    return specFolders(spec, folder);
  } catch {
    return null;
  }
}

/** A link that leads nowhere is something too. */
function isThere(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false }) !== undefined;
}

function isCoded(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && "code" in error;
}
