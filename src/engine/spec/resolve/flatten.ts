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
import { defaultName } from "./layers";

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

/** Of blocks in a row only the first one makes images smaller. */
const FOLLOWING = { stride: 1 };

/** `channels`: of the input; `null`: it is no image. */
export function flattened(layers: readonly LayerSpec[], nodes: readonly Node[], channels: number | null): Flattened {
  const all: Entry[] = [];
  let blocks = 0;
  /** One after the other, as often as `repeat` says. The first one stands where the spec says, each other one behind the one before it. */
  const add = ({ repeat = 1, from, ...asked }: AskedPreset, node: Node, before: string): void => {
    for (let i = 1; i <= repeat; i++) {
      const number = blocks + i;
      const name = asked.name === undefined ? `block${number}` : repeat === 1 ? asked.name : `${asked.name}${i}`;
      const source = i === 1 ? (from?.[0] ?? before) : nameOf(all, all.length - 1);
      const given = i === 1 ? { ...asked, ...(from === undefined ? {} : { from }) } : { ...asked, ...FOLLOWING };
      addPreset(all, given, node, { name, source, channels: channelsOf(all, source, channels) });
    }
    blocks += repeat;
  };
  layers.forEach((spec, index) => {
    const node = nodes[index];
    const before = nameOf(all, all.length - 1);
    if (isPreset(spec.type)) add({ ...spec, type: spec.type }, node, before);
    else {
      const inner = valueAt(node, "body")?.children ?? [];
      const begin = all.length;
      spec.body?.forEach((own, k) => {
        // The branch begins with what it is added to.
        if (isPreset(own.type))
          add({ ...own, type: own.type }, inner[k], k === 0 ? (spec.from?.[0] ?? before) : nameOf(all, all.length - 1));
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
          .layers(asked, null)
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

function nameOf(all: readonly Entry[], index: number): string {
  return index < 0 ? "input" : (all[index].spec.name ?? defaultName(index));
}

/** Read off what layers say: convolutions how many they make, others keep those they read, or make no image. */
function channelsOf(all: readonly Entry[], name: string, input: number | null): number | null {
  const index = all.findLastIndex((_, at) => nameOf(all, at) === name);
  if (index < 0) return name === "input" ? input : null;
  const { spec, branch } = all[index];
  if (spec.channels !== undefined) return spec.channels;
  if (!KEEPS_CHANNELS.has(spec.type)) return null;
  const before = (branch ?? index) - 1;
  return channelsOf(all.slice(0, index), spec.from?.[0] ?? nameOf(all, before), input);
}

const KEEPS_CHANNELS: ReadonlySet<LayerType> = new Set(["pool", "norm", "residual", "scale", "multiply", "softmax"]);

function addPreset(
  all: Entry[],
  asked: AskedPreset,
  node: Node,
  { name, source, channels }: { readonly name: string; readonly source: string; readonly channels: number | null },
): void {
  const block = all.length;
  const { train, from } = asked;
  const named = (one: string): string => (one === "source" ? source : `${name}.${one}`);
  const add = (layer: PresetLayer, inBody: boolean): void => {
    const { type, name: suffix, own, activation, bias, wide, units, body, from: within } = layer;
    const begin = all.length;
    body?.forEach((one) => add(one, true));
    const first = begin === block && !inBody;
    const spec: OneLayer = {
      type,
      name: suffix === undefined ? name : `${name}.${suffix}`,
      ...own,
      ...(activation === undefined ? {} : { activation }),
      ...(bias === undefined ? {} : { bias }),
      ...(units === undefined ? {} : { units }),
      ...(train === undefined ? {} : { train }),
      ...(first && from !== undefined ? { from } : {}),
      ...(within === undefined ? {} : { from: within.map(named) }),
    };
    const branch = body === undefined || body.length === 0 ? null : begin;
    all.push({ spec, node, branch, wide: wide === undefined ? null : { block, times: wide } });
  };
  for (const layer of presetOf(asked.type).layers(asked, channels)) add(layer, false);
}
