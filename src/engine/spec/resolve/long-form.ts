/** `input` with `layers`: any network without cycles, written from input to output. */
import type { Node } from "jsonc-parser";
import type { ActivationName } from "../../model/activations";
import { activationNamed, activationRow, SLOPED } from "../../model/activations";
import { blockKindOf } from "../../model/blocks";
import type { Layer, Network } from "../../model/network";
import { INPUT } from "../../model/network";
import { isVector, sizeOf, type Shape } from "../../model/shape";
import { nearestFixes } from "../guess";
import type { Notes } from "../notes";
import type { ArchitectureSpec } from "../schema/architecture";
import { keyAt, opening, valueAt } from "../tree";
import { listed, meant, nearest, quote } from "../../findings/words";
import { flattened, type OneLayer, type Wide } from "./flatten";
import type { Resolved } from "./layers";
import { defaultName, trainedOf } from "./layers";
import type { Sources } from "./sources";
import { sharedLayer } from "./shared";
import { resolveInput, resolveShape, ownOfLayer } from "./shapes";
import { noteForwardSources } from "./sources";
import { EPS_AS_IN_PYTORCH, EPS_OF_A_BATCH, unitsOfTheSource } from "./words";
import { t } from "../../findings/language";

/** `null` when an error was noted. */
export function resolveLongForm(
  node: Node,
  spec: ArchitectureSpec,
  parametrization: Network["parametrization"],
  notes: Notes,
): Resolved | null {
  const before = notes.errors();
  const { input: read } = spec;
  const channels = typeof read === "object" && "channels" in read ? (read.channels ?? null) : null;
  const flat = flattened(spec.layers ?? [], valueAt(node, "layers")?.children ?? [], channels);
  const { specs, nodes, branches } = flat;
  const names = resolveNames(specs, nodes, notes);
  const sources = resolveSources(specs, nodes, names, branches, notes);
  if (notes.errors() > before) return null;

  const layers: Layer[] = [];
  /** Batch norms, or the blocks that they are in. */
  const withoutEps = new Set<Node>();
  const input = resolveInput(spec.input, node, notes);
  const shapes: (Shape | null)[] = [];
  const sourceShapes: (readonly (Shape | null)[])[] = [];
  specs.forEach((written, index) => {
    const from = sources.lists[index];
    const layer = widened(written, flat.wide[index], ({ block }) => {
      const [source] = sources.lists[block];
      return source === INPUT ? input : shapes[source];
    });
    const own = ownOfLayer(layer);
    const read = from.map((source) => (source === INPUT ? input : shapes[source]));
    const shape = isOneSource(layer, nodes[index], read, notes)
      ? resolveShape(layer, own, read, nodes[index], notes)
      : null;
    shapes.push(shape);
    sourceShapes.push(read);
    const shares = sharedLayer(layer, nodes[index], index, { specs, names, shapes, read: sourceShapes }, notes);
    noteUnusedSlope(layer, nodes[index], notes);
    if (own?.norm === "batch" && own.eps === 0) withoutEps.add(nodes[index]);
    layers.push({
      name: names[index],
      type: layer.type,
      units: shape === null ? NaN : sizeOf(shape),
      ...(own === null ? {} : { own }),
      activation: activationNamed(layer.activation ?? "identity", layer.slope),
      bias: layer.bias ?? false,
      ...(shares === null ? {} : { shares }),
      ...trainedOf(layer.train ?? spec.train),
      sources: from,
    });
  });
  const places = nodes.map(placeOf);
  for (const at of withoutEps)
    notes.information("spec.conflict", keyAt(at, "eps") ?? at, EPS_OF_A_BATCH, EPS_AS_IN_PYTORCH);
  noteUnusedLayers(layers, nodes, notes);
  if (notes.errors() > before || input === null) return null;
  return {
    network: { inputs: sizeOf(input), ...(isVector(input) ? {} : { shape: input }), layers, parametrization },
    places,
    widths: [valueAt(node, "input"), ...nodes.map((layer) => valueAt(layer, "units") ?? valueAt(layer, "channels"))],
  };
}

/** As many units, or hidden ones, as the source of its block has channels, so many times. */
function widened(layer: OneLayer, wide: Wide | null, sourceOf: (wide: Wide) => Shape | null): OneLayer {
  const source = wide === null ? null : sourceOf(wide);
  if (wide === null || source === null) return layer;
  const count = wide.times * source.channels;
  return blockKindOf(layer).takes.includes("hidden") ? { ...layer, hidden: count } : { ...layer, units: count };
}

/** `slope` has a meaning only for activations that have one. */
export function noteUnusedSlope(
  { slope, activation = "identity" }: { readonly slope?: number; readonly activation?: ActivationName },
  node: Node,
  notes: Notes,
): void {
  if (slope === undefined || activationRow(activation).slope !== null) return;
  const owners = listed(SLOPED, "or");
  notes.warning(
    "spec.conflict",
    keyAt(node, "slope") ?? node,
    t`"slope" is only used by the activation ${owners}.`,
    t`Remove it, or choose the activation ${owners}.`,
  );
}

/** A layer's object may span many lines: its name stands for it, or its type. */
export function placeOf(layer: Node): { offset: number; length: number } {
  return valueAt(layer, "name") ?? valueAt(layer, "type") ?? opening(layer);
}

