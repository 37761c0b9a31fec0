/** A file of weights, opened by what it holds. */
import type { ByteSource, Folder } from "./bytes/source";
import type { Checkpoint } from "./checkpoint";
import type { Format, Libraries, Probe } from "./format";
import { FORMATS } from "./formats/index";
import { CheckpointError, refuse } from "./refusal";
import { shardOfShards, unknownFormat } from "./words";
import { isZip, zipEntries } from "./zip/zip";

/**
 * Lists the tensors; their values are read when they are asked for. `folder`: where its shards and what it keeps apart are found.
 * `libraries`: what `needsHdf5` asked for. Throws a `CheckpointError`.
 */
export function openCheckpoint(file: ByteSource, folder: Folder, libraries: Libraries): Checkpoint {
  const openShard = (shard: ByteSource): Checkpoint => {
    const format = formatOf(shard);
    if (format.id === "shards") refuse(shard.name, null, shardOfShards());
    return format.open(shard, { folder, libraries, openShard });
  };
  return formatOf(file).open(file, { folder, libraries, openShard });
}

/** Whether the library for HDF5 must be loaded to open it. */
export function needsHdf5(file: ByteSource): boolean {
  return formatOf(file).needsHdf5;
}

/** Bytes by which a file is recognized. */
const HEAD = 4096;

/** By content; where that shows nothing, by the extension, whose reader then says what is wrong. */
function formatOf(file: ByteSource): Format {
  const head = file.read(0, Math.min(HEAD, file.size));
  const probe: Probe = { size: file.size, head, entries: isZip(head) ? entriesOf(file) : null };
  const byName = FORMATS.filter(({ extensions }) => extensions.some((one) => file.name.toLowerCase().endsWith(one)));
  const byContent = FORMATS.filter(({ recognizes }) => recognizes(probe));
  const format = byContent.find((one) => byName.includes(one)) ?? byContent.at(0) ?? longestFit(byName, file.name);
  return format ?? refuse(file.name, null, unknownFormat(FORMATS.map(({ name }) => name)));
}

/** `null` for a broken zip: its extension's reader tells how. */
function entriesOf(file: ByteSource): Probe["entries"] {
  try {
    return zipEntries(file);
  } catch (error) {
    if (error instanceof CheckpointError) return null;
    throw error;
  }
}

function longestFit(formats: readonly Format[], name: string): Format | undefined {
  const fit = ({ extensions }: Format): number =>
    Math.max(...extensions.map((one) => (name.toLowerCase().endsWith(one) ? one.length : 0)));
  return [...formats].sort((a, b) => fit(b) - fit(a)).at(0);
}
