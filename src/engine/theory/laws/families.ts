/**
 * The known families of conservation laws, read off the architecture.
 *
 *  matrix     hidden layer without gate, all its weights dense: theta -> (T W_in, T b, W_out T^{-1}) leaves the function
 *             unchanged for every invertible T, and the symmetric matrix  sum W_outᵀ W_out - sum W_in W_inᵀ - b bᵀ  is
 *             conserved (arXiv:2307.00144, section 4; n(n+1)/2 entries).
 *  cross      two such layers side by side, from the same sources to the same layers: they are one layer cut in two, and
 *             the matrix  sum W_outᵀ W'_out - sum W_in W'_inᵀ - b b'ᵀ  between them is conserved too (n n' entries).
 *  rescaling  hidden neuron with an activation of degree k, sigma(c z) = c^k sigma(z) for c > 0 (or next to a diagonal
 *             layer): (c w_in, c b, c^{-k} w_out) leaves the function unchanged:  sum w_in² + b² - k sum w_out²  (same
 *             paper; arXiv:2506.06194, Prop. 3.5).
 *  frozen     weights on no path from the input to the output have zero gradient and never move.
 *
 * Two more hold of the network near one theta, not of phi (gate-groups.ts): `together`, the entries off the diagonal of a
 * `matrix` for neurons that always switch together, and `frozen` with a list of weights that no input reaches. One holds
 * under one loss only (loss-laws.ts): `sum`, the sums over the outputs, linear.
 *
 * Every other law is quadratic; its gradient at theta has entries sign * theta[from] at positions `at`.
 */
