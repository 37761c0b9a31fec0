/**
 * HDF5 by h5wasm, the HDF Group's own library compiled to WebAssembly (loaded when a file first needs it: 4 MB). The library
 * asks for ranges of the file; it sees no other file, so links to others lead nowhere. It gives the bytes of a hyperslab in
 * little endian, and the doubles are made here as for every format.
 *
 * A file that is broken may break the library too: from then on it is not used again in this process.
 */
import { t } from "../../findings/language";
import type { ByteSource } from "../bytes/source";
import { CheckpointError, refuse, shortened } from "../refusal";
import { brokenHdf5, brokenLibrary, notHdf5 } from "../words";
import { requireHeapsEnd } from "./heap";

/** What is used of h5wasm's module. */
export interface Hdf5 {
  readonly module: Hdf5Module;
  /** Once it trapped or was stopped within a call. */
  isBroken: boolean;
}

export interface Hdf5Module {
  readonly FS: Hdf5Files;
  readonly HEAPU8: Uint8Array;
  readonly H5G_DATASET: number;
  readonly H5G_GROUP: number;
  readonly H5F_ACC_RDONLY: number;
  readonly open: (file: string, mode: number, trackOrder: boolean, oldest: number, newest: number) => bigint;
  readonly activate_throwing_error_handler: () => number;
  readonly close_file: (file: bigint) => number;
  readonly get_names: (file: bigint, path: string, recursive: boolean) => string[];
  readonly get_type: (file: bigint, path: string) => number;
  readonly get_dataset_metadata: (file: bigint, path: string) => Hdf5Metadata;
  readonly get_dataset_data: (
    file: bigint,
    path: string,
    count: bigint[] | null,
    offset: bigint[] | null,
    strides: bigint[] | null,
    target: bigint,
  ) => number;
  readonly get_attribute_names: (file: bigint, path: string) => string[];
  readonly get_attribute_metadata: (file: bigint, path: string, name: string) => Hdf5Metadata;
  readonly get_attribute_data: (file: bigint, path: string, name: string, target: bigint) => number;
  readonly reclaim_vlen_memory: (file: bigint, path: string, name: string, target: bigint) => number;
  readonly UTF8ToString: (at: number) => string;
  readonly _malloc: (length: number) => number;
  readonly _free: (at: number) => void;
}

export interface Hdf5Metadata {
  /** H5T_class_t. */
  readonly type: number;
  /** Bytes of an element. */
  readonly size: number;
  readonly signed: boolean;
  readonly vlen: boolean;
  readonly shape: number[] | null;
  readonly chunks: number[] | null;
  /** Elements. */
  readonly total_size: number;
  readonly enum_type?: { readonly members: Readonly<Record<string, number>> };
  readonly virtual_sources?: readonly unknown[];
}

interface Hdf5Files {
  readonly writeFile: (path: string, data: Uint8Array) => void;
  readonly unlink: (path: string) => void;
  readonly lookupPath: (path: string, options: object) => { readonly node: FileNode };
  readonly ErrnoError: new (code: number) => Error;
}

interface FileNode {
  usedBytes: number;
  stream_ops: { readonly read: ReadInto };
}

type ReadInto = (stream: unknown, target: Uint8Array, at: number, length: number, position: number) => number;

/** Loads the library. May be called again at no cost. Rejects only when the bundle is not there. */
export async function loadHdf5(): Promise<Hdf5> {
  loading ??= import("h5wasm").then(async ({ ready }) => {
    const module = (await ready) as unknown as Hdf5Module;
    // Otherwise it prints what goes wrong.
    module.activate_throwing_error_handler();
    return { module, isBroken: false };
  });
  return loading;
}

/** One instance in a process: it is stateless but for its open files. */
let loading: Promise<Hdf5> | undefined;

/** An open file of the library. */
export interface Hdf5File {
  /** What the work gives, or a `CheckpointError` for whatever goes wrong in the library. `place`: what is read, for messages. */
  readonly close: () => void;
  readonly within: <T>(place: string | null, work: (module: Hdf5Module, file: bigint) => T) => T;
}

/** Reads one file; more of them may be open at a time. */
export function openHdf5(library: Hdf5, source: ByteSource): Hdf5File {
  const { FS } = library.module;
  if (library.isBroken) refuse(source.name, null, brokenLibrary());
  const path = `/checkpoint-${++opened}`;
  // The first refusal of a range, which the library would only tell as a number.
  let refused: CheckpointError | null = null;
  let reads = 0;
  FS.writeFile(path, new Uint8Array(0));
  const { node } = FS.lookupPath(path, {});
  node.usedBytes = source.size;
  node.stream_ops = {
    ...node.stream_ops,
    read: (_stream, target, at, length, position) => {
      const count = Math.max(0, Math.min(length, source.size - position));
      try {
        // A broken file may lead the library in circles.
        if (++reads > MOST_READS) refuse(source.name, null, brokenHdf5(t`too many reads`));
        requireHeapsEnd(source, position, count);
        target.set(source.read(position, count), at);
      } catch (error) {
        if (error instanceof CheckpointError) refused ??= error;
        throw new FS.ErrnoError(INPUT_OUTPUT_ERROR);
      }
      return count;
    },
  };
  const guarded = <T>(place: string | null, work: (module: Hdf5Module) => T): T => {
    if (library.isBroken) refuse(source.name, place, brokenLibrary());
    reads = 0;
    try {
      return work(library.module);
    } catch (error) {
      if (error instanceof CheckpointError) throw error;
      // A trap of WebAssembly: what it was in the middle of stays as it is.
      if (error instanceof Error && error.name === "RuntimeError") library.isBroken = true;
      if (refused !== null) throw refused;
      return refuse(source.name, place, brokenHdf5(shortened(messageOf(error))));
    }
  };
  const file = guarded(null, (module) => module.open(path, module.H5F_ACC_RDONLY, false, ANY_VERSION, ANY_VERSION));
  if (file <= 0n) refuse(source.name, null, notHdf5());
  return {
    within: (place, work) => guarded(place, (module) => work(module, file)),
    close: () => {
      if (!library.isBroken) guarded(null, (module) => module.close_file(file));
      FS.unlink(path);
    },
  };
}

let opened = 0;

const INPUT_OUTPUT_ERROR = 29;
const ANY_VERSION = -1;

/** Of one call. A call that lists a hundred thousand tensors needs a few for each. */
const MOST_READS = 5_000_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0];