const LONGEST_NAME = 100;

export function resolveNames(
  specs: readonly { readonly name?: string | undefined }[],
  nodes: readonly Node[],
  notes: Notes,
): string[] {
  const names = specs.map(({ name }, index) => name ?? defaultName(index));
  const first = new Map<string, number>();
  names.forEach((name, index) => {
    const at = placeOf(nodes[index]);
    const earlier = first.get(name);
    if (name === "input")
      notes.error(
        "spec.duplicate-name",
        at,
        t`"input" is the name of the network's input, so no layer can have it.`,
        t`Choose another name.`,
      );
    else if (name.trim() === "" || name.length > LONGEST_NAME || /\p{Cc}/u.test(name))
      notes.error(
        "spec.wrong-value",
        at,
        t`A layer's name is 1 to ${LONGEST_NAME} characters, without line breaks or other control characters.`,
        t`Choose a short name, such as hidden.`,
      );
    else if (earlier !== undefined)
      notes.error(
        "spec.duplicate-name",
        at,
        specs[index].name === undefined
          ? t`This layer is called ${quote(name)} by default, but layer number ${earlier + 1} has that name already.`
          : t`Layer number ${earlier + 1} is called ${quote(name)} already.`,
        t`Give each layer a name of its own.`,
        () => ({ related: [{ at: placeOf(nodes[earlier]), message: t`The other ${quote(name)}.` }] }),
      );
    if (earlier === undefined) first.set(name, index);
  });
  return names;
}

function resolveSources(
  specs: readonly OneLayer[],
  nodes: readonly Node[],
  names: readonly string[],
  branches: readonly (number | null)[],
  notes: Notes,
): Sources {
  const indexOf = new Map<string, number>(names.map((name, index) => [name, index]));
  indexOf.set("input", INPUT);
  const lists: number[][] = [];
  const written: (readonly Node[])[] = [];
  specs.forEach(({ from }, index) => {
    const entries = valueAt(nodes[index], "from")?.children ?? [];
    const branch = branches[index];
    const list: number[] = from === undefined ? [branch === null ? index - 1 : branch - 1] : [];
    from?.forEach((name, entry) => {
      const source = indexOf.get(name);
      if (source === undefined)
        noteUnknownSource(name, () => ["input", ...names.slice(0, index)], entries[entry], notes);
      else if (list.includes(source))
        notes.error(
          "spec.wrong-value",
          entries[entry],
          () => t`${quote(name)} is listed twice; each source may be named once.`,
          t`Remove one of the two.`,
        );
      else list.push(source);
    });
    // What a body makes is added to what stands before it.
    lists.push(branch === null || list.includes(index - 1) ? list : [...list, index - 1]);
    written.push(entries);
  });
  // The branch begins with what it is added to, unless it says otherwise.
  branches.forEach((begin, index) => {
    if (begin !== null && specs[begin].from === undefined) lists[begin] = lists[index].slice(0, 1);
  });
  const sources = { names, lists, written };
  noteForwardSources(sources, notes);
  return sources;
}

function noteUnknownSource(name: string, candidates: () => readonly string[], at: Node, notes: Notes): void {
  notes.error(
    "spec.unknown-layer",
    at,
    () => t`There is no layer called ${quote(name)}${meant(nearest(name, candidates()))}`,
    () => t`This layer may take from ${candidates().slice(-12).map(quote).join(", ")}.`,
    () => ({ fixes: nearestFixes(name, candidates(), at) }),
  );
}

/** Of a layer that has one source and as many units as that says; false when an error was noted. */
function isOneSource(spec: OneLayer, node: Node, sources: readonly (Shape | null)[], notes: Notes): boolean {
  const { oneSource, takes } = blockKindOf(spec);
  if (oneSource === null) return true;
  if (sources.length > 1) {
    notes.error(
      "spec.conflict",
      valueAt(node, "from") ?? node,
      t`A ${spec.type} layer ${oneSource}; this one takes from ${sources.length}.`,
      t`Keep one source, or make the layer "dense".`,
    );
    return false;
  }
  const [source] = sources;
  if (spec.units === undefined || source === null || !takes.includes("units")) return true;
  const width = sizeOf(source);
  if (spec.units !== width) {
    const units = valueAt(node, "units") ?? node;
    notes.error(
      "spec.conflict",
      units,
      unitsOfTheSource(spec.type, width, notes.textOf(units)),
      t`Remove "units", or make the layer "dense".`,
    );
    return false;
  }
  notes.warning(
    "spec.conflict",
    keyAt(node, "units") ?? node,
    t`"units" is not needed: a ${spec.type} layer has as many units as its source.`,
    t`Remove "units".`,
  );
  return true;
}

function noteUnusedLayers(layers: readonly Layer[], nodes: readonly Node[], notes: Notes): void {
  const used = new Set(layers.flatMap(({ sources }) => sources));
  layers.slice(0, -1).forEach(({ name }, index) => {
    if (!used.has(index))
      notes.warning(
        "spec.unused-layer",
        placeOf(nodes[index]),
        t`Nothing takes from ${quote(name)}, so its weights never change and the output does not depend on them.`,
        t`List ${quote(name)} in the "from" of a later layer, or remove it.`,
      );
  });
}
