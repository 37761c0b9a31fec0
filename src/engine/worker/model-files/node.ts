/**
 * Models on a disk where the user has chosen them, and specs beside them. Invariant: nothing outside the model's folder is read or
 * written, and nothing that is there is changed.
 */
import { lstatSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Hdf5 } from "../../checkpoint/keras/hdf5";
import { importWith } from "../../import/node";
import type { ModelFiles, WrittenSpec } from "../../tasks/import/model-files";
import { cannotWrite, nameTaken } from "../words";

export function modelFiles(hdf5: Hdf5 | null): ModelFiles {
  return {
    read: (place, activation) => importWith(place, folderOf(place), activation, hdf5),
    write: specBeside,
  };
}

const ENDING = ".intrinsic.json";
/** Of one model there are not more specs that nobody has removed. */
const MOST_NAMES = 1000;

function specBeside(place: string, text: string): WrittenSpec {
  const base = baseOf(place);
  const folder = folderOf(place);
  for (let n = 1; n <= MOST_NAMES; n++) {
    const name = `${base}${n === 1 ? "" : `-${n}`}${ENDING}`;
    const file = path.join(folder, name);
    if (isText(file, text)) return { kind: "written", folder, name, isNew: false };
    try {
      writeFileSync(file, text, { flag: "wx" });
      return { kind: "written", folder, name, isNew: true };
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      if (error.code !== "EEXIST") return cannotWrite(name);
    }
  }
  return nameTaken(`${base}${ENDING}`);
}

/** A name that says nothing is replaced by that of the folder. */
const SAYS_NOTHING = /^(config|model|pytorch_model|model-\d+-of-\d+|pytorch_model-\d+-of-\d+)$/;

function baseOf(place: string): string {
  const stem = path.basename(place).replace(/(\.safetensors|\.bin)?\.index\.json$|\.weights\.h5$|\.[A-Za-z0-9]+$/, "");
  const named = isFolder(place)
    ? path.basename(place)
    : SAYS_NOTHING.test(stem)
      ? path.basename(folderOf(place))
      : stem;
  return named === "" ? "model" : named;
}

function folderOf(place: string): string {
  return isFolder(place) ? place : path.dirname(place);
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Whether there is a file with just this text. */
function isText(file: string, text: string): boolean {
  try {
    const status = lstatSync(file);
    return status.isFile() && status.size === Buffer.byteLength(text) && readFileSync(file, "utf8") === text;
  } catch {
    return false;
  }
}
