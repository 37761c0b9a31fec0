/** Weights of a checkpoint beside the spec: subject/parameters.ts reads them, by the names of weights/. */
import { t } from "../../findings/language";
import type { FileScheme } from "./scheme";

export const file: FileScheme<never> = {
  draws: "file",
  words: t`The tensors of a weights file: safetensors, PyTorch, NumPy, ONNX or Keras.`,
  numbers: {},
  needs: ["path"],
  takes: ["tensors"],
};
