/**
 * The names of layers in the text of a spec: where each is given, and every place that means it. Of any tree, also of a spec
 * with errors; exact in its places, so that all of them can be renamed.
 */
import type { Node } from "jsonc-parser";
import { isPreset } from "./presets";
import { layersMeant } from "./resolve/flatten";
import { defaultName } from "./resolve/layers";
import type { LayerSpec } from "./schema/architecture";
import type { Span } from "./text/lines";
import { keyAt, opening, plainValue, propertiesOf, valueAt } from "./tree";

/** What a name is given to. */
export interface NamedLayer {
  readonly name: string;
  /** Inside its quotes, where the name is written down; `null`: the layer is called so by its position. */
  readonly written: Mention | null;
  /** What stands for the layer where no name is written: its type, or its width in the short form. */
  readonly place: Span;
  /** Where a name can be written: right behind the opening brace of its object. `null`: the short form has no names. */
  readonly room: number | null;
  /** Of a whole block, whose layers are called after it ("block.attention"): its numbers where it repeats ("block2.attention"). */
  readonly block: Block | null;
}

interface Block {
  /** The first and the last; `null`: it stands there once, without a number. */
  readonly numbers: readonly [first: number, last: number] | null;
}

/** A place in the text that holds a name, without quotes. */
export interface Mention {
  readonly span: Span;
  readonly name: string;
  /** What must stand in the span to mean another name there. */
  write(name: string): string;
}

export interface Names {
  readonly layers: readonly NamedLayer[];
  /** Every other place that means a layer, in the order of the text. */
  readonly uses: readonly Mention[];
  /** The network's input, which `from` calls "input"; `null`: nothing is written of it. */
  readonly input: Span | null;
}

export const INPUT_NAME = "input";

/** `sound`: the spec has no errors; else the layers behind a whole block that gives them no name are not counted. */
export function namesIn(tree: Node, text: string, sound: boolean): Names {
  const architecture = valueAt(tree, "architecture");
  const widths = valueAt(architecture, "widths");
  const layers: NamedLayer[] = [];
  const uses: Mention[] = [];
  const mention = (node: Node, prefix = "", suffix = ""): Mention => mentionIn(node, text, prefix, suffix);
  if (widths?.type === "array")
    (widths.children ?? []).slice(1).forEach((place, index) => {
      layers.push({ name: defaultName(index), written: null, place, room: null, block: null });
    });
  else collectLayers(valueAt(architecture, "layers"), sound, mention, layers, uses);
  for (const { key } of propertiesUnder(valueAt(tree, "initialization", "layers"))) uses.push(mention(key));
  for (const { key, name } of propertiesUnder(valueAt(tree, "initialization", "tensors"))) {
    // A layer, or one of its tensors: "hidden.weight".
    const layer = layerCalled(name, layers) === null ? layerOfPath(name, layers) : name;
    if (layer !== null) uses.push(mention(key, "", name.slice(layer.length)));
  }
  for (const { key, name } of propertiesUnder(valueAt(tree, "sweep", "over"))) {
    const rest = name.startsWith(OVERRIDES) ? name.slice(OVERRIDES.length) : "";
    const layer = layerOfPath(rest, layers);
    if (layer !== null) uses.push(mention(key, OVERRIDES, rest.slice(layer.length)));
  }
  uses.sort((a, b) => a.span.offset - b.span.offset);
  const input = keyAt(architecture, "input") ?? widths?.children?.[0] ?? null;
  return { layers, uses, input };
}

/** The layer of this name, or the whole block to which it belongs; `null`: there is none. */
export function layerCalled(name: string, layers: readonly NamedLayer[]): NamedLayer | null {
  return (
    layers.find((layer) => layer.name === name && (layer.block?.numbers ?? null) === null) ??
    layers.find((layer) => partOf(name, layer) !== null) ??
    null
  );
}

/** What a mention of the layer, or of one in the block, says once that is called `next`. */
export function renamed(mentioned: string, layer: NamedLayer, next: string): string {
  const part = partOf(mentioned, layer);
  if (part === null) return next;
  const { number, rest } = part;
  // A block without a name counts on from those before it; one with a name counts from 1.
  const first = layer.written === null ? (layer.block?.numbers?.[0] ?? 1) : 1;
  return `${next}${number === null ? "" : number - first + 1}${rest}`;
}

