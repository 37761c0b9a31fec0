/** Rewrites the widths of hidden layers, or the activation of the output, and nothing else. */
import type { Node } from "jsonc-parser";
import { parseText } from "../text/parse";
import { propertyOf, valueAt } from "../tree";
import { applyEdits, type SpanEdit } from "./text-edit";

/**
 * The whole text with so many units per layer, first to last, `null` for those that have the units of their source; `null`
 * when the others do not stand in the text.
 */
export function editUnits(given: string, units: readonly (number | null)[]): string | null {
  const mark = given.startsWith("\uFEFF") ? "\uFEFF" : "";
  const text = given.slice(mark.length);
  const { tree, sound } = parseText(text);
  if (tree?.type !== "object" || !sound) return null;
  const architecture = valueAt(tree, "architecture");
  const numbers =
    valueAt(architecture, "widths")?.children?.slice(1) ??
    (valueAt(architecture, "layers")?.children ?? []).map(unitsNode);
  if (numbers.length !== units.length) return null;
  const edits: SpanEdit[] = [];
  for (const [index, node] of numbers.entries()) {
    if (units[index] === null) continue;
    if (node === null || node.type !== "number") return null;
    if (node.value !== units[index])
      edits.push({ offset: node.offset, length: node.length, newText: String(units[index]) });
  }
  return mark + applyEdits(text, edits);
}

/** The whole text with a linear output; `null` when its activation does not stand in the text. */
export function editOutputLinear(given: string): string | null {
  const mark = given.startsWith("\uFEFF") ? "\uFEFF" : "";
  const text = given.slice(mark.length);
  const { tree, sound } = parseText(text);
  if (tree?.type !== "object" || !sound) return null;
  const last = valueAt(valueAt(tree, "architecture"), "layers")?.children?.at(-1) ?? null;
  const activation = valueAt(last, "activation");
  if (activation === null) return null;
  const { offset, length } = activation;
  return mark + applyEdits(text, [{ offset, length, newText: '"identity"' }]);
}

function unitsNode(layer: Node): Node | null {
  return propertyOf(layer, "units")?.value ?? null;
}
