/**
 * The end-to-end map of an all-identity network, its Jacobian and the metric, for any DAG with biases and diagonal layers.
 *
 * Write x̂ = (x, 1) for the input with a constant. Every layer's output is F_u x̂ (F_u: n_u x m, m = inputs, + 1 if any
 * bias is trained), and the network's output depends on a change of layer v's pre-activation through B_v (n_out x n_v).
 * phi(theta) = Z = F_out, and for a dense block W from u to v:  dZ = B_v dW F_u. Hence, with rows of vec Z ordered (o, i),
 *   d Z_oi / d W_jk = (B_v)_oj (F_u)_ki,
 *   M = dphi dphiᵀ = sum over blocks (B_v B_vᵀ) ⊗ (F_uᵀ F_u)          (arXiv:2508.07370, section 2; two layers: §3.2 there)
 * A diagonal block keeps the terms j = k only, a bias has F = (0 … 0 1).
 * Directional derivatives come by differentiating the two recursions for F and B (product rule).
 */
import type { Matrix } from "../math/dense/matrix";
import { addProduct, identity, multiply, transpose, viewOf, zeros } from "../math/dense/matrix";
import type { Block, Network } from "./network";
import { blocksOf } from "./compile";
import { INPUT } from "./network";

/** F per layer (and the input's), B per layer. `inputs` is m, the number of columns of every F. */
export interface Transfer {
  readonly columns: number;
  readonly input: Matrix;
  readonly constant: Matrix;
  readonly forward: readonly Matrix[];
  readonly backward: readonly Matrix[];
}

export function endToEndColumns(network: Network): number {
  return network.inputs + (network.layers.some((layer) => layer.bias) ? 1 : 0);
}

/** Rows and columns of Z. */
export function endToEndShape(network: Network): [number, number] {
  return [network.layers[network.layers.length - 1].units, endToEndColumns(network)];
}

export function transferOf(network: Network, theta: Float64Array): Transfer {
  const blocks = blocksOf(network);
  const columns = endToEndColumns(network);
  const input = zeros(network.inputs, columns);
  for (let i = 0; i < network.inputs; i++) input.data[i * columns + i] = 1;
  const constant = zeros(1, columns);
  if (columns > network.inputs) constant.data[columns - 1] = 1;
  const forward = network.layers.map((layer) => zeros(layer.units, columns));
  const source = (index: number): Matrix => (index === INPUT ? input : forward[index]);
  for (const block of blocks) {
    const weights = viewOf(theta, block.offset, block.rows, block.columns);
    const target = forward[block.layer];
    if (block.kind === "dense") addProduct(target, weights, source(block.source!));
    else if (block.kind === "diagonal") addRowScaled(target, weights.data, source(block.source!));
    else addProduct(target, weights, constant);
  }
  const output = network.layers.length - 1;
  const outputs = network.layers[output].units;
  const backward = network.layers.map((layer, index) =>
    index === output ? identity(outputs) : zeros(outputs, layer.units),
  );
  for (const block of blocks.toReversed()) {
    if (block.kind === "bias" || block.source === null || block.source === INPUT) continue;
    const weights = viewOf(theta, block.offset, block.rows, block.columns);
    if (block.kind === "dense") addProduct(backward[block.source], backward[block.layer], weights);
    else addColumnScaled(backward[block.source], weights.data, backward[block.layer]);
  }
  return { columns, input, constant, forward, backward };
}

/** Directional derivative of the transfer at theta along v. */
export function transferDerivative(network: Network, theta: Float64Array, v: Float64Array, at: Transfer): Transfer {
  const forward = forwardDerivative(network, theta, v, at);
  const backward = at.backward.map((b) => zeros(b.rows, b.columns));
  for (const block of blocksOf(network).toReversed()) {
    if (block.kind === "bias" || block.source === null || block.source === INPUT) continue;
    const weights = viewOf(theta, block.offset, block.rows, block.columns);
    const change = viewOf(v, block.offset, block.rows, block.columns);
    const target = backward[block.source];
    if (block.kind === "dense") {
      addProduct(target, at.backward[block.layer], change);
      addProduct(target, backward[block.layer], weights);
    } else {
      addColumnScaled(target, change.data, at.backward[block.layer]);
      addColumnScaled(target, weights.data, backward[block.layer]);
    }
  }
  return {
    columns: at.columns,
    input: zeros(network.inputs, at.columns),
    constant: zeros(1, at.columns),
    forward,
    backward,
  };
}

