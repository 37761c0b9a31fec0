/**
 * Models on a disk: which files of a folder say what the model is, and where its weights lie. Invariant: only headers are read,
 * and nothing outside the folder is, through links or otherwise (checkpoint/node.ts).
 */
import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { JsonValue } from "../checkpoint/json";
import { isObject } from "../checkpoint/json";
import { openCheckpointFile } from "../checkpoint/node";
import { CheckpointError } from "../checkpoint/refusal";
import { importModel, type Found, type Imported } from "./import";
import { ImportRefusal, refuse } from "./refusal";
import { notJsonObject, nothingToImport } from "./words";

/** `place`: absolute, a file or a folder. `home`: the folder that the spec will lie in, from which it names its weights. */
export async function importFrom(place: string, home: string): Promise<Imported> {
  try {
    return importModel(await found(place, home));
  } catch (error) {
    if (error instanceof ImportRefusal) return { kind: "refused", reason: error.reason, help: error.help };
    if (error instanceof CheckpointError) {
      const { file, place: at, reason, help } = error.refusal;
      return { kind: "refused", reason: `${file}${at === null ? "" : ` (${at})`}: ${reason}`, help };
    }
    if (error instanceof Error && "code" in error) return { kind: "refused", ...nothingToImport(path.basename(place)) };
    throw error;
  }
}

const CONFIG = "config.json";
/** In the order in which they are taken; shards before a part of them. */
const WEIGHTS = ["model.safetensors.index.json", "model.safetensors", "pytorch_model.bin.index.json", "pytorch_model.bin"];
/** Bytes of a configuration. */
const LARGEST_CONFIG = 2 ** 22;

async function found(place: string, home: string): Promise<Found> {
  const isFolder = statSync(place).isDirectory();
  const folder = isFolder ? place : path.dirname(place);
  const names = new Set(readdirSync(folder));
  const file = isFolder ? null : path.basename(place);
  const weights = file !== null && file !== CONFIG ? file : WEIGHTS.find((name) => names.has(name));
  const config = names.has(CONFIG) ? jsonIn(path.join(folder, CONFIG)) : null;
  if (config === null) return refuse(nothingToImport(path.basename(place)));
  return {
    name: path.basename(folder) === "" ? CONFIG : `${path.basename(folder)}/${CONFIG}`,
    model: { kind: "hugging-face", config },
    weights: weights === undefined ? null : await listed(path.join(folder, weights), folder, home),
  };
}

async function listed(file: string, folder: string, home: string): Promise<Found["weights"]> {
  const { checkpoint, close } = await openCheckpointFile(file, folder);
  try {
    return { path: path.relative(home, file).split(path.sep).join("/"), tensors: checkpoint.tensors };
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
