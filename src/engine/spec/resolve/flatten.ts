/**
 * The layers of a spec one after the other: those of a body before the residual layer that adds what they make, and those that a whole
 * block stands for in its place.
 */
import type { Node } from "jsonc-parser";
import type { LayerType } from "../../model/blocks";
import { isPreset, presetOf, type PresetType } from "../presets";
import type { PresetLayer } from "../presets/preset";
import type { LayerSpec } from "../schema/architecture";
import { valueAt } from "../tree";

/** A layer of a known type: whole blocks are expanded. */
export type OneLayer = Omit<LayerSpec, "type" | "body"> & { readonly type: LayerType };

export interface Flattened {
  readonly specs: readonly OneLayer[];
  readonly nodes: readonly Node[];
  /** Of a residual layer with a body: where that begins; else `null`. */
  readonly branches: readonly (number | null)[];
  /** Of layers as wide as the source of the block they are in, or so many times: the layer after that source, and how many. */
  readonly wide: readonly (Wide | null)[];
}

export interface Wide {
  /** Where the block begins: it reads what that layer reads. */
  readonly block: number;
  readonly times: number;
}

interface Entry {
  readonly spec: OneLayer;
  readonly node: Node;
  readonly branch: number | null;
  readonly wide: Wide | null;
}

export function flattened(layers: readonly LayerSpec[], nodes: readonly Node[]): Flattened {
  const all: Entry[] = [];
  let blocks = 0;
  layers.forEach((spec, index) => {
    const node = nodes[index];
    if (isPreset(spec.type)) blocks = addPresets(all, { ...spec, type: spec.type }, node, blocks);
    else {
      const inner = valueAt(node, "body")?.children ?? [];
      const begin = all.length;
      spec.body?.forEach((own, k) => {
        if (isPreset(own.type)) blocks = addPresets(all, { ...own, type: own.type }, inner[k], blocks);
        else all.push({ spec: { ...own, type: own.type }, node: inner[k], branch: null, wide: null });
      });
      all.push({ spec: { ...spec, type: spec.type }, node, branch: all.length > begin ? begin : null, wide: null });
    }
  });
  return {
    specs: all.map(({ spec }) => spec),
    nodes: all.map(({ node }) => node),
    branches: all.map(({ branch }) => branch),
    wide: all.map(({ wide }) => wide),
  };
}

/** How many layers are meant, whole blocks and the layers within others counted; nothing is built for it. */
export function layersMeant(layers: readonly LayerSpec[]): number {
  const meant = ({ type, repeat = 1, ...asked }: BlockSpec): number =>
    isPreset(type)
      ? repeat *
        presetOf(type)
          .layers(asked)
          .reduce((sum, own) => sum + layersOf(own), 0)
      : 1;
  return layers.reduce(
    (sum, { body = [], ...layer }) => sum + meant(layer) + body.reduce((all, own) => all + meant(own), 0),
    0,
  );
}

function layersOf({ body = [] }: PresetLayer): number {
  return 1 + body.reduce((sum, own) => sum + layersOf(own), 0);
}

type BlockSpec = Omit<LayerSpec, "body">;
type AskedPreset = Omit<LayerSpec, "type"> & { readonly type: PresetType };

/** One after the other, as often as `repeat` says; how many blocks there are then. */
function addPresets(all: Entry[], { repeat = 1, from, ...asked }: AskedPreset, node: Node, before: number): number {
  for (let i = 1; i <= repeat; i++) {
    const name = asked.name === undefined ? `block${before + i}` : repeat === 1 ? asked.name : `${asked.name}${i}`;
    // The first one stands where the spec says, each other one behind the one before it.
    addPreset(all, i === 1 && from !== undefined ? { ...asked, from } : asked, node, name);
  }
  return before + repeat;
}

function addPreset(all: Entry[], asked: AskedPreset, node: Node, name: string): void {
  const block = all.length;
  const { train, from } = asked;
  const add = (layer: PresetLayer, within: boolean): void => {
    const { type, name: suffix, own, activation, bias, wide, units, body } = layer;
    const begin = all.length;
    body?.forEach((one) => add(one, true));
    const first = begin === block && !within;
    const spec: OneLayer = {
      type,
      name: suffix === undefined ? name : `${name}.${suffix}`,
      ...own,
      ...(activation === undefined ? {} : { activation }),
      ...(bias === undefined ? {} : { bias }),
      ...(units === undefined ? {} : { units }),
      ...(train === undefined ? {} : { train }),
      ...(first && from !== undefined ? { from } : {}),
    };
    const branch = body === undefined || body.length === 0 ? null : begin;
    all.push({ spec, node, branch, wide: wide === undefined ? null : { block, times: wide } });
  };
  for (const layer of presetOf(asked.type).layers(asked)) add(layer, false);
}