/** The names by which the layers before this one may be its sources; `null`: all. Of a block the last layer. */
export function sourcesBefore(layer: NamedLayer | null, layers: readonly NamedLayer[]): string[] {
  const before = layer === null ? layers : layers.slice(0, layers.indexOf(layer));
  return [INPUT_NAME, ...before.map(({ name, block }) => `${name}${block?.numbers?.[1] ?? ""}`)];
}

interface Part {
  readonly number: number | null;
  readonly rest: string;
}

/** "block2.attention" of "block": 2 and ".attention"; `null`: the name is none of this block's. */
function partOf(name: string, { name: own, block }: NamedLayer): Part | null {
  if (block === null || !name.startsWith(own)) return null;
  const match = /^(\d*)((?:\..+)?)$/.exec(name.slice(own.length));
  if (match === null) return null;
  const [, digits, rest] = match;
  if (block.numbers === null) return digits === "" ? { number: null, rest } : null;
  const number = Number(digits);
  return digits !== "" && number >= block.numbers[0] && number <= block.numbers[1] ? { number, rest } : null;
}

const OVERRIDES = "initialization.layers.";

type MakeMention = (node: Node, prefix?: string, suffix?: string) => Mention;

function collectLayers(
  list: Node | null,
  sound: boolean,
  mention: MakeMention,
  layers: NamedLayer[],
  uses: Mention[],
): void {
  let [count, blocks, counted] = [0, 0, true];
  const add = (node: Node): void => {
    if (node.type !== "object") return;
    for (const inner of valueAt(node, "body")?.children ?? []) add(inner);
    for (const source of valueAt(node, "from")?.children ?? [])
      if (source.type === "string") uses.push(mention(source));
    const shared = valueAt(node, "share");
    if (shared?.type === "string") uses.push(mention(shared));
    const type: unknown = valueAt(node, "type")?.value;
    const name = valueAt(node, "name");
    const given = name?.type === "string" ? mention(name) : null;
    const isBlock = typeof type === "string" && isPreset(type);
    const times = isBlock ? timesOf(node) : 1;
    const first = given === null ? blocks + 1 : 1;
    const block = isBlock ? { numbers: times === 1 ? null : ([first, first + times - 1] as const) } : null;
    const implied = isBlock ? (times === 1 ? `block${first}` : "block") : counted ? defaultName(count) : null;
    const own = given?.name ?? implied;
    const place = name ?? valueAt(node, "type") ?? opening(node);
    if (own !== null)
      layers.push({ name: own, written: given, place, room: name === null ? node.offset + 1 : null, block });
    if (!isBlock) count++;
    else {
      blocks += times;
      if (sound) count += layersMeant([plainValue(node) as LayerSpec]);
      else counted = false;
    }
  };
  for (const node of list?.type === "array" ? (list.children ?? []) : []) add(node);
}

function timesOf(node: Node): number {
  const repeat: unknown = valueAt(node, "repeat")?.value;
  return typeof repeat === "number" && Number.isInteger(repeat) && repeat > 1 ? repeat : 1;
}

function propertiesUnder(node: Node | null): ReturnType<typeof propertiesOf> {
  return node?.type === "object" ? propertiesOf(node) : [];
}

/** The name at the beginning of a path. A layer's name may hold dots itself, so the longest one counts. */
function layerOfPath(path: string, layers: readonly NamedLayer[]): string | null {
  for (let end = path.lastIndexOf("."); end > 0; end = path.lastIndexOf(".", end - 1))
    if (layerCalled(path.slice(0, end), layers) !== null) return path.slice(0, end);
  return null;
}

/** Of a text with escapes the whole inside of the quotes is the span: what it means has no place of its own there. */
function mentionIn(node: Node, text: string, prefix: string, suffix: string): Mention {
  const value = String(node.value);
  const name = value.slice(prefix.length, value.length - suffix.length);
  const inside = { offset: node.offset + 1, length: Math.max(0, node.length - 2) };
  const plain = text.slice(inside.offset, inside.offset + inside.length) === value;
  return {
    name,
    span: plain ? { offset: inside.offset + prefix.length, length: name.length } : inside,
    write: (next) => escaped(plain ? next : `${prefix}${next}${suffix}`),
  };
}

function escaped(word: string): string {
  return JSON.stringify(word).slice(1, -1);
}
