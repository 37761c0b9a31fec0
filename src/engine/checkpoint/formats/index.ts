/** The formats that are read, a row each. Of several that recognize a file the first opens it. */
import type { Format } from "../format";
import { kerasArchive, kerasHdf5, kerasJson } from "../keras/keras";
import { npy } from "../numpy/npy";
import { npz } from "../numpy/npz";
import { onnx } from "../onnx/onnx";
import { pytorch } from "../pytorch/pytorch";
import { safetensors } from "../safetensors/safetensors";
import { shards } from "../safetensors/shards";

export const FORMATS: readonly Format[] = [
  safetensors,
  shards,
  npy,
  pytorch,
  kerasArchive,
  npz,
  kerasHdf5,
  kerasJson,
  onnx,
];
