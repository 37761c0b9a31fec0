/**
 * Graphs of operators as layers, one step each, in an order in which each comes after what it reads.
 *
 * A step that is not understood ends the spec. What stands before it is imported up to a cut: the last step k behind which nothing
 * reads anything before k. Whatever the rest computes, it then is a part of the loss of what is imported, and a law, which holds for every
 * loss, holds in the whole model as well. A model without such a cut makes no spec.
 */
import { t } from "../../findings/language";
import type { ActivationName } from "../../model/activations";
import type { Gap, LayerDraft, TensorDraft } from "./draft";
import { refuse } from "./refusal";
import { BEHIND_IT, notKnown, nothingUnderstood, notUnderstood, severalOutputs } from "./words";

export interface Step {
  readonly name: string;
  /** Names of steps, or `INPUT`. */
  readonly reads: readonly string[];
  readonly made:
    | {
        readonly kind: "layer";
        readonly layer: Omit<LayerDraft, "name" | "from">;
        readonly tensors?: Readonly<Record<string, TensorDraft>>;
      }
    /** Bends what it reads. */
    | { readonly kind: "activation"; readonly activation: ActivationName; readonly slope?: number }
    /** Hands on what it reads. */
    | { readonly kind: "nothing" }
    | { readonly kind: "unknown"; readonly what: string };
}

export const INPUT = "input";

export interface Layered {
  readonly layers: readonly LayerDraft[];
  readonly tensors: Readonly<Record<string, TensorDraft>>;
  readonly gaps: readonly Gap[];
}

/** Throws an `ImportRefusal` where there is no cut. */
export function layersOf(steps: readonly Step[]): Layered {
  const unknown = steps.findIndex(({ made }) => made.kind === "unknown");
  const end = unknown < 0 ? steps.length : cutBefore(steps, unknown) + 1;
  const rest = steps.slice(end);
  const read = new Set(steps.slice(0, end).flatMap(({ reads }) => reads));
  const ends = steps.slice(0, Math.max(0, end - 1)).filter(({ name }) => !read.has(name));
  if (ends.length > 0) refuse(severalOutputs([...ends.map(({ name }) => name), steps[end - 1].name]));
  const layers: LayerDraft[] = [];
  const tensors: Record<string, TensorDraft> = {};
  /** What stands for a step: the name of a layer. */
  const at = new Map<string, string>([[INPUT, INPUT]]);
  const readers = new Map<string, number>();
  for (const { reads } of steps) for (const name of reads) readers.set(name, (readers.get(name) ?? 0) + 1);
  for (const { name, reads, made } of steps.slice(0, end)) {
    const from = reads.map((source) => at.get(source) ?? source);
    if (made.kind === "nothing") at.set(name, from[0]);
    else if (made.kind === "activation") {
      const { activation, slope } = made;
      const bent = { activation, ...(slope === undefined ? {} : { slope }) };
      const last = layers.at(-1);
      const joins =
        last !== undefined &&
        last.name === from[0] &&
        last.activation === undefined &&
        BENDS.has(last.type) &&
        readers.get(reads[0]) === 1;
      if (joins) layers[layers.length - 1] = { ...last, ...bent };
      else layers.push({ name, type: "scale", ...bent, ...sourcesOf(from, layers) });
      at.set(name, joins ? last.name : name);
    } else if (made.kind === "layer") {
      layers.push({ name, ...made.layer, ...sourcesOf(from, layers) });
      Object.assign(tensors, made.tensors);
      at.set(name, name);
    }
  }
  if (layers.length === 0) refuse(nothingUnderstood(rest.map(whatOf)));
  return { layers, tensors, gaps: gapsOf(rest) };
}

/** Layers that may have an activation of their own. */
const BENDS: ReadonlySet<string> = new Set(["dense", "conv1d", "conv2d", "norm", "residual", "multiply", "scale"]);

/** Left out where it is the layer before. */
function sourcesOf(from: readonly string[], layers: readonly LayerDraft[]): Pick<LayerDraft, "from"> {
  const before = layers.at(-1)?.name ?? INPUT;
  return from.length === 1 && from[0] === before ? {} : { from };
}

function cutBefore(steps: readonly Step[], unknown: number): number {
  const index = new Map(steps.map(({ name }, i) => [name, i]));
  const earliest = steps.map(({ reads }) => Math.min(steps.length, ...reads.map((name) => index.get(name) ?? -1)));
  let needed = steps.length;
  for (let k = steps.length - 1; k >= unknown; k--) needed = Math.min(needed, earliest[k]);
  for (let k = unknown - 1; k >= 0; k--) {
    if (needed >= k) return k;
    needed = Math.min(needed, earliest[k]);
  }
  const { made } = steps[unknown];
  return refuse(notUnderstood(made.kind === "unknown" ? made.what : ""));
}

function gapsOf(rest: readonly Step[]): Gap[] {
  const unknown = rest.filter(({ made }) => made.kind === "unknown");
  const behind = rest.length - unknown.length;
  return [
    ...unknown.slice(0, MOST_GAPS).map((step) => ({ what: step.name, why: notKnown(whatOf(step)) })),
    ...(behind + Math.max(0, unknown.length - MOST_GAPS) === 0
      ? []
      : [{ what: t`${rest.length} steps in all`, why: BEHIND_IT }]),
  ];
}
const MOST_GAPS = 20;

function whatOf({ name, made }: Step): string {
  return made.kind === "unknown" ? made.what : name;
}
