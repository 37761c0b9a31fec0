/** A single numpy array in a file. */
import { t } from "../../findings/language";
import { startsWith } from "../bytes/numbers";
import { checkpointOf } from "../checkpoint";
import type { Format } from "../format";
import { bytesFollow } from "../words";
import { numpyArray } from "./array";
import { ARRAY_MAGIC } from "./header";

export const npy: Format = {
  id: "npy",
  name: t`a numpy array (.npy)`,
  extensions: [".npy"],
  needsHdf5: false,
  recognizes: ({ head }) => startsWith(head, ARRAY_MAGIC),
  open: (file) => {
    const { tensor, trailing } = numpyArray(file, ARRAY, { file: file.name, offset: 0, length: file.size });
    return checkpointOf(file.name, {
      format: "npy",
      tensors: [tensor],
      metadata: {},
      architecture: null,
      skipped: trailing === 0 ? [] : [{ name: ARRAY, why: bytesFollow(trailing) }],
    });
  },
};

/** A `.npy` names nothing. */
const ARRAY = "array";
