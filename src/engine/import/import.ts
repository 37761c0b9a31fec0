/**
 * The way from a model that was read to a spec: pure functions of configurations, graphs, and the names and shapes of tensors.
 * Invariant: nothing is guessed. What is not in the spec, or is there otherwise, is among its gaps, and a model of which a part
 * within is not understood makes no spec.
 */
import type { Architecture, TensorInfo } from "../checkpoint/checkpoint";
import type { JsonValue } from "../checkpoint/json";
import type { ActivationName } from "../model/activations";
import type { Network } from "../model/network";
import { readSpec } from "../spec/read";
import { match, type TensorReference } from "../weights/match";
import type { Draft, Gap, TensorDraft } from "./draft/draft";
import { huggingFaceDraft } from "./hugging-face";
import { kerasDraft } from "./keras/keras";
import { bareDraft } from "./modules/modules";
import { onnxDraft } from "./onnx/onnx";
import { ImportRefusal, refuse, type Asks } from "./draft/refusal";
import { notWritten, unusedTensors } from "./draft/words";
import { specText } from "./write";

/** What was found of a model. */
export interface Found {
  /** How it is called in messages. */
  readonly name: string;
  /** What says how its layers are joined. */
  readonly model:
    | { readonly kind: "hugging-face"; readonly config: JsonValue }
    | Architecture
    /** Nothing does; `activation`: what the user says bends hidden layers. */
    | { readonly kind: "bare"; readonly activation: ActivationName | null };
  /** The file of its weights, as the spec will say its path; `null`: there is none. */
  readonly weights: { readonly path: string; readonly tensors: readonly TensorInfo[] } | null;
}

export type Imported =
  | {
      readonly kind: "spec";
      readonly text: string;
      readonly title: string;
      readonly gaps: readonly Gap[];
      /** Whether it names a file of weights. */
      readonly hasWeights: boolean;
    }
  | ImportRefused;

export interface ImportRefused {
  readonly kind: "refused";
  readonly reason: string;
  readonly help: string;
  /** `null`: nothing that is said would help. */
  readonly asks: Asks | null;
}

export function importModel(found: Found): Imported {
  try {
    return written(found);
  } catch (error) {
    if (error instanceof ImportRefusal) return refused(error);
    throw error;
  }
}

export function refused({ reason, help, asks }: Pick<ImportRefusal, "reason" | "help" | "asks">): ImportRefused {
  return { kind: "refused", reason, help, asks };
}

function written(found: Found): Imported {
  const { name } = found;
  const { draft, weights } = drafted(found);
  const path = weights?.path ?? null;
  const { network, problems } = readSpec(specText(weights === null ? withoutRepeats(draft) : draft, name, path));
  const error = problems.find(({ severity }) => severity === "error");
  if (error !== undefined || network === null) return refuse(notWritten(error?.message ?? "", error?.help ?? ""));
  const gaps = [...draft.gaps, ...(weights === null ? [] : weightGaps(draft, network, weights))];
  return {
    kind: "spec",
    text: specText({ ...draft, gaps }, name, path),
    title: draft.title,
    gaps,
    hasWeights: path !== null,
  };
}

/**
 * The draft with at most two of each kind of block, which is enough to see whether it can be read: a block that adds to its signal keeps its
 * shape, so what holds for two in a row holds for eighty. A model whose layers name other blocks stays whole.
 */
function withoutRepeats(draft: Draft): Draft {
  const seen = new Map<string, number>();
  const dropped = new Set<string>();
  const layers = draft.layers.filter((layer) => {
    if (layer.type !== "residual") return true;
    const kind = JSON.stringify(layer, (_, value: unknown) =>
      typeof value === "string" ? value.replace(/\d+/g, "0") : value,
    );
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    if (count > 2) dropped.add(layer.name);
    return count <= 2;
  });
  const isNamed = draft.layers.some(
    ({ from, share }) => from !== undefined || (share !== undefined && dropped.has(share)),
  );
  const draws = Object.fromEntries(
    Object.entries(draft.draws).filter(
      ([name]) => ![...dropped].some((of) => name === of || name.startsWith(`${of}.`)),
    ),
  );
  return isNamed || dropped.size === 0 ? draft : { ...draft, layers, draws };
}

/** The draft, and the weights that it can be read with. */
function drafted({ name, model, weights }: Found): { readonly draft: Draft; readonly weights: Found["weights"] } {
  const tensors = weights?.tensors ?? [];
  switch (model.kind) {
    case "hugging-face": {
      const shapes = weights === null ? null : new Map(tensors.map((tensor) => [tensor.name, tensor.shape]));
      return { draft: huggingFaceDraft(model.config, name, shapes), weights };
    }
    case "onnx":
      return { draft: onnxDraft(model.graph, tensors), weights: tensors.length === 0 ? null : weights };
    case "keras": {
      const draft = kerasDraft(
        model.config,
        tensors.map((tensor) => tensor.name),
      );
      return { draft, weights: draft.asDrawn || tensors.length === 0 ? null : weights };
    }
    case "bare":
      return { draft: bareDraft(tensors, model.activation), weights };
  }
}

/** What the file lacks of the spec, and the spec of the file. */
function weightGaps(draft: Draft, network: Network, { path, tensors }: NonNullable<Found["weights"]>): Gap[] {
  const given = new Map(Object.entries(draft.tensors).map(([piece, tensor]) => [piece, referenceOf(tensor)]));
  const { mismatches, unused } = match(network, path, tensors, given);
  return [
    ...mismatches.map(({ piece, message }) => ({ what: piece.name, why: message })),
    ...(unused.length === 0 ? [] : [unusedTensors(unused)]),
  ];
}

function referenceOf(tensor: TensorDraft): TensorReference {
  return typeof tensor === "string" ? { name: tensor, transposed: false } : tensor;
}
