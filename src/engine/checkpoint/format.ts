/** What a row of the table of formats has. */
import type { ByteSource, Folder } from "./bytes/source";
import type { Checkpoint } from "./checkpoint";
import type { Hdf5 } from "./keras/hdf5";
import type { ZipEntry } from "./zip/zip";

export interface Format {
  /** One word, as in `Checkpoint.format`. */
  readonly id: string;
  /** In a list of what can be read. */
  readonly name: string;
  /** With their dots; the longest that fits decides. */
  readonly extensions: readonly string[];
  /** Whether the content shows it, whatever the file is called. */
  readonly recognizes: (probe: Probe) => boolean;
  /** Whether `Libraries.hdf5` must have been loaded. */
  readonly needsHdf5: boolean;
  /** Throws a `CheckpointError`. */
  readonly open: (file: ByteSource, surroundings: Surroundings) => Checkpoint;
}

export interface Probe {
  readonly size: number;
  /** The first bytes, at most `HEAD`. */
  readonly head: Uint8Array;
  /** Of a zip; `null` for every other file. */
  readonly entries: ReadonlyMap<string, ZipEntry> | null;
}

export interface Surroundings {
  readonly folder: Folder;
  readonly libraries: Libraries;
  /** Opens a shard, which is no list of shards itself. */
  readonly openShard: (file: ByteSource) => Checkpoint;
}

/** Large, and loaded by the host when a file first needs them. */
export interface Libraries {
  readonly hdf5: Hdf5 | null;
}
