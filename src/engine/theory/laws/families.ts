/**
 * The known families of conservation laws, read off the architecture.
 *
 *  matrix     hidden layer without gate, all its weights dense: theta -> (T W_in, T b, W_out T^{-1}) leaves the function
 *             unchanged for every invertible T, and the symmetric matrix  sum W_outᵀ W_out - sum W_in W_inᵀ - b bᵀ  is
 *             conserved (arXiv:2307.00144, section 4; n(n+1)/2 entries).
 *  rescaling  hidden neuron with a positively homogeneous activation (or next to a diagonal layer): the same with T a
 *             positive diagonal matrix:  sum w_in² + b² - sum w_out²  (same paper; arXiv:2506.06194, Prop. 3.5).
 *  frozen     weights on no path from the input to the output have zero gradient and never move.
 *
 * Every law but a frozen one is quadratic; its gradient at theta has entries sign * theta[from] at positions `at`.
 */
import type { Block, Network } from "../../model/network";
import { blocksOf, hiddenLayers } from "../../model/network";
import { isFixed } from "../../model/fixed";
import { gatedLayers, isIdentity, isPiecewiseLinear } from "../../model/structure";

export interface LawFamily {
  readonly id: string;
  readonly kind: "matrix" | "rescaling" | "frozen";
  /** The hidden layer whose symmetry it is, or the dead layer. */
  readonly layer: number;
  readonly incoming: readonly Block[];
  readonly outgoing: readonly Block[];
  /** Number of neurons n of the layer. */
  readonly size: number;
  /** Number of functions: n(n+1)/2, n, or the number of frozen weights. */
  readonly count: number;
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

/** A neuron with a weight or bias that is held fixed has no such law: Euler's identity sums over all of them. */
export function lawFamilies(network: Network): LawFamily[] {
  return unfixedFamilies(network).filter(({ incoming, outgoing }) =>
    [...incoming, ...outgoing].every((block) => !isFixed(network, block)),
  );
}

/** As if all parameters were trained. */
function unfixedFamilies(network: Network): LawFamily[] {
  const dead = deadLayers(network);
  const gated = gatedLayers(network);
  const into = network.layers.map((): Block[] => []);
  const outOf = network.layers.map((): Block[] => []);
  for (const block of blocksOf(network)) {
    into[block.layer].push(block);
    if (block.source !== null && block.source >= 0 && !dead[block.layer]) outOf[block.source].push(block);
  }
  return hiddenLayers(network).flatMap((l): LawFamily[] => {
    const layer = network.layers[l];
    const incoming = into[l];
    const base = { layer: l, size: layer.units, incoming };
    if (dead[l]) {
      const count = incoming.reduce((sum, block) => sum + block.rows * block.columns, 0);
      return [{ ...base, id: `frozen:${layer.name}`, kind: "frozen", outgoing: [], count }];
    }
    if (!isPiecewiseLinear(layer.activation)) return [];
    const outgoing = outOf[l];
    const rotates =
      isIdentity(layer.activation) &&
      !gated[l] &&
      [...incoming, ...outgoing].every((block) => block.kind !== "diagonal");
    return rotates
      ? [
          {
            ...base,
            id: `matrix:${layer.name}`,
            kind: "matrix",
            outgoing,
            count: (layer.units * (layer.units + 1)) / 2,
          },
        ]
      : [{ ...base, id: `rescaling:${layer.name}`, kind: "rescaling", outgoing, count: layer.units }];
  });
}

/** Visits the terms sign * theta[from] at position `at` of the gradient of the law (j, k) of a quadratic family (j = k for rescaling). */
export function visitGradient(
  family: LawFamily,
  j: number,
  k: number,
  visit: (at: number, from: number, sign: 1 | -1) => void,
): void {
  const [inSign, outSign] = family.kind === "matrix" ? ([-1, 1] as const) : ([1, -1] as const);
  for (const block of family.incoming)
    for (let c = 0; c < block.columns; c++) {
      const a = block.offset + j * block.columns + c;
      const b = block.offset + k * block.columns + c;
      visit(a, b, inSign);
      visit(b, a, inSign);
    }
  for (const block of family.outgoing) {
    if (block.kind === "diagonal") {
      visit(block.offset + j, block.offset + j, outSign);
      visit(block.offset + j, block.offset + j, outSign);
      continue;
    }
    for (let r = 0; r < block.rows; r++) {
      const a = block.offset + r * block.columns + j;
      const b = block.offset + r * block.columns + k;
      visit(a, b, outSign);
      visit(b, a, outSign);
    }
  }
}

/** The pairs (j, k) that number a quadratic family's laws: j <= k for a matrix, j = k for rescaling. */
export function lawIndices(family: LawFamily): [number, number][] {
  const pairs: [number, number][] = [];
  for (let j = 0; j < family.size; j++)
    if (family.kind === "matrix") for (let k = j; k < family.size; k++) pairs.push([j, k]);
    else if (family.kind === "rescaling") pairs.push([j, j]);
  return pairs;
}

/** Values at theta: the symmetric n x n matrix, the n numbers, or the frozen weights themselves. */
export function lawValues(
  family: LawFamily,
  theta: Float64Array,
): { rows: number; columns: number; values: Float64Array } {
  if (family.kind === "frozen") {
    const values = family.incoming.flatMap((block) =>
      Array.from(theta.subarray(block.offset, block.offset + block.rows * block.columns)),
    );
    return { rows: 1, columns: values.length, values: Float64Array.from(values) };
  }
  const n = family.size;
  const square = family.kind === "matrix";
  const values = new Float64Array(square ? n * n : n);
  for (const [j, k] of lawIndices(family)) {
    let sum = 0;
    // gradient · theta = 2 h for a quadratic law, and every term is met twice.
    visitGradient(family, j, k, (at, from, sign) => {
      sum += sign * theta[at] * theta[from];
    });
    if (square) {
      values[j * n + k] = sum / 2;
      values[k * n + j] = sum / 2;
    } else values[j] = sum / 2;
  }
  return { rows: square ? n : 1, columns: n, values };
}
