/**
 * The way from a model that was read to a spec: pure functions of configurations, graphs, and the names and shapes of tensors.
 * Invariant: nothing is guessed. What is not in the spec, or is there otherwise, is among its gaps, and a model of which a part
 * within is not understood makes no spec.
 */
import type { TensorInfo } from "../checkpoint/checkpoint";
import type { JsonValue } from "../checkpoint/json";
import { readSpec } from "../spec/read";
import { match, type TensorReference } from "../weights/match";
import type { Draft, Gap, TensorDraft } from "./draft";
import { huggingFaceDraft } from "./hugging-face";
import { ImportRefusal, refuse } from "./refusal";
import { notWritten, unusedTensors } from "./words";
import { specText } from "./write";

/** What was found of a model. */
export interface Found {
  /** How it is called in messages. */
  readonly name: string;
  readonly model: { readonly kind: "hugging-face"; readonly config: JsonValue };
  /** The file of its weights, as the spec will say its path; `null`: there is none. */
  readonly weights: { readonly path: string; readonly tensors: readonly TensorInfo[] } | null;
}

export type Imported =
  | { readonly kind: "spec"; readonly text: string; readonly title: string; readonly gaps: readonly Gap[] }
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };

export function importModel(found: Found): Imported {
  try {
    return written(found);
  } catch (error) {
    if (error instanceof ImportRefusal) return { kind: "refused", reason: error.reason, help: error.help };
    throw error;
  }
}

function written({ name, model, weights }: Found): Imported {
  const shapes = weights === null ? null : new Map(weights.tensors.map((tensor) => [tensor.name, tensor.shape]));
  const draft = huggingFaceDraft(model.config, name, shapes);
  const path = weights?.path ?? null;
  const { network, problems } = readSpec(specText(draft, name, path));
  const error = problems.find(({ severity }) => severity === "error");
  if (error !== undefined || network === null) return refuse(notWritten(error?.message ?? "", error?.help ?? ""));
  const whole: Draft = weights === null ? draft : { ...draft, gaps: [...draft.gaps, ...weightGaps()] };
  return { kind: "spec", text: specText(whole, name, path), title: draft.title, gaps: whole.gaps };

  function weightGaps(): Gap[] {
    if (weights === null || network === null) return [];
    const given = new Map(Object.entries(draft.tensors).map(([piece, tensor]) => [piece, referenceOf(tensor)]));
    const { mismatches, unused } = match(network, weights.path, weights.tensors, given);
    return [
      ...mismatches.map(({ piece, message }) => ({ what: piece.name, why: message })),
      ...(unused.length === 0 ? [] : [unusedTensors(unused)]),
    ];
  }
}

function referenceOf(tensor: TensorDraft): TensorReference {
  return typeof tensor === "string" ? { name: tensor, transposed: false } : tensor;
}
