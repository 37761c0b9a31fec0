/** Numpy arrays in a zip, stored (`numpy.savez`) or deflated (`numpy.savez_compressed`). */
import { checkpointOf } from "../checkpoint";
import type { Format } from "../format";
import { notAnArray } from "../words";
import { zipEntries } from "../zip/zip";
import { numpyArray } from "./array";

export const npz: Format = {
  id: "npz",
  name: "numpy arrays (.npz)",
  extensions: [".npz"],
  needsHdf5: false,
  recognizes: ({ entries }) => entries !== null && entries.size > 0 && [...entries.keys()].every(isArray),
  open: (file) => {
    const entries = [...zipEntries(file).values()];
    return checkpointOf(file.name, {
      format: "npz",
      tensors: entries
        .filter(({ name }) => isArray(name))
        .map((entry) => {
          const place = entry.isStored ? { file: file.name, offset: entry.offset(), length: entry.size } : null;
          return numpyArray(entry.source(true), entry.name.slice(0, -SUFFIX.length), place).tensor;
        }),
      metadata: {},
      architecture: null,
      skipped: entries.filter(({ name }) => !isArray(name)).map(({ name }) => ({ name, why: notAnArray() })),
    });
  },
};

const SUFFIX = ".npy";

const isArray = (name: string): boolean => name.endsWith(SUFFIX);
