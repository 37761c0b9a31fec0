/**
 * Keras: HDF5 files (weights alone, or a whole model with its configuration as an attribute), `.keras` (a zip with `config.json`
 * and `model.weights.h5`), and a configuration alone (`model.to_json()`).
 */
import { t } from "../../findings/language";
import { latin1, startsWith } from "../bytes/numbers";
import { utf8Bytes } from "../bytes/utf8";
import { memorySource, type ByteSource } from "../bytes/source";
import { checkpointOf, type Architecture, type Contents } from "../checkpoint";
import type { Format, Libraries } from "../format";
import { isObject, jsonOf, textsOf } from "../json";
import { LARGEST_HEADER, LARGEST_INFLATED } from "../limits";
import { refuse } from "../refusal";
import { noHdf5, noKerasWeights, notAnObject, notKeras, tooLarge } from "../words";
import { wholeEntry, zipEntries } from "../zip/zip";
import { datasetsOf, textAttributes } from "./datasets";
import { openHdf5 } from "./hdf5";

export const kerasHdf5: Format = {
  id: "hdf5",
  name: t`Keras or plain HDF5 (.h5, .hdf5)`,
  extensions: [".h5", ".hdf5", ".keras.h5"],
  needsHdf5: true,
  recognizes: ({ head }) => startsWith(head, HDF5_MAGIC),
  open: (file, { libraries }) => checkpointOf(file.name, { format: "hdf5", ...hdf5Contents(file, libraries) }),
};

export const kerasArchive: Format = {
  id: "keras",
  name: "Keras (.keras)",
  extensions: [".keras"],
  needsHdf5: true,
  recognizes: ({ entries }) => entries?.has(CONFIG) === true && entries.has(WEIGHTS),
  open: (file, { libraries }) => {
    const entries = zipEntries(file);
    const [config, weights] = [entries.get(CONFIG), entries.get(WEIGHTS)];
    if (config === undefined || weights === undefined) return refuse(file.name, null, noKerasWeights());
    // A deflated file can only be read from its beginning, and HDF5 reads here and there.
    const source = weights.isStored
      ? weights.source(true)
      : memorySource(file.name, wholeEntry(file, weights, LARGEST_INFLATED, true));
    const contents = hdf5Contents(source, libraries);
    const metadata = entries.get("metadata.json");
    return checkpointOf(file.name, {
      ...contents,
      format: "keras",
      metadata: {
        ...contents.metadata,
        ...(metadata === undefined
          ? {}
          : textsOf(jsonOf(wholeEntry(file, metadata, LARGEST_HEADER, true), file.name, 0))),
      },
      architecture: { kind: "keras", config: jsonOf(wholeEntry(file, config, LARGEST_HEADER, true), file.name, 0) },
    });
  },
};

export const kerasJson: Format = {
  id: "keras-json",
  name: t`a Keras model's configuration (model.json)`,
  extensions: [".json"],
  needsHdf5: false,
  recognizes: ({ head }) => /^\s*\{/.test(latin1(head)) && latin1(head).includes('"class_name"'),
  open: (file) => {
    if (file.size > LARGEST_HEADER) refuse(file.name, null, tooLarge(file.size, LARGEST_HEADER));
    const config = jsonOf(file.read(0, file.size), file.name, 0);
    if (!isObject(config)) return refuse(file.name, null, notAnObject());
    if (typeof config["class_name"] !== "string" || config["config"] === undefined) refuse(file.name, null, notKeras());
    return checkpointOf(file.name, {
      format: "keras-json",
      tensors: [],
      metadata: textsOf(config),
      architecture: { kind: "keras", config },
      skipped: [],
    });
  },
};

const HDF5_MAGIC = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const [CONFIG, WEIGHTS] = ["config.json", "model.weights.h5"];

const CONFIG_ATTRIBUTE = "model_config";

function hdf5Contents(file: ByteSource, { hdf5 }: Libraries): Omit<Contents, "format"> {
  if (hdf5 === null) return refuse(file.name, null, noHdf5());
  const opened = openHdf5(hdf5, file);
  try {
    const { tensors, skipped } = datasetsOf(file, opened);
    const texts = new Map(Object.entries(textAttributes(file, opened, "/")));
    const config = texts.get(CONFIG_ATTRIBUTE);
    texts.delete(CONFIG_ATTRIBUTE);
    const metadata = Object.fromEntries(texts);
    const architecture: Architecture | null =
      config === undefined ? null : { kind: "keras", config: jsonOf(utf8Bytes(config), file.name, 0) };
    return { tensors, metadata, architecture, skipped, close: opened.close };
  } catch (error) {
    opened.close();
    throw error;
  }
}
