/**
 * Bare weights: names and shapes of tensors, and nothing else. A chain of dense layers and norms shows itself: each reads as many numbers
 * as the one before makes. What bends them does not, so it must be said; whatever else a file holds is listed.
 */
import { t } from "../../findings/language";
import type { TensorInfo } from "../../checkpoint/checkpoint";
import type { ActivationName } from "../../model/activations";
import type { Draft, Gap, LayerDraft } from "../draft/draft";
import { refuse } from "../draft/refusal";
import { ACTIVATION_SAID, bareActivation, NO_CHAIN, notInTheChain } from "../draft/words";

/** Throws an `ImportRefusal`. `activation`: of the hidden layers; `null`: nobody said it. */
export function bareDraft(tensors: readonly TensorInfo[], activation: ActivationName | null): Draft {
  const modules = modulesOf(tensors);
  const layers: LayerDraft[] = [];
  const rest: string[] = [];
  let [inputs, width]: [number | null, number | null] = [null, null];
  for (const [name, parts] of modules) {
    const weight = parts.get("weight");
    const bias = parts.get("bias");
    if (weight?.length === 2 && (width === null || weight[1] === width) && rest.length === 0) {
      inputs ??= weight[1];
      width = weight[0];
      layers.push({ name, type: "dense", units: width, ...(bias === undefined ? {} : { bias: true }) });
    } else if (weight?.length === 1 && bias?.length === 1 && weight[0] === width && rest.length === 0) {
      layers.push({ name, type: "norm", norm: parts.has("running_mean") ? "batch" : "layer" });
    } else rest.push(name);
  }
  const dense = layers.filter(({ type }) => type === "dense");
  if (inputs === null || dense.length === 0) return refuse(NO_CHAIN);
  const hidden = dense.slice(0, -1).map(({ name }) => name);
  if (hidden.length > 0 && activation === null) return refuse(bareActivation(hidden));
  const gaps: Gap[] = [
    ...(hidden.length === 0 ? [] : [{ what: hidden.join(", "), why: ACTIVATION_SAID }]),
    ...(rest.length === 0 ? [] : [{ what: rest.slice(0, 12).join(", "), why: notInTheChain(rest.length) }]),
  ];
  return {
    title:
      dense.length === 1
        ? t`1 dense layer from a file of weights`
        : t`${dense.length} dense layers from a file of weights`,
    input: inputs,
    layers: bentBehind(layers, activation),
    draw: null,
    draws: {},
    tensors: {},
    gaps,
    remarks: [],
  };
}

/** Behind each dense layer but the last one, or behind the norm that follows it. */
function bentBehind(layers: readonly LayerDraft[], activation: ActivationName | null): LayerDraft[] {
  const last = layers.findLastIndex(({ type }) => type === "dense");
  return layers.map((layer, i) => {
    const bends = i < last && layers[i + 1].type === "dense" && activation !== null && activation !== "identity";
    return bends ? { ...layer, activation } : layer;
  });
}

/** By the name before the last dot, in the order in which numbers count. */
function modulesOf(tensors: readonly TensorInfo[]): [string, Map<string, readonly number[]>][] {
  const modules = new Map<string, Map<string, readonly number[]>>();
  for (const { name, shape } of tensors) {
    const end = name.lastIndexOf(".");
    const module = end < 0 ? "" : name.slice(0, end);
    const parts = modules.get(module) ?? new Map<string, readonly number[]>();
    parts.set(name.slice(end + 1), shape);
    modules.set(module, parts);
  }
  return [...modules].sort(([a], [b]) => naturally(a, b));
}

/** `layer2` before `layer10`. */
function naturally(a: string, b: string): number {
  const [own, other] = [a, b].map((name) => name.match(/\d+|\D+/g) ?? []);
  for (let i = 0; i < Math.min(own.length, other.length); i++) {
    const [x, y] = [own[i], other[i]];
    if (x === y) continue;
    const difference = Number(x) - Number(y);
    if (Number.isFinite(difference) && difference !== 0) return difference;
    return x < y ? -1 : 1;
  }
  return own.length - other.length;
}
