/** Numpy arrays in a zip, stored (`numpy.savez`) or deflated (`numpy.savez_compressed`). */
import { t } from "../../findings/language";
import { summed } from "../bytes/summed";
import { checkpointOf, type ReadableTensor } from "../checkpoint";
import type { Format } from "../format";
import { ofTensor, refuse } from "../refusal";
import { notAnArray, trailingBytes } from "../words";
import { zipEntries, type ZipEntry } from "../zip/zip";
import { numpyArray } from "./array";

export const npz: Format = {
  id: "npz",
  name: t`numpy arrays (.npz)`,
  extensions: [".npz"],
  needsHdf5: false,
  recognizes: ({ entries }) => entries !== null && entries.size > 0 && [...entries.keys()].every(isArray),
  open: (file) => {
    const entries = [...zipEntries(file).values()];
    return checkpointOf(file.name, {
      format: "npz",
      tensors: entries.filter(({ name }) => isArray(name)).map((entry) => arrayOf(file.name, entry)),
      metadata: {},
      architecture: null,
      skipped: entries.filter(({ name }) => !isArray(name)).map(({ name }) => ({ name, why: notAnArray() })),
    });
  },
};

/** Its values end where its entry ends, so that who has read them all has also had the entry's sum looked at. */
function arrayOf(file: string, entry: ZipEntry): ReadableTensor {
  const name = entry.name.slice(0, -SUFFIX.length);
  const place = entry.isStored ? { file, offset: entry.offset(), length: entry.size } : null;
  const bytes = entry.source(true);
  const { tensor, trailing } = numpyArray(
    entry.isStored ? summed(bytes, entry.sum, ofTensor(name)) : bytes,
    name,
    place,
  );
  if (trailing > 0) refuse(file, ofTensor(name), trailingBytes(trailing));
  return tensor;
}

const SUFFIX = ".npy";

const isArray = (name: string): boolean => name.endsWith(SUFFIX);
