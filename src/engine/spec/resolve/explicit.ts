/** Weights written into the spec: their shapes must be those of the network. */
import type { Node } from "jsonc-parser";
import type { Notes } from "../notes";
import { opening } from "../tree";
import { counted } from "../../findings/words";
import { listNeeded, matrixNeeded, otherShape, raggedRow, tensorNeeded } from "./words";
import { t } from "../../findings/language";

/** Row-major numbers of this shape (model/written.ts), of the layer of this name; `null` when an error was noted. */
export function resolveWeights(node: Node, name: string, shape: readonly number[], notes: Notes): number[] | null {
  const [rows = 0, columns = 0] = shape;
  if (shape.length === 0) return resolveNone(node, name, notes);
  if (shape.length === 1) return resolveList(node, name, rows, "weights", notes);
  return shape.length === 2
    ? resolveMatrix(node, name, rows, columns, notes)
    : resolveTensor(node, tensorNeeded(name, shape), shape, notes);
}

/** A layer without weights has an empty list of them. */
function resolveNone(node: Node, name: string, notes: Notes): number[] | null {
  if (node.children?.length === 0) return [];
  notes.error("spec.shape-mismatch", opening(node), t`${name} has no weights.`, t`Write [] for it.`);
  return null;
}

function resolveTensor(node: Node, needs: string, shape: readonly number[], notes: Notes): number[] | null {
  const [length, ...inner] = shape;
  const entries = node.children ?? [];
  const isList = node.type === "array";
  if (!isList || entries.length !== length) {
    const found = isList ? t`here is a list of ${entries.length}, where ${length} belong` : t`here is no list`;
    notes.error("spec.shape-mismatch", isList ? opening(node) : node, `${needs}; ${found}.`, NESTED);
    return null;
  }
  if (inner.length > 0) {
    const all: number[] = [];
    for (const entry of entries) {
      const part = resolveTensor(entry, needs, inner, notes);
      if (part === null) return null;
      for (const x of part) all.push(x);
    }
    return all;
  }
  const other = entries.find(({ type }) => type !== "number");
  if (other === undefined) return entries.map(({ value }) => Number(value));
  notes.error("spec.shape-mismatch", opening(other), t`${needs}: numbers in the innermost lists.`, NESTED);
  return null;
}

const NESTED = t`Write the tensor as PyTorch prints it: lists in lists, one for each output channel.`;

/** A bias, or the weights of a diagonal layer: so many numbers. */
export function resolveList(
  node: Node,
  name: string,
  count: number,
  what: "weights" | "bias",
  notes: Notes,
): number[] | null {
  const entries = node.children ?? [];
  const needs = listNeeded(name, count, what);
  const nested = entries.find(({ type }) => type !== "number");
  if (nested !== undefined) {
    notes.error(
      "spec.shape-mismatch",
      opening(nested),
      t`${needs}, not a matrix.`,
      t`Write the numbers in one list, without inner brackets.`,
    );
    return null;
  }
  if (entries.length !== count) {
    notes.error(
      "spec.shape-mismatch",
      node,
      t`${needs}; this one has ${entries.length}.`,
      t`Write ${counted(count, t`number`, t`numbers`)}.`,
    );
    return null;
  }
  return entries.map(({ value }) => Number(value));
}

function resolveMatrix(node: Node, name: string, units: number, inputs: number, notes: Notes): number[] | null {
  const rows = node.children ?? [];
  const needs = matrixNeeded(name, units, inputs);
  const flat = rows.find(({ type }) => type !== "array");
  if (flat !== undefined) {
    notes.error(
      "spec.shape-mismatch",
      node,
      t`${needs}: a list of rows; this is a flat list of numbers.`,
      t`Write ${counted(units, t`row`, t`rows`)}, each in brackets with ${counted(inputs, t`number`, t`numbers`)}.`,
    );
    return null;
  }
  const widths = rows.map(({ children }) => children?.length ?? 0);
  const ragged = widths.some((width) => width !== widths[0]);
  const help =
    rows.length === inputs && !ragged && widths[0] === units && rows.length > 0
      ? t`Transpose it: a row holds the weights into one unit.`
      : t`One row per unit, one column per input; several sources stand side by side.`;
  if (rows.length !== units) {
    notes.error("spec.shape-mismatch", node, otherShape({ needs, rows: rows.length, ragged, widths }), help);
    return null;
  }
  if (!ragged && widths[0] !== inputs) {
    notes.error("spec.shape-mismatch", node, t`${needs}; this one is ${rows.length} x ${widths[0]}.`, help);
    return null;
  }
  rows.forEach((row, index) => {
    if (widths[index] !== inputs)
      notes.error("spec.shape-mismatch", row, () => raggedRow({ name, inputs, index, widths }), help);
  });
  if (ragged) return null;
  const nested = rows.flatMap(({ children }) => children ?? []).find(({ type }) => type !== "number");
  if (nested !== undefined) {
    notes.error(
      "spec.shape-mismatch",
      opening(nested),
      t`${needs}: a list of rows of numbers; here lists are nested once more.`,
      t`Remove the innermost brackets.`,
    );
    return null;
  }
  return rows.flatMap(({ children }) => (children ?? []).map(({ value }) => Number(value)));
}
