/**
 * Opens the weights files that a spec names, for whoever works in one go: the library for HDF5 is loaded before.
 * Invariant: nothing outside the workspace folder is read, through links or otherwise (checkpoint/node.ts).
 */
import path from "node:path";
import { loadHdf5, type Hdf5 } from "../../checkpoint/keras/hdf5";
import { openCheckpointWith, type OpenedFiles } from "../../checkpoint/node";
import { CheckpointError } from "../../checkpoint/refusal";
import type { OpenWeights } from "../../subject/parameters";
import { specFolders } from "../spec-folder/node";
import { neverSaved, noFolder } from "../words";

/** `text`: of the spec, and of what else may name a file that needs the library. */
export async function hdf5For(text: string): Promise<Hdf5 | null> {
  return /\.(h5|hdf5|keras)"/i.test(text) ? await loadHdf5() : null;
}

/** `spec`: its path, or `null` when it was never saved. `folder`: where files may lie; `null` is the spec's own folder. */
export function weightsOpener(spec: string | null, folder: string | null, hdf5: Hdf5 | null): OpenWeights {
  return (name) => {
    if (spec === null) return neverSaved("weights");
    return openedBy(() => {
      const { home, root } = specFolders(spec, folder);
      return openCheckpointWith(path.resolve(home, name), root, hdf5);
    });
  };
}

/** Files that the user has chosen, wherever they lie; what belongs to one lies in its folder. */
export function chosenOpener(hdf5: Hdf5 | null): OpenWeights {
  return (file) => openedBy(() => openCheckpointWith(file, path.dirname(file), hdf5));
}

function openedBy(open: () => OpenedFiles): ReturnType<OpenWeights> {
  try {
    return { kind: "weights", ...open() };
  } catch (error) {
    if (error instanceof CheckpointError) {
      const { file, place, reason, help } = error.refusal;
      return { kind: "none", why: `${file}${place === null ? "" : ` (${place})`}: ${reason}`, help };
    }
    if (error instanceof Error && "code" in error) return noFolder();
    throw error;
  }
}
