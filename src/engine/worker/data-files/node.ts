/**
 * Reads the data files that a spec names. Invariant: nothing outside the workspace folder is read, through links or
 * otherwise, and nothing is read or unpacked before its size is known.
 */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import path from "node:path";
import { inflateRawSync } from "node:zlib";
import type { ReadDataFile } from "../../tasks/simulate/simulate";
import { unpacksTooLarge } from "../words";
import { checksumOf, membersOf, type Member } from "./zip";

/** Bytes. A larger table would not fit beside an editor once it is numbers. */
export const LARGEST_DATA_FILE = 50_000_000;
/** Bytes of all that is unpacked of one: as many as the numbers that a network may take (subject/training-data.ts). */
const LARGEST_UNPACKED = 160_000_000;

/**
 * `spec`: its path, or `null` when it was never saved. `folder`: where files may lie; `null` is the spec's own folder.
 */
export function dataFileReader(spec: string | null, folder: string | null): ReadDataFile {
  return (name, members) => {
    if (spec === null)
      return none(
        "The spec was never saved, so it has no folder in which to look for its data.",
        "Save it beside the data file.",
      );
    try {
      const home = path.dirname(realpathSync(spec));
      const allowed = folder === null ? home : realpathSync(folder);
      const wanted = path.resolve(home, name);
      // Asked before anything is looked at, so that not even the existence of a file elsewhere is told.
      if (!isInside(wanted, home) && !isInside(wanted, allowed)) return outside(name);
      const real = realpathSync(wanted);
      if (!isInside(real, home) && !isInside(real, allowed)) return outside(name);
      return read(name, real, members);
    } catch (error) {
      return none(
        `The data file "${name}" cannot be read: ${reasonOf(error)}.`,
        "Correct its path, which is relative to the spec, or put the file there.",
      );
    }
  };
}

function read(name: string, file: string, members: readonly string[] | undefined): ReturnType<ReadDataFile> {
  // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { size, isFile } = { size: fstatSync(handle).size, isFile: fstatSync(handle).isFile() };
    if (!isFile) return none(`The data file "${name}" is not a file.`, "Name a file.");
    if (size > LARGEST_DATA_FILE)
      return none(
        `The data file "${name}" has ${Math.round(size / 1e6)} MB; the limit is ${LARGEST_DATA_FILE / 1e6} MB.`,
        "Keep fewer samples or columns in it.",
      );
    const bytes = Buffer.alloc(size);
    let length = 0;
    for (let got = -1; got !== 0 && length < size; length += got)
      got = readSync(handle, bytes, length, size - length, null);
    const all = bytes.subarray(0, length);
    if (members !== undefined) return unpacked(name, all, members);
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(all) };
  } finally {
    closeSync(handle);
  }
}

function unpacked(name: string, bytes: Uint8Array, wanted: readonly string[]): ReturnType<ReadDataFile> {
  const all = membersOf(bytes, (member) => new TextDecoder().decode(member));
  if (all === null)
    return none(`The data file "${name}" is no archive that can be unpacked.`, "Write it with numpy.savez.");
  const members = all.filter((member) => wanted.includes(member.name));
  const size = members.reduce((sum, member) => sum + member.size, 0);
  if (size > LARGEST_UNPACKED)
    return none(unpacksTooLarge(name, size, LARGEST_UNPACKED), "Keep fewer samples in it, or numbers of fewer bytes.");
  const found = new Map<string, Uint8Array>();
  for (const member of members) {
    const content = contentOf(member);
    if (content === null)
      return none(`The data file "${name}" is broken: ${member.name} cannot be unpacked.`, "Write it anew.");
    found.set(member.name, content);
  }
  return { kind: "members", members: { names: all.map((member) => member.name), bytes: found } };
}

/** `null`: it is not what its archive says. */
function contentOf({ packed, size, deflated, checksum }: Member): Uint8Array | null {
  try {
    const content = deflated ? inflateRawSync(packed, { maxOutputLength: Math.max(1, size) }) : packed;
    return content.length === size && checksumOf(content) === checksum ? content : null;
  } catch {
    return null;
  }
}

function isInside(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way !== "" && way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

function outside(name: string): ReturnType<ReadDataFile> {
  return none(
    `The data file "${name}" lies outside the workspace folder of the spec.`,
    "Put it into that folder: a spec reads nothing else.",
  );
}

function none(why: string, help: string): ReturnType<ReadDataFile> {
  return { kind: "none", why, help };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "permission denied",
  ELOOP: "its links form a circle",
  ERR_ENCODING_INVALID_ENCODED_DATA: "it is not UTF-8 text",
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return REASONS[code] ?? error.message;
}
