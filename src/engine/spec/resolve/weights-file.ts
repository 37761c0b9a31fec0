/** The scheme "file": where the weights lie, and what its tensors are called there. */
import type { Node } from "jsonc-parser";
import { meant, nearest, quote } from "../../findings/words";
import type { FilePlan } from "../../model/initialization";
import type { Network } from "../../model/network";
import { namedPieces } from "../../weights/pieces";
import { nearestFixes } from "../guess";
import type { Notes } from "../notes";
import type { InitializationSpec } from "../schema/initialization";
import { propertiesOf, valueAt } from "../tree";
import { notePath } from "./data-files";
import { t } from "../../findings/language";

/** `null` when an error was noted. `node`: the initialization. */
export function resolveWeightsFile(
  node: Node | null,
  { path = "", tensors = {} }: InitializationSpec,
  network: Network,
  notes: Notes,
): FilePlan | null {
  const before = notes.errors();
  const at = valueAt(node, "path");
  if (at !== null) notePath(at, path, notes);
  const section = valueAt(node, "tensors");
  const names = new Set([...network.layers.map(({ name }) => name), ...namedPieces(network).map(({ name }) => name)]);
  for (const { name, key } of section === null ? [] : propertiesOf(section))
    if (!names.has(name))
      notes.error(
        "spec.unknown-layer",
        key,
        () => t`No tensor and no layer is called ${quote(name)}${meant(nearest(name, names))}`,
        () => t`They are ${[...names].slice(0, 12).map(quote).join(", ")}${names.size > 12 ? ", …" : ""}.`,
        () => ({ fixes: nearestFixes(name, names, key) }),
      );
  if (notes.errors() > before) return null;
  const references = Object.entries(tensors).map(
    ([name, of]) =>
      [
        name,
        typeof of === "string"
          ? { name: of, transposed: false }
          : { name: of.name, transposed: of.transposed ?? false },
      ] as const,
  );
  return { path, tensors: new Map(references) };
}
