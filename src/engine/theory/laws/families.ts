/**
 * The families of conservation laws that are known in closed form: those that the rows of groups/ find in a network, and
 * what follows from a family alone.
 *
 * A law is a sum of weights, or quadratic: its gradient at theta has entries sign * theta[from] at positions `at`.
 */
import type { LawOrigin } from "../../findings/laws";
import type { LossName } from "../../flow/objective/losses";
import { zeros, type Matrix } from "../../math/dense/matrix";
import { isFixed } from "../../model/fixed";
import type { Network } from "../../model/network";
import type { GateStudy } from "./gates";
import { LAW_GROUPS } from "./groups";
import type { Found, LawFamily, LawGroup, Lines, Unlisted } from "./groups/group";
import { deadLayers, sitesOf, type Site } from "./sites";

export type { LawFamily } from "./groups/group";

/**
 * The laws of phi. A neuron with a weight or bias that is held fixed has none: Euler's identity sums over all of them.
 */
export function lawFamilies(network: Network): LawFamily[] {
  const isTrained = ({ incoming, outgoing }: LawFamily): boolean =>
    [...incoming, ...outgoing].every(({ block }) => !isFixed(network, block));
  const dead = deadLayers(network);
  const sites = network.layers.map((): Site[] => []);
  for (const site of sitesOf(network)) sites[site.layer].push(site);
  const onWires = network.layers
    .flatMap((_, l) =>
      LAW_GROUPS.flatMap((group) =>
        familiesOf(group, "phi", [
          ...sites[l].flatMap((site) => group.onWire?.(site) ?? []),
          ...(group.ofLayer?.(network, l, dead[l]) ?? []),
        ]),
      ),
    )
    .filter(isTrained);
  const between = LAW_GROUPS.flatMap((group) => familiesOf(group, "phi", group.between?.(network, onWires)));
  return [...onWires, ...between.filter(isTrained)];
}

/** Those that the network's function has besides near one theta, as long as the gates found there stay as they are. */
export function networkFamilies(network: Network, gates: GateStudy, known: readonly LawFamily[]): LawFamily[] {
  const sites = sitesOf(network);
  return LAW_GROUPS.flatMap((group) => familiesOf(group, "network", group.near?.(network, sites, gates, known)));
}

/** Those that one loss adds; `why`: it adds some that are not listed. */
export function lossFamilies(network: Network, loss: LossName): LawFamily[] | Unlisted {
  const families: LawFamily[] = [];
  for (const group of LAW_GROUPS) {
    const found = group.under?.(network, loss) ?? [];
    if ("why" in found) return found;
    families.push(...familiesOf(group, "loss", found));
  }
  return families;
}

function familiesOf(group: LawGroup, from: LawOrigin, found: readonly Found[] = []): LawFamily[] {
  return found.map((family) => ({ ...family, group, from }));
}

/** One linear law: a sum of ± weights. */
export type LinearLaw = readonly { readonly at: number; readonly sign: 1 | -1 }[];

/** Each law of a family of linear ones; null: they are quadratic. */
export function linearLaws(family: LawFamily): readonly LinearLaw[] | null {
  const { laws } = family.group;
  if (laws.order !== 1) return null;
  const minus = laws.subtracted?.(family) ?? [];
  return laws
    .positions(family)
    .map((plus, i): LinearLaw => [
      ...plus.map((at) => ({ at, sign: 1 as const })),
      ...(minus[i] ?? []).map((at) => ({ at, sign: -1 as const })),
    ]);
}

/** The pairs (j, k) that number a quadratic family's laws; none of linear ones. */
export function lawIndices(family: LawFamily): (readonly [number, number])[] {
  const { laws } = family.group;
  return laws.order === 1 ? [] : laws.pairs(family);
}

/** Whether the laws are all entries of a matrix, so that xᵀ S y is one of them for any x and y. */
export function isWhole({ group: { laws } }: LawFamily): boolean {
  return laws.order === 2 && laws.whole;
}

/** Whether they are all entries of a symmetric matrix on one layer: what reads its units undoes every T of them. */
export function isOneLayersMatrix(family: LawFamily): boolean {
  return isWhole(family) && family.partner === undefined;
}

/**
 * Visits the terms sign * theta[from] at position `at` of the gradient of the law (j, k) of a quadratic family (j = k for
 * rescaling); to those a doubled weight adds 2 at its own position (`doubledBy`).
 */
export function visitGradient(
  { strands }: LawFamily,
  j: number,
  k: number,
  visit: (at: number, from: number, sign: 1 | -1) => void,
): void {
  for (const { sign, first, second } of strands)
    for (let c = 0; c < first.count; c++) {
      const a = first.at(j, c);
      const b = second.at(k, c);
      visit(a, b, sign);
      visit(b, a, sign);
    }
}

/** The weight that is added twice to the law (j, j); undefined: none. */
export function doubledBy({ doubled }: LawFamily, j: number): number | undefined {
  return doubled?.[j];
}

/** A tensor's weights at the n units of a layer: a row for each unit, a column for each line. */
export function strandMatrix({ count, at }: Lines, n: number, theta: Float64Array): Matrix {
  const result = zeros(n, count);
  for (let j = 0; j < n; j++) for (let c = 0; c < count; c++) result.data[j * count + c] = theta[at(j, c)];
  return result;
}

/**
 * Values at theta, one for each law, in the order of the pairs or positions; those of quadratic laws times `weight`.
 */
export function listedValues(
  family: LawFamily,
  theta: Float64Array,
  weight: (j: number, k: number) => number = () => 1,
): Float64Array {
  const { laws } = family.group;
  const values = new Float64Array(family.count);
  if (laws.order === 1)
    linearLaws(family)!.forEach((law, i) => {
      for (const { at, sign } of law) values[i] += sign * theta[at];
    });
  else
    laws.pairs(family).forEach(([j, k], i) => {
      values[i] = weight(j, k) * valueOf(family, j, k, theta);
    });
  return values;
}

/** A table has as many rows as columns, and its values are symmetric; all others are one row. */
export interface LawValues {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** The table of values that `lawValues` gives. */
export function valuesShape(family: LawFamily): Omit<LawValues, "values"> {
  const among = tableOf(family);
  return among === null ? { rows: 1, columns: family.count } : { rows: among.length, columns: among.length };
}

/** Values at theta: a symmetric matrix, or one for each law. */
export function lawValues(family: LawFamily, theta: Float64Array): LawValues {
  const among = tableOf(family);
  if (among === null) return { ...valuesShape(family), values: listedValues(family, theta) };
  const n = among.length;
  const values = new Float64Array(n * n);
  for (let r = 0; r < n; r++)
    for (let c = 0; c < n; c++)
      values[r * n + c] = c < r ? values[c * n + r] : valueOf(family, among[r], among[c], theta);
  return { rows: n, columns: n, values };
}

function tableOf(family: LawFamily): readonly number[] | null {
  const { laws } = family.group;
  return laws.order === 1 ? null : (laws.among?.(family) ?? null);
}

function valueOf(family: LawFamily, j: number, k: number, theta: Float64Array): number {
  let sum = 0;
  // gradient · theta = 2 h for a quadratic law.
  visitGradient(family, j, k, (at, from, sign) => {
    sum += sign * theta[at] * theta[from];
  });
  const doubled = doubledBy(family, j);
  return sum / 2 + (doubled === undefined ? 0 : 2 * theta[doubled]);
}
