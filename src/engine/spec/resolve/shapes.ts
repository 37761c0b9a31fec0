/** How inputs and layers are laid out: what a spec says of it, and what follows. */
import type { Node } from "jsonc-parser";
import { blockKindOf } from "../../model/blocks";
import { isRefusal } from "../../model/blocks/block";
import { OWN, OWN_NAMES, type LayerOwn } from "../../model/blocks/properties";
import { grid, madeOf, sequence, vector, words, type Shape } from "../../model/shape";
import type { Notes } from "../notes";
import type { ArchitectureSpec } from "../schema/architecture";
import type { OneLayer } from "./flatten";
import type { InputLayout } from "../schema/layouts";
import { switched } from "../schema/keywords";
import { YES_OR_NO } from "../schema/switches";
import { keyAt, opening, valueAt } from "../tree";
import { LAYOUTS, layoutsAre } from "./words";

/** `null` when an error was noted. */
export function resolveInput(input: ArchitectureSpec["input"], node: Node, notes: Notes): Shape | null {
  if (input === undefined) return vector(0);
  if (typeof input === "number") return vector(input);
  const found = layoutOf(input);
  if (found === null) {
    const at = valueAt(node, "input");
    notes.error("spec.conflict", at === null ? node : opening(at), layoutsAre(Object.keys(input)), LAYOUTS);
  }
  return found;
}

function layoutOf(input: InputLayout): Shape | null {
  const { tokens = 0, width = 0, vocabulary = 0, channels = 0, length = 0, height = 0 } = input;
  switch (Object.keys(input).toSorted().join()) {
    case "tokens,width":
      return sequence(tokens, width);
    case "tokens,vocabulary":
      return words(tokens, vocabulary);
    case "channels,length":
      return grid(channels, [length]);
    case "channels,height,width":
      return grid(channels, [height, width]);
    default:
      return null;
  }
}

/** The properties that only its type has, defaults filled in. */
export function ownOfLayer(spec: OneLayer): LayerOwn | null {
  const { takes } = blockKindOf(spec);
  const own = OWN_NAMES.filter((name) => takes.includes(name)).flatMap((name) => {
    const row = OWN[name];
    // What is there or not may be written as a switch (schema/layouts.ts).
    const written: unknown = spec[name];
    const value =
      (typeof written === "boolean" ? switched(written, YES_OR_NO) : written) ??
      ("default" in row ? row.default : undefined);
    return value === undefined ? [] : [[name, value] as const];
  });
  return own.length === 0 ? null : Object.fromEntries(own);
}

/** Its layout; `null` when an error was noted, or its sources have none. */
export function resolveShape(
  spec: OneLayer,
  own: LayerOwn | null,
  sources: readonly (Shape | null)[],
  node: Node,
  notes: Notes,
): Shape | null {
  const known = sources.filter((shape): shape is Shape => shape !== null);
  // An error was noted further up: layers behind it are not blamed.
  if (known.length < sources.length) return null;
  const kind = blockKindOf(spec);
  const found = kind.shape({ units: spec.units ?? 0, ...(own === null ? {} : { own }) }, known);
  if (!isRefusal(found)) return madeOf(found);
  const at =
    found.at === "from" ? (valueAt(node, "from") ?? valueAt(node, "type")) : entryAt(node, found.at, found.entry);
  notes.error(found.tooLarge === true ? "spec.too-large" : "spec.conflict", at ?? opening(node), found.why, found.help);
  return null;
}

/** An entry of a layer's property, or its name. */
function entryAt(node: Node, name: string, entry: number | undefined): Node | null {
  const list = entry === undefined ? null : valueAt(node, name);
  return list?.children?.[entry!] ?? keyAt(node, name);
}
