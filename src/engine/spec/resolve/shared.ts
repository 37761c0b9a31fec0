/** Weight sharing by name: a dense layer whose matrix is that of an earlier layer. */
import type { Node } from "jsonc-parser";
import { meant, nearest, quote } from "../../findings/words";
import { OF_ONE_MATRIX } from "../../model/blocks/parametrized/parametrized";
import type { Shape } from "../../model/shape";
import { nearestFixes } from "../guess";
import type { Notes } from "../notes";
import type { OneLayer } from "./flatten";
import { ownOfLayer } from "./shapes";
import { valueAt } from "../tree";
import { onlyMatricesShared, shapesDiffer, sharesOne } from "./words";
import { t } from "../../findings/language";

/** What is known of the layers before it. */
export interface Earlier {
  readonly specs: readonly OneLayer[];
  readonly names: readonly string[];
  readonly shapes: readonly (Shape | null)[];
  /** The shapes of what each reads. */
  readonly read: readonly (readonly (Shape | null)[])[];
}

/** The layer whose matrix this one uses; `null`: one of its own, or an error was noted. */
export function sharedLayer(spec: OneLayer, node: Node, index: number, all: Earlier, notes: Notes): number | null {
  const at = valueAt(node, "share");
  if (spec.share === undefined || at === null) return null;
  const { specs, names } = all;
  const other = names.slice(0, index).indexOf(spec.share);
  if (other < 0) {
    const earlier = names.slice(0, index);
    notes.error(
      "spec.unknown-layer",
      at,
      t`There is no earlier layer called ${quote(spec.share)}${meant(nearest(spec.share, earlier))}`,
      earlier.length === 0 ? t`Remove it.` : t`Earlier layers are ${earlier.slice(-12).map(quote).join(", ")}.`,
      () => ({ fixes: nearestFixes(spec.share ?? "", earlier, at) }),
    );
    return null;
  }
  const isMatrix = (specs[other].type === "dense" || specs[other].type === "embedding") && all.read[other].length === 1;
  const isNormed = [spec, specs[other]].some((one) => OF_ONE_MATRIX.some((name) => ownOfLayer(one)?.[name] === "yes"));
  if (!isMatrix || isNormed || specs[other].share !== undefined) {
    notes.error(
      "spec.conflict",
      at,
      onlyMatricesShared(spec.share),
      t`Name a dense layer with one source, or an embedding.`,
    );
    return null;
  }
  if (all.read[index].length !== 1) {
    notes.error("spec.conflict", at, sharesOne(all.read[index].length), t`Keep one source.`);
    return null;
  }
  const [own, theirs] = [matrixOf(all, index), matrixOf(all, other)];
  if (own === null || theirs === null) return null;
  if (own.join() === theirs.join()) return other;
  notes.error(
    "spec.shape-mismatch",
    at,
    shapesDiffer(spec.share, theirs, own),
    t`Make the two equal: here [${theirs.join(", ")}] is needed.`,
  );
  return null;
}

/** Rows and columns; of an embedding a row for each token. */
function matrixOf({ specs, shapes, read }: Earlier, index: number): readonly [number, number] | null {
  const [shape, source] = [shapes[index], read[index][0]];
  if (shape === null || source === null) return null;
  return specs[index].type === "embedding" ? [source.channels, shape.channels] : [shape.channels, source.channels];
}
