/**
 * Gradient fields of phi and their nested brackets, evaluated at a point over GF(p).
 *
 * The span of the fields grad phi_c, phi_c = <c, phi>, is also spanned by X = grad of the scalar
 *   g(theta) = yᵀ N_gamma(theta)(x, 1),
 * the network with its gated neurons replaced by multiplication with constants gamma_v, for random x, y, gamma: the
 * monomials x_i y_o prod gamma_v that multiply the coordinates of phi are distinct (arXiv:2307.00144, section 4,
 * replaces activation patterns by such constants). One field costs a forward and a backward pass, O(D), never the
 * number of paths.
 *
 * Hidden layers with the activation z² are squared as they are: such a network is a polynomial in theta and x.
 *
 * Brackets [X, Y] = DY.X - DX.Y by truncated Taylor arithmetic: a number with k nilpotent directions e_1 … e_k (e_i² =
 * 0) has 2^k coefficients, indexed by subsets. The coefficient of e_{k+1} in Y(theta + e_{k+1} X(theta)) is DY.X.
 * A bracket of m fields costs O(3^m D).
 */
import { reduce, reduceAll } from "../../math/modular/field";
import type { RandomStream } from "../../math/random/streams";
import type { Block, Network } from "../../model/network";
import { INPUT, blocksOf } from "../../model/network";
import { gatedLayers, isPolynomial } from "../../model/structure";

/** A vector of multi-dual numbers: one residue vector per subset of the nilpotent directions. */
type Jet = readonly Float64Array[];

export interface FieldSystem {
  readonly network: Network;
  readonly blocks: readonly Block[];
  readonly prime: number;
  readonly parameters: number;
}

/** The random constants that single out one field. */
export interface Field {
  readonly input: Float64Array;
  readonly constant: number;
  readonly gates: readonly (Float64Array | null)[];
  readonly output: Float64Array;
  /** Fields that are added to it: the sum is one field again. */
  readonly also?: readonly Field[];
}

export function fieldSystem(network: Network, parameters: number, prime: number): FieldSystem {
  return { network, blocks: blocksOf(network), prime, parameters };
}

export function randomField(system: FieldSystem, random: RandomStream): Field {
  const { network, prime } = system;
  const draw = (n: number): Float64Array => Float64Array.from({ length: n }, () => 1 + random.integer(prime - 1));
  // A network that is a polynomial itself has nothing to gate.
  const gated = isPolynomial(network) ? network.layers.map(() => false) : gatedLayers(network);
  return {
    input: draw(network.inputs),
    constant: 1 + random.integer(prime - 1),
    gates: network.layers.map((layer, index) => (gated[index] ? draw(layer.units) : null)),
    output: draw(network.layers[network.layers.length - 1].units),
  };
}

/** The right-nested bracket [X_1, [X_2, … X_m]] at theta; m = 1 is the field itself. Residues, length D. */
export function bracketAt(system: FieldSystem, fields: readonly Field[], theta: Float64Array): Float64Array {
  return nested(system, fields, 0, [theta])[0];
}

function nested(system: FieldSystem, fields: readonly Field[], from: number, theta: Jet): Jet {
  if (from === fields.length - 1) return gradient(system, fields[from], theta);
  const x = gradient(system, fields[from], theta);
  const along = nested(system, fields, from + 1, [...theta, ...x]);
  const y = along.slice(0, theta.length);
  const back = gradient(system, fields[from], [...theta, ...y]);
  const { prime } = system;
  return theta.map((_, s) => {
    const plus = along[theta.length + s];
    const minus = back[theta.length + s];
    return plus.map((value, i) => reduce(value + prime - minus[i], prime));
  });
}

/** X(theta) for one field and those added to it. */
function gradient(system: FieldSystem, field: Field, theta: Jet): Jet {
  const sum = gradientOfOne(system, field, theta);
  for (const other of field.also ?? [])
    gradientOfOne(system, other, theta).forEach((part, s) => {
      for (let i = 0; i < part.length; i++) sum[s][i] = reduce(sum[s][i] + part[i], system.prime);
    });
  return sum;
}

