/** What may be written where a name is meant: sources of a layer, layers with a start of their own, numbers that a sweep varies. */
import { getLocation, type Node } from "jsonc-parser";
import type { Network } from "../model/network";
import { namedPieces } from "../weights/pieces";
import { layerCalled, sourcesBefore, type Names } from "./names";
import type { Span } from "./text/lines";
import { propertiesOf, valueAt } from "./tree";
import { t } from "../findings/language";

export interface Proposals {
  /** What a chosen word replaces, quotes and all; of length 0 it is put in. */
  readonly at: Span;
  /** What is written behind the word: a key is still without its value. */
  readonly behind: "" | ": {}" | ": []" | ': ""';
  readonly words: readonly Proposal[];
}

interface Proposal {
  readonly word: string;
  readonly detail: string;
}

/**
 * `layers`: the names of the network's layers, where the spec could be resolved; whole blocks have several; `tensors`: what weights they have. `null`: no name
 * is meant at this place. Of any text, also a broken one.
 */
export function proposalsAt(
  text: string,
  offset: number,
  tree: Node,
  names: Names,
  layers: readonly string[] | null,
  tensors: readonly string[] = [],
): Proposals | null {
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset);
  const at =
    previousNode !== undefined && previousNode.offset <= offset && offset <= previousNode.offset + previousNode.length
      ? { offset: previousNode.offset, length: previousNode.length }
      : { offset, length: 0 };
  const written = /^\s*:/.test(text.slice(at.offset + at.length));
  const all = layers ?? names.layers.map(({ name, block }) => `${name}${block?.numbers?.[1] ?? ""}`);
  if (isAtPropertyKey) {
    const section = path.slice(0, -1).join(".");
    if (section === "initialization.layers") {
      const words = without(all, keysOf(valueAt(tree, "initialization", "layers")), at, text);
      return { at, behind: written ? "" : ": {}", words: words.map((word) => ({ word, detail: t`layer` })) };
    }
    if (section === "initialization.tensors") {
      const words = without([...all, ...tensors], keysOf(valueAt(tree, "initialization", "tensors")), at, text);
      return {
        at,
        behind: written ? "" : ': ""',
        words: words.map((word) => ({ word, detail: tensors.includes(word) ? t`tensor` : t`layer` })),
      };
    }
    if (section === "sweep.over") {
      const words = without(numberPaths(tree, all), keysOf(valueAt(tree, "sweep", "over")), at, text);
      return {
        at,
        behind: written ? "" : ": []",
        words: words.map((word) => ({ word, detail: numberAt(tree, word) })),
      };
    }
    return null;
  }
  if (path[0] !== "architecture" || path[1] !== "layers") return null;
  const [property, entry] = typeof path.at(-1) === "number" ? [path.at(-2), path.at(-1)] : [path.at(-1), null];
  const isSource = property === "from" && entry !== null;
  if (!isSource && property !== "share") return null;
  const object = valueAt(tree, ...path.slice(0, isSource ? -2 : -1));
  // A residual layer is listed behind the layers of its body: the last one that its object holds is the layer itself.
  const own = names.layers.findLast(({ place }) => object !== null && within(place, object)) ?? null;
  const before = sourcesBefore(own, names.layers);
  const taken = isSource ? (valueAt(object, "from")?.children ?? []).map(({ value }) => String(value)) : ["input"];
  const words = without(before, taken, at, text);
  return {
    at,
    behind: "",
    words: words.map((word) => ({ word, detail: layerCalled(word, names.layers) === null ? t`input` : t`layer` })),
  };
}

/** What a file of weights may have of this network, as a spec calls it. */
export function tensorNames(network: Network): string[] {
  return namedPieces(network).map(({ name }) => name);
}

/** Paths to the numbers that this spec has, and to those that it could have of its layers. */
function numberPaths(tree: Node, layers: readonly string[]): string[] {
  const paths = new Set<string>();
  const visit = (node: Node, path: string): void => {
    if (paths.size >= MOST_PATHS) return;
    if (node.type === "number") paths.add(path);
    else if (node.type === "object")
      for (const { name, value } of propertiesOf(node)) if (value !== undefined) visit(value, `${path}.${name}`);
    // Of lists the numbers in them, but not those of matrices.
    if (node.type === "array" && node.children?.every(({ type }) => type === "number") === true)
      node.children.slice(0, MOST_ENTRIES).forEach((entry, index) => visit(entry, `${path}.${index}`));
  };
  for (const name of ["initialization", "training", "architecture"]) {
    const section = valueAt(tree, name);
    if (section !== null) visit(section, name);
  }
  paths.add("initialization.scale");
  for (const layer of layers.slice(0, MOST_PATHS)) paths.add(`initialization.layers.${layer}.scale`);
  return [...paths];
}

/** More than anyone looks through. */
const MOST_PATHS = 200;
const MOST_ENTRIES = 20;

function numberAt(tree: Node, path: string): string {
  const node = valueAt(tree, ...path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
  return node?.type === "number" ? t`now ${String(node.value)}` : t`not written: its default`;
}

function keysOf(node: Node | null): string[] {
  return node?.type === "object" ? propertiesOf(node).map(({ name }) => name) : [];
}

/** Not what stands there already, but for the word that is being written. */
function without(words: readonly string[], taken: readonly string[], at: Span, text: string): string[] {
  const written = text.slice(at.offset, at.offset + at.length);
  return words.filter((word) => !taken.includes(word) || JSON.stringify(word) === written);
}

function within({ offset, length }: Span, outer: Span): boolean {
  return offset >= outer.offset && offset + length <= outer.offset + outer.length;
}
