/**
 * The monomials a polynomial law may be made of, sorted into classes that cannot meet.
 *
 * Flipping the sign of one neuron (all weights into and out of it), of one input or of one output is an orthogonal map
 * of theta that sends every field grad <c, phi> to a field of the same family. So the laws of degree <= k are the
 * direct sum of those whose monomials have the same parity at every neuron: each class is a linear system of its own.
 * Where all paths have the same length L, all fields are homogeneous of degree L - 1, and the degrees separate too.
 *
 * In degree 2 a class is, for instance, {W_2[a,j] W_2[a,k], W_1[j,c] W_1[k,c]} for two hidden neurons j, k: tens of
 * monomials instead of D²/2.
 */
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { eachWeight } from "../../model/edges";
import { INPUT } from "../../model/network";

/** A monomial: parameter indices in ascending order, with repetition. */
export type Monomial = readonly number[];

/** Number of monomials of degree 1 … degree in `variables` variables. */
export function monomialCount(variables: number, degree: number): number {
  let total = 0;
  let binomial = 1;
  for (let k = 1; k <= degree; k++) {
    binomial = (binomial * (variables + k - 1)) / k;
    total += binomial;
  }
  return total;
}

/** All monomials of degree 1 … degree, by class. Cost: their number times the degree; the caller has checked it. */
export function monomialClasses(network: Network, parameters: number, degree: number): Monomial[][] {
  const ends = endsOf(network, parameters);
  const graded = equalPaths(network);
  const classes = new Map<string, Monomial[]>();
  const chosen: number[] = [];
  const odd = new Set<number>();
  const flip = (neuron: number): void => {
    if (!odd.delete(neuron)) odd.add(neuron);
  };
  const extend = (from: number): void => {
    for (let e = from; e < parameters; e++) {
      chosen.push(e);
      for (const neuron of ends[e]) flip(neuron);
      const key = `${graded ? chosen.length : ""}|${[...odd].sort((a, b) => a - b).join()}`;
      const members = classes.get(key);
      if (members === undefined) classes.set(key, [chosen.slice()]);
      else members.push(chosen.slice());
      if (chosen.length < degree) extend(e);
      chosen.pop();
      for (const neuron of ends[e]) flip(neuron);
    }
  };
  extend(0);
  return [...classes.values()];
}

/** The neurons at the two ends of every parameter, numbered across layers; a bias has one. */
function endsOf(network: Network, parameters: number): number[][] {
  const first = [network.inputs];
  for (const layer of network.layers) first.push(first[first.length - 1] + layer.units);
  const neuron = (layer: number, j: number): number => (layer === INPUT ? j : first[layer] + j);
  const ends: number[][] = Array.from({ length: parameters }, () => []);
  for (const block of blocksOf(network)) {
    const { layer, source } = block;
    eachWeight(block, (e, k, j) => {
      ends[e] = source === null ? [neuron(layer, j)] : [neuron(layer, j), neuron(source, k)];
    });
  }
  return ends;
}

/** True when every path from an input or bias to the output has the same number of weights. */
function equalPaths(network: Network): boolean {
  const lengths = new Map<number, number>([[INPUT, 0]]);
  for (const [index, layer] of network.layers.entries()) {
    const found = new Set(layer.sources.map((source) => (lengths.get(source) ?? 0) + 1));
    if (layer.bias) found.add(1);
    if (found.size !== 1) return false;
    lengths.set(index, [...found][0]);
  }
  return true;
}
