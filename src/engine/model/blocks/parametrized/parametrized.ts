/**
 * Layers that act by one matrix, of which something else than its numbers is used: rows as directions and lengths
 * (weight-norm.ts), or the matrix over its largest singular value (spectral-norm.ts).
 */
import type { Shape } from "../../shape";
import type { BuildSite, Built, LayerProperty, Refusal } from "../block";
import type { LayerOwn } from "../properties";
import { tooLarge } from "../directions";
import { NORMED_TWICE } from "../words";
import type { OneMatrix } from "./matrix";
import { spectrallyNormed } from "./spectral-norm";
import { weightNormed } from "./weight-norm";

/** The properties of such layers. */
export const OF_ONE_MATRIX = ["weightNorm", "spectralNorm"] as const satisfies readonly LayerProperty[];

/** `null`: the numbers act as they are. */
export function parametrized(
  { weightNorm, spectralNorm }: LayerOwn,
  site: BuildSite,
  shape: Shape,
  matrix: (source: Shape) => OneMatrix,
): Built | null {
  if (weightNorm === "yes") return weightNormed(site, shape, matrix);
  return spectralNorm === "yes" ? spectrallyNormed(site, shape, matrix) : null;
}

/** Why matrices of these sizes cannot be; `at`: the property that says how large they are. */
export function refusedMatrix(
  { weightNorm, spectralNorm }: LayerOwn,
  sizes: readonly (readonly [number, number])[],
  at: LayerProperty,
): Refusal | null {
  const [normed, spectral] = [weightNorm === "yes", spectralNorm === "yes"];
  if (normed && spectral) return NORMED_TWICE;
  if (!normed && !spectral) return null;
  return sizes.map(([rows, columns]) => tooLarge(rows, columns, at)).find((one) => one !== null) ?? null;
}
