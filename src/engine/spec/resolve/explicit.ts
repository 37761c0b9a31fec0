/** Weights written into the spec: their shapes must be those of the network. */
import type { Node } from "jsonc-parser";
import { blockKindOf } from "../../model/blocks";
import type { Layer } from "../../model/network";
import type { Notes } from "../notes";
import { opening } from "../tree";
import { counted } from "../../findings/words";
import { listNeeded, matrixNeeded, otherShape, raggedRow } from "./words";

/**
 * Row-major numbers of shape [units, inputs], or one per coordinate of a diagonal layer; `null` when an error was
 * noted.
 */
export function resolveWeights(node: Node, layer: Layer, inputs: number, notes: Notes): number[] | null {
  return blockKindOf(layer).names.shape === "list"
    ? resolveList(node, layer, "weights", notes)
    : resolveMatrix(node, layer, inputs, notes);
}

/** A bias, or the weights of a diagonal layer: one number per unit. */
export function resolveList(node: Node, layer: Layer, what: "weights" | "bias", notes: Notes): number[] | null {
  const entries = node.children ?? [];
  const needs = listNeeded(layer.name, layer.units, what);
  const nested = entries.find(({ type }) => type !== "number");
  if (nested !== undefined) {
    notes.error(
      "spec.shape-mismatch",
      opening(nested),
      `${needs}, not a matrix.`,
      "Write the numbers in one list, without inner brackets.",
    );
    return null;
  }
  if (entries.length !== layer.units) {
    notes.error(
      "spec.shape-mismatch",
      node,
      `${needs}; this one has ${entries.length}.`,
      `Write ${counted(layer.units, "number")}.`,
    );
    return null;
  }
  return entries.map(({ value }) => Number(value));
}

function resolveMatrix(node: Node, layer: Layer, inputs: number, notes: Notes): number[] | null {
  const rows = node.children ?? [];
  const needs = matrixNeeded(layer.name, layer.units, inputs);
  const flat = rows.find(({ type }) => type !== "array");
  if (flat !== undefined) {
    notes.error(
      "spec.shape-mismatch",
      node,
      `${needs}: a list of rows; this is a flat list of numbers.`,
      `Write ${counted(layer.units, "row")}, each in brackets with ${counted(inputs, "number")}.`,
    );
    return null;
  }
  const widths = rows.map(({ children }) => children?.length ?? 0);
  const ragged = widths.some((width) => width !== widths[0]);
  const help =
    rows.length === inputs && !ragged && widths[0] === layer.units && rows.length > 0
      ? "Transpose it: a row holds the weights into one unit."
      : "One row per unit, one column per input; several sources stand side by side.";
  if (rows.length !== layer.units) {
    notes.error("spec.shape-mismatch", node, otherShape({ needs, rows: rows.length, ragged, widths }), help);
    return null;
  }
  if (!ragged && widths[0] !== inputs) {
    notes.error("spec.shape-mismatch", node, `${needs}; this one is ${rows.length} x ${widths[0]}.`, help);
    return null;
  }
  rows.forEach((row, index) => {
    if (widths[index] !== inputs)
      notes.error("spec.shape-mismatch", row, () => raggedRow({ name: layer.name, inputs, index, widths }), help);
  });
  if (ragged) return null;
  const nested = rows.flatMap(({ children }) => children ?? []).find(({ type }) => type !== "number");
  if (nested !== undefined) {
    notes.error(
      "spec.shape-mismatch",
      opening(nested),
      `${needs}: a list of rows of numbers; here lists are nested once more.`,
      "Remove the innermost brackets.",
    );
    return null;
  }
  return rows.flatMap(({ children }) => (children ?? []).map(({ value }) => Number(value)));
}