/** dF per layer along v; the last one is dphi(theta) v, row-major. */
export function forwardDerivative(network: Network, theta: Float64Array, v: Float64Array, at: Transfer): Matrix[] {
  const forward = network.layers.map((layer) => zeros(layer.units, at.columns));
  for (const block of blocksOf(network)) {
    const weights = viewOf(theta, block.offset, block.rows, block.columns);
    const change = viewOf(v, block.offset, block.rows, block.columns);
    const target = forward[block.layer];
    const value = sourceMatrix(at, block);
    const derivative = block.source === null || block.source === INPUT ? null : forward[block.source];
    if (block.kind === "diagonal") {
      addRowScaled(target, change.data, value);
      if (derivative !== null) addRowScaled(target, weights.data, derivative);
    } else {
      addProduct(target, change, value);
      if (derivative !== null) addProduct(target, weights, derivative);
    }
  }
  return forward;
}

/** dphi(theta)ᵀ G for G shaped as Z: the gradient of <G, Z(theta)>, block by block B_vᵀ G F_uᵀ. */
export function endToEndGradient(network: Network, parameters: number, g: Matrix, at: Transfer): Float64Array {
  const gradient = new Float64Array(parameters);
  const pulled = at.backward.map((b) => multiply(transpose(b), g));
  for (const block of blocksOf(network)) {
    const outer = pulled[block.layer];
    const f = sourceMatrix(at, block);
    for (let j = 0; j < block.rows; j++)
      for (let k = 0; k < block.columns; k++) {
        const row = block.kind === "diagonal" ? j : k;
        let sum = 0;
        for (let i = 0; i < at.columns; i++) sum += outer.data[j * at.columns + i] * f.data[row * at.columns + i];
        gradient[block.offset + j * block.columns + k] = sum;
      }
  }
  return gradient;
}

/** What a block's weights multiply: F of its source, or the constant for a bias. */
export function sourceMatrix(transfer: Transfer, block: Block): Matrix {
  if (block.source === null) return transfer.constant;
  return block.source === INPUT ? transfer.input : transfer.forward[block.source];
}

/** dphi as a d x D matrix, rows (o, i), columns theta. Cost d D. */
export function endToEndJacobian(network: Network, parameters: number, at: Transfer): Matrix {
  const outputs = at.backward[network.layers.length - 1].rows;
  const jacobian = zeros(outputs * at.columns, parameters);
  for (const block of blocksOf(network)) {
    const b = at.backward[block.layer];
    const f = sourceMatrix(at, block);
    for (let o = 0; o < outputs; o++)
      for (let i = 0; i < at.columns; i++) {
        const row = (o * at.columns + i) * parameters + block.offset;
        for (let j = 0; j < block.rows; j++) {
          const boj = b.data[o * b.columns + j];
          if (boj === 0) continue;
          if (block.kind === "diagonal") jacobian.data[row + j] = boj * f.data[j * at.columns + i];
          else
            for (let k = 0; k < block.columns; k++)
              jacobian.data[row + j * block.columns + k] = boj * f.data[k * at.columns + i];
        }
      }
  }
  return jacobian;
}

/** target_j += weights_j * source_j, row by row. */
function addRowScaled(target: Matrix, weights: Float64Array, source: Matrix): void {
  for (let j = 0; j < target.rows; j++)
    for (let i = 0; i < target.columns; i++)
      target.data[j * target.columns + i] += weights[j] * source.data[j * target.columns + i];
}

/** target[:, j] += weights_j * source[:, j]. */
function addColumnScaled(target: Matrix, weights: Float64Array, source: Matrix): void {
  for (let o = 0; o < target.rows; o++)
    for (let j = 0; j < target.columns; j++)
      target.data[o * target.columns + j] += weights[j] * source.data[o * target.columns + j];
}
