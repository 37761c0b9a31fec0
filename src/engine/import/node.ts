/**
 * Models on a disk: which files of a folder say what the model is, and where its weights lie. Invariant: only headers are read,
 * and nothing outside the folder is, through links or otherwise (checkpoint/node.ts).
 */
import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { Architecture } from "../checkpoint/checkpoint";
import { isObject, type JsonValue } from "../checkpoint/json";
import { loadHdf5, type Hdf5 } from "../checkpoint/keras/hdf5";
import { isHdf5, openCheckpointWith } from "../checkpoint/node";
import { CheckpointError } from "../checkpoint/refusal";
import type { ActivationName } from "../model/activations";
import { importModel, refused, type Found, type Imported } from "./import";
import { ImportRefusal, refuse } from "./draft/refusal";
import { notJsonObject, nothingToImport } from "./draft/words";

/**
 * `place`: absolute, a file or a folder. `home`: the folder that the spec will lie in, from which it names its weights. `activation`:
 * of hidden layers, where only weights are there.
 */
export async function importFrom(
  place: string,
  home: string,
  activation: ActivationName | null = null,
): Promise<Imported> {
  return importWith(place, home, activation, await hdf5ForModel(place));
}

/** The library for HDF5, where the model at this place can only be read with it. */
export async function hdf5ForModel(place: string): Promise<Hdf5 | null> {
  try {
    const { folder, weights } = lookedAt(place);
    return weights !== undefined && isHdf5(weights, folder) ? await loadHdf5() : null;
  } catch {
    // Whoever imports it says what is wrong.
    return null;
  }
}

/** The same at once; `hdf5`: what `hdf5ForModel` gave. */
export function importWith(
  place: string,
  home: string,
  activation: ActivationName | null,
  hdf5: Hdf5 | null,
): Imported {
  try {
    return importModel(found(lookedAt(place), home, activation, hdf5));
  } catch (error) {
    if (error instanceof ImportRefusal) return refused(error);
    if (error instanceof CheckpointError) {
      const { file, place: at, reason, help } = error.refusal;
      return refused({ reason: `${file}${at === null ? "" : ` (${at})`}: ${reason}`, help, asks: null });
    }
    if (error instanceof Error && "code" in error)
      return refused({ ...nothingToImport(path.basename(place)), asks: null });
    throw error;
  }
}

const CONFIG = "config.json";
/** In the order in which they are taken; shards before a part of them. */
const WEIGHTS = [
  "model.safetensors.index.json",
  "model.safetensors",
  "pytorch_model.bin.index.json",
  "pytorch_model.bin",
];
/** Bytes of a configuration. */
const LARGEST_CONFIG = 2 ** 22;

/** What lies at a place. */
interface LookedAt {
  readonly place: string;
  readonly folder: string;
  /** The file that was asked for; `null`: the folder. */
  readonly asked: string | null;
  readonly hasConfig: boolean;
  /** The file of weights, or of a whole model. */
  readonly weights: string | undefined;
}

function lookedAt(place: string): LookedAt {
  const isFolder = statSync(place).isDirectory();
  const folder = isFolder ? place : path.dirname(place);
  const names = readdirSync(folder);
  const asked = isFolder ? null : path.basename(place);
  const weights =
    asked !== null && asked !== CONFIG ? asked : (WEIGHTS.find((name) => names.includes(name)) ?? onlyOne(names));
  return { place, folder, asked, hasConfig: names.includes(CONFIG), weights };
}

function found(
  { place, folder, asked, hasConfig, weights }: LookedAt,
  home: string,
  activation: ActivationName | null,
  hdf5: Hdf5 | null,
): Found {
  const config = hasConfig ? jsonIn(path.join(folder, CONFIG)) : null;
  const isTransformers = isObject(config ?? undefined) && config !== null && "model_type" in (config as object);
  const opened = weights === undefined ? null : listed(path.join(folder, weights), folder, home, hdf5);
  const name =
    asked === null || asked === CONFIG
      ? `${path.basename(folder)}/${isTransformers ? CONFIG : (weights ?? CONFIG)}`
      : asked;
  // A graph says more of itself than a configuration beside it.
  if (opened !== null && opened.architecture !== null)
    return { name, model: opened.architecture, weights: opened.weights };
  if (isTransformers)
    return {
      name: `${path.basename(folder)}/${CONFIG}`,
      model: { kind: "hugging-face", config },
      weights: opened?.weights ?? null,
    };
  if (config !== null && asked === CONFIG) return { name, model: { kind: "hugging-face", config }, weights: null };
  if (opened === null) return refuse(nothingToImport(path.basename(place)));
  return { name, model: { kind: "bare", activation }, weights: opened.weights };
}

/** Of a folder: the one file of weights or model in it. */
function onlyOne(names: readonly string[]): string | undefined {
  const models = names.filter((name) => MODELS.some((extension) => name.toLowerCase().endsWith(extension)));
  return models.length === 1 ? models[0] : undefined;
}
const MODELS = [".onnx", ".keras", ".h5", ".safetensors", ".pt", ".pth", ".npz", "model.json"];

interface Listed {
  readonly architecture: Architecture | null;
  readonly weights: Found["weights"];
}

function listed(file: string, folder: string, home: string, hdf5: Hdf5 | null): Listed {
  const { checkpoint, close } = openCheckpointWith(file, folder, hdf5);
  try {
    const { architecture, tensors } = checkpoint;
    return { architecture, weights: { path: path.relative(home, file).split(path.sep).join("/"), tensors } };
  } finally {
    close();
  }
}

function jsonIn(file: string): JsonValue {
  const name = path.basename(file);
  if (statSync(file).size > LARGEST_CONFIG) return refuse(notJsonObject(name));
  try {
    const value = JSON.parse(readFileSync(file, "utf8")) as JsonValue;
    return isObject(value) ? value : refuse(notJsonObject(name));
  } catch (error) {
    if (error instanceof SyntaxError) return refuse(notJsonObject(name));
    throw error;
  }
}