/** By a forward and a backward pass through the gated network. */
function gradientOfOne(system: FieldSystem, field: Field, theta: Jet): Jet {
  const { network, blocks, prime } = system;
  const order = theta.length;
  const zeroJet = (n: number): Jet => theta.map(() => new Float64Array(n));
  const constantJet = (v: Float64Array): Jet => theta.map((_, s) => (s === 0 ? v : new Float64Array(v.length)));
  const one = constantJet(Float64Array.of(field.constant));
  const input = constantJet(field.input);
  const forward = network.layers.map((layer) => zeroJet(layer.units));
  const valueOf = (block: Block): Jet =>
    block.source === null ? one : block.source === INPUT ? input : forward[block.source];
  const gate = (jet: Jet, index: number): void => {
    const constants = field.gates[index];
    if (constants === null) return;
    for (const part of jet) for (let j = 0; j < part.length; j++) part[j] = reduce(part[j] * constants[j], prime);
  };
  // Of the layers that square: what they square.
  const squared = new Map<number, Jet>();
  blocks.forEach((block, b) => {
    const value = valueOf(block);
    forEachSplit(order, (s, t) => forwardBlock(block, theta[t], value[s ^ t], forward[block.layer][s], prime));
    if (blocks[b + 1]?.layer === block.layer) return;
    gate(forward[block.layer], block.layer);
    if (!squares(network, block.layer)) return;
    squared.set(block.layer, forward[block.layer]);
    forward[block.layer] = product(forward[block.layer], forward[block.layer], prime);
  });

  const output = network.layers.length - 1;
  const backward = network.layers.map((layer, index) =>
    index === output ? constantJet(field.output.slice()) : zeroJet(layer.units),
  );
  const result = zeroJet(system.parameters);
  for (let b = blocks.length - 1; b >= 0; b--) {
    const block = blocks[b];
    if (blocks[b + 1]?.layer !== block.layer) {
      gate(backward[block.layer], block.layer);
      const pre = squared.get(block.layer);
      if (pre !== undefined) {
        const half = product(backward[block.layer], pre, prime);
        backward[block.layer] = half.map((part) => part.map((x) => reduce(2 * x, prime)));
      }
    }
    const value = valueOf(block);
    const target = block.source === null || block.source === INPUT ? null : backward[block.source];
    forEachSplit(order, (s, t) => {
      outerBlock(block, backward[block.layer][t], value[s ^ t], result[s]);
      if (target !== null) backwardBlock(block, theta[t], backward[block.layer][s ^ t], target[s], prime);
    });
  }
  for (const part of result) reduceAll(part, prime);
  return result;
}

/** A hidden layer that squares: the output's activation is the loss's. */
function squares(network: Network, layer: number): boolean {
  return layer < network.layers.length - 1 && network.layers[layer].activation.name === "quadratic";
}

/** Entry by entry. */
function product(a: Jet, b: Jet, p: number): Jet {
  const result = a.map((part) => new Float64Array(part.length));
  forEachSplit(a.length, (s, t) => {
    for (let i = 0; i < result[s].length; i++) result[s][i] = reduce(result[s][i] + a[t][i] * b[s ^ t][i], p);
  });
  return result;
}

/** All pairs t subset of s: the product of multi-dual numbers is (ab)_s = sum over t of a_t b_{s minus t}. */
function forEachSplit(order: number, visit: (s: number, t: number) => void): void {
  for (let s = 0; s < order; s++)
    for (let t = s; ; t = (t - 1) & s) {
      visit(s, t);
      if (t === 0) break;
    }
}

/** target += W value (mod p). */
function forwardBlock(block: Block, theta: Float64Array, value: Float64Array, target: Float64Array, p: number): void {
  const { offset, rows, columns } = block;
  if (block.kind === "diagonal") {
    for (let j = 0; j < rows; j++) target[j] = reduce(target[j] + theta[offset + j] * value[j], p);
    return;
  }
  for (let j = 0; j < rows; j++) {
    let sum = target[j];
    for (let k = 0; k < columns; k++) {
      sum += theta[offset + j * columns + k] * value[k];
      if ((k & 255) === 255) sum = reduce(sum, p);
    }
    target[j] = reduce(sum, p);
  }
}

/** target += Wᵀ delta (mod p). */
function backwardBlock(block: Block, theta: Float64Array, delta: Float64Array, target: Float64Array, p: number): void {
  const { offset, rows, columns } = block;
  if (block.kind === "diagonal") {
    for (let j = 0; j < rows; j++) target[j] = reduce(target[j] + theta[offset + j] * delta[j], p);
    return;
  }
  for (let j = 0; j < rows; j++) {
    for (let k = 0; k < columns; k++) target[k] += theta[offset + j * columns + k] * delta[j];
    if ((j & 255) === 255) reduceAll(target, p);
  }
  reduceAll(target, p);
}

/**
 * result += delta valueᵀ on the block's entries, not reduced: an entry belongs to one block and gets one product for each
 * subset of the nilpotent directions, 2^7 at most, which DELAY allows.
 */
function outerBlock(block: Block, delta: Float64Array, value: Float64Array, result: Float64Array): void {
  const { offset, rows, columns } = block;
  for (let j = 0; j < rows; j++) {
    if (delta[j] === 0) continue;
    const factor = delta[j];
    const row = offset + j * columns;
    if (block.kind === "diagonal") result[offset + j] += factor * value[j];
    else for (let k = 0; k < columns; k++) result[row + k] += factor * value[k];
  }
}