import { zeros, type Matrix } from "../../math/dense/matrix";
import type { Block, Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { hiddenLayers } from "../../model/network";
import { isFixed } from "../../model/fixed";
import type { Port, PortGroup } from "../../model/port";
import { gatedLayers, homogeneityOf, isIdentity } from "../../model/structure";

/**
 * What one tensor gives to the law (j, k) of a family:  sign * sum over lines of theta[first + j step] theta[second + k
 * step]. Both are the same tensor, but for laws between two layers.
 */
export interface Strand {
  readonly sign: 1 | -1;
  readonly first: Lines;
  readonly second: Lines;
}

/** A tensor's weights at the units of a layer (model/port.ts), line by line: those of unit j at line + j step. */
export interface Lines {
  readonly at: readonly number[];
  readonly step: number;
}

export interface LawFamily {
  readonly id: string;
  readonly kind: "matrix" | "cross" | "rescaling" | "frozen" | "together" | "sum";
  /** The hidden layer whose symmetry it is, the dead layer, or the output. */
  readonly layer: number;
  readonly incoming: readonly Block[];
  readonly outgoing: readonly Block[];
  /** What its laws are made of; none where they are linear. */
  readonly strands: readonly Strand[];
  /** Number of neurons n of the layer; `sum`: of functions. */
  readonly size: number;
  /** Number of functions: n(n+1)/2, n n', n, g(g-1)/2 for g neurons together, or the number of frozen weights. */
  readonly count: number;
  /** rescaling: the activation's degree k, where it is not 1. */
  readonly degree?: 2;
  /** cross: the other layer. */
  readonly partner?: Pick<LawFamily, "layer" | "incoming" | "outgoing" | "size">;
  /** together: which neurons of the layer. */
  readonly members?: readonly number[];
  /** frozen: which weights, where it is not all incoming ones. */
  readonly positions?: readonly number[];
}

/** Of what a family's laws hold: of phi, of the network's function near the initialization only, or under the spec's loss only. */
export type LawOrigin = "phi" | "network" | "loss";

export function originOf({ kind, positions }: LawFamily): LawOrigin {
  if (kind === "sum") return "loss";
  return kind === "together" || positions !== undefined ? "network" : "phi";
}

/** Layers from which the output cannot be reached: nothing in them ever moves. */
export function deadLayers(network: Network): boolean[] {
  const dead = network.layers.map(() => true);
  dead[dead.length - 1] = false;
  for (let l = dead.length - 1; l >= 0; l--) {
    if (dead[l]) continue;
    for (const source of network.layers[l].sources) if (source >= 0) dead[source] = false;
  }
  return dead;
}

/** Blocks into and out of every layer; blocks of dead layers lead nowhere. */
export function adjoiningBlocks(network: Network): { into: Block[][]; outOf: Block[][] } {
  const dead = deadLayers(network);
  const into = network.layers.map((): Block[] => []);
  const outOf = network.layers.map((): Block[] => []);
  for (const block of blocksOf(network)) {
    into[block.layer].push(block);
    if (block.source !== null && block.source >= 0 && !dead[block.layer]) outOf[block.source].push(block);
  }
  return { into, outOf };
}

/**
 * The laws of phi that are known in closed form. A neuron with a weight or bias that is held fixed has none: Euler's identity
 * sums over all of them.
 */
export function lawFamilies(network: Network): LawFamily[] {
  const dead = deadLayers(network);
  const gated = gatedLayers(network);
  const { into, outOf } = adjoiningBlocks(network);
  const families = hiddenLayers(network).flatMap((l): LawFamily[] => {
    const { name, units, activation } = network.layers[l];
    const incoming = into[l];
    const base = { layer: l, size: units, incoming };
    if (dead[l]) {
      const count = incoming.reduce((sum, block) => sum + block.rows * block.columns, 0);
      return [{ ...base, id: `frozen:${name}`, kind: "frozen", outgoing: [], strands: [], count }];
    }
    const degree = homogeneityOf(activation);
    const outgoing = outOf[l];
    const group = groupOf(incoming, outgoing);
    if (degree === null || group === "none") return [];
    if (isIdentity(activation) && !gated[l] && group === "linear") {
      const strands = strandsOf({ incoming, outgoing }, -1);
      return [{ ...base, id: `matrix:${name}`, kind: "matrix", outgoing, strands, count: (units * (units + 1)) / 2 }];
    }
    const strands = strandsOf({ incoming, outgoing }, 1, degree);
    const power = degree === 2 ? { degree } : {};
    return [{ ...base, id: `rescaling:${name}`, kind: "rescaling", outgoing, strands, count: units, ...power }];
  });
  const trained = families.filter(({ incoming, outgoing }) =>
    [...incoming, ...outgoing].every((block) => !isFixed(network, block)),
  );
  return [...trained, ...crossFamilies(network, trained)];
}

/** The widest group that all tensors at the units of a layer allow. */
export function groupOf(incoming: readonly Block[], outgoing: readonly Block[]): PortGroup {
  const groups = [
    ...incoming.map(({ writes }) => writes.group),
    ...outgoing.map(({ reads }) => reads?.group ?? "none"),
  ];
  if (groups.includes("none")) return "none";
  return groups.includes("diagonal") ? "diagonal" : "linear";
}

type Tensors = Pick<LawFamily, "incoming" | "outgoing">;

/** Writers count with `sign`, readers with the other, `degree` times; `second`: of the other layer, in the same order. */
export function strandsOf(first: Tensors, sign: 1 | -1, degree: 1 | 2 = 1, second: Tensors = first): Strand[] {
  const incoming = first.incoming.map((block, i): Strand => {
    const other = second.incoming[i];
    return { sign, first: linesOf(block, block.writes), second: linesOf(other, other.writes) };
  });
  const outgoing = first.outgoing.map((block, i): Strand => {
    const other = second.outgoing[i];
    return { sign: sign === 1 ? -1 : 1, first: linesOf(block, block.reads), second: linesOf(other, other.reads) };
  });
  return [...incoming, ...Array.from({ length: degree }, () => outgoing).flat()];
}

function linesOf({ offset }: Block, port: Port | null): Lines {
  if (port === null) return { at: [], step: 0 };
  return { at: Array.from({ length: port.lines }, (_, c) => offset + port.line(c)), step: port.step };
}

function crossFamilies(network: Network, families: readonly LawFamily[]): LawFamily[] {
  const matrices = families.filter(({ kind }) => kind === "matrix");
  return matrices.flatMap((first, i) =>
    matrices.slice(i + 1).flatMap((second): LawFamily[] => {
      const incoming = aligned(first.incoming, second.incoming, ({ source }) => source);
      const outgoing = aligned(first.outgoing, second.outgoing, ({ layer }) => layer);
      if (incoming === null || outgoing === null) return [];
      const { layer, size } = second;
      return [
        {
          ...first,
          id: `cross:${network.layers[first.layer].name}:${network.layers[layer].name}`,
          kind: "cross",
          count: first.size * size,
          partner: { layer, size, incoming, outgoing },
          strands: strandsOf(first, -1, 1, { incoming, outgoing }),
        },
      ];
    }),
  );
}

/** `theirs` in the order of `ours`, when both have the same keys; else null. */
function aligned(
  ours: readonly Block[],
  theirs: readonly Block[],
  key: (block: Block) => number | null,
): Block[] | null {
  const found = ours.flatMap((block) => theirs.filter((other) => key(other) === key(block)));
  return found.length === ours.length && theirs.length === ours.length ? found : null;
}

/** Visits the terms sign * theta[from] at position `at` of the gradient of the law (j, k) of a quadratic family (j = k for rescaling). */
export function visitGradient(
  { strands }: LawFamily,
  j: number,
  k: number,
  visit: (at: number, from: number, sign: 1 | -1) => void,
): void {
  for (const { sign, first, second } of strands)
    for (let c = 0; c < first.at.length; c++) {
      const a = first.at[c] + j * first.step;
      const b = second.at[c] + k * second.step;
      visit(a, b, sign);
      visit(b, a, sign);
    }
}

/** A tensor's weights at the n units of a layer: a row for each unit, a column for each line. */
export function strandMatrix({ at, step }: Lines, n: number, theta: Float64Array): Matrix {
  const result = zeros(n, at.length);
  for (let j = 0; j < n; j++)
    for (let c = 0; c < at.length; c++) result.data[j * at.length + c] = theta[at[c] + j * step];
  return result;
}

/** The pairs (j, k) that number a quadratic family's laws: j <= k for a matrix, j < k together, all of a cross, j = k for rescaling. */
export function lawIndices(family: LawFamily): [number, number][] {
  const pairs: [number, number][] = [];
  switch (family.kind) {
    case "matrix":
      for (let j = 0; j < family.size; j++) for (let k = j; k < family.size; k++) pairs.push([j, k]);
      break;
    case "cross":
      for (let j = 0; j < family.size; j++) for (let k = 0; k < (family.partner?.size ?? 0); k++) pairs.push([j, k]);
      break;
    case "rescaling":
      for (let j = 0; j < family.size; j++) pairs.push([j, j]);
      break;
    case "together":
      family.members?.forEach((j, i) => family.members?.slice(i + 1).forEach((k) => pairs.push([j, k])));
      break;
    case "frozen":
    case "sum":
  }
  return pairs;
}

/** Positions in theta of the weights of a frozen family. */
export function frozenPositions(family: LawFamily): readonly number[] {
  return (
    family.positions ??
    family.incoming.flatMap((block) => Array.from({ length: block.rows * block.columns }, (_, i) => block.offset + i))
  );
}

/** Positions in theta whose sum is the law, for each law of a `sum` family. */
export function summedPositions(family: LawFamily): number[][] {
  return family.incoming.flatMap(({ offset, rows, columns }) =>
    Array.from({ length: columns }, (_, c) => Array.from({ length: rows }, (__, r) => offset + r * columns + c)),
  );
}

/** Values at theta: the matrix (symmetric, but for a cross), the n numbers, or the frozen weights themselves. */
export function lawValues(
  family: LawFamily,
  theta: Float64Array,
): { rows: number; columns: number; values: Float64Array } {
  const row = (numbers: readonly number[]): { rows: number; columns: number; values: Float64Array } => ({
    rows: 1,
    columns: numbers.length,
    values: Float64Array.from(numbers),
  });
  if (family.kind === "frozen") return row(frozenPositions(family).map((at) => theta[at]));
  if (family.kind === "sum")
    return row(summedPositions(family).map((at) => at.reduce((sum, position) => sum + theta[position], 0)));
  const valueOf = (j: number, k: number): number => {
    let sum = 0;
    // gradient · theta = 2 h for a quadratic law.
    visitGradient(family, j, k, (at, from, sign) => {
      sum += sign * theta[at] * theta[from];
    });
    return sum / 2;
  };
  if (family.kind === "rescaling") return row(Array.from({ length: family.size }, (_, j) => valueOf(j, j)));
  const rows = family.members ?? Array.from({ length: family.size }, (_, j) => j);
  const columns = family.partner === undefined ? rows : Array.from({ length: family.partner.size }, (_, k) => k);
  const values = new Float64Array(rows.length * columns.length);
  rows.forEach((j, r) => {
    columns.forEach((k, c) => {
      values[r * columns.length + c] =
        family.partner === undefined && c < r ? values[c * columns.length + r] : valueOf(j, k);
    });
  });
  return { rows: rows.length, columns: columns.length, values };
}
