/**
 * The end-to-end map of an all-identity network, its Jacobian and what the metric is made of, for any linear program.
 *
 * Write x̂ = (x, 1) for the input with a constant. Every signal (linear.ts) is F x̂ with F [size, m], and the network's
 * output depends on a change of it through B [n_out, size]. phi(theta) = Z = F_out, and for a matrix W from the signal u
 * to the signal v:  dZ = B_v dW F_u. Hence, with rows of vec Z ordered (o, i),
 *   d Z_oi / d W_jk = (B_v)_oj (F_u)_ki,
 *   M = dphi dphiᵀ = sum over matrices (B_v B_vᵀ) ⊗ (F_uᵀ F_u)        (arXiv:2508.07370, section 2; two layers: §3.2 there)
 * Other wirings keep the terms of their edges. Directional derivatives come by differentiating the two recursions for F
 * and B (product rule).
 */
import type { Matrix } from "../../../math/dense/matrix";
import { addScaled, identity, multiply, transpose, zeros } from "../../../math/dense/matrix";
import type { Fixed, LinearProgram, Product, Signal } from "./linear";
import { linearProducts } from "./products";

/** Matrices of each signal. */
export interface Transfer {
  readonly forward: readonly Matrix[];
  readonly backward: readonly Matrix[];
}

export function transferOf(program: LinearProgram, theta: Float64Array): Transfer {
  const { signals, steps, output } = program;
  const backward = signals.map(({ size }, signal) =>
    signal === output ? identity(size) : zeros(signals[output].size, size),
  );
  for (const step of steps.toReversed()) {
    const { from, into } = step;
    if (signals[from].given !== null) continue;
    if (step.does === "sum") addScaled(backward[from], backward[into], 1);
    else linearProducts(step.wiring).backward(step.wiring, ...weightsOf(step, theta), backward[into], backward[from]);
  }
  return { forward: forwardMatrices(program, theta), backward };
}

function forwardMatrices({ signals, steps, columns }: LinearProgram, theta: Float64Array): Matrix[] {
  const forward = signals.map((signal) => startOf(signal, columns));
  for (const step of steps) {
    const [f, target] = [forward[step.from], forward[step.into]];
    if (step.does === "sum") addScaled(target, f, 1);
    else linearProducts(step.wiring).forward(step.wiring, ...weightsOf(step, theta), f, target);
  }
  return forward;
}

/** Where the weights of a product lie, and from where on. */
function weightsOf(step: Product | Fixed, theta: Float64Array): [Float64Array, number] {
  return step.does === "product" ? [theta, step.offset] : [step.numbers, 0];
}

/** x is the first columns of x̂, the constant its last. */
function startOf({ size, given }: Signal, columns: number): Matrix {
  const start = zeros(size, columns);
  if (given !== null)
    for (let i = 0; i < size; i++) start.data[i * columns + (given === "input" ? i : columns - 1)] = 1;
  return start;
}

/** phi(theta) = Z. */
export function endToEndMatrix(program: LinearProgram, theta: Float64Array): Matrix {
  return forwardMatrices(program, theta)[program.output];
}

/** Directional derivative of the transfer at theta along v. */
export function transferDerivative(
  program: LinearProgram,
  theta: Float64Array,
  v: Float64Array,
  at: Transfer,
): Transfer {
  const { signals, steps, columns } = program;
  const backward = at.backward.map((b) => zeros(b.rows, b.columns));
  for (const step of steps.toReversed()) {
    const { from, into } = step;
    if (signals[from].given !== null) continue;
    if (step.does === "sum") {
      addScaled(backward[from], backward[into], 1);
      continue;
    }
    const { wiring } = step;
    const products = linearProducts(wiring);
    if (step.does === "product") products.backward(wiring, v, step.offset, at.backward[into], backward[from]);
    products.backward(wiring, ...weightsOf(step, theta), backward[into], backward[from]);
  }
  const forward = forwardDerivatives(program, theta, v, at);
  return {
    forward: signals.map(({ size, given }, s) => (given === null ? forward[s] : zeros(size, columns))),
    backward,
  };
}

/** x̂ itself does not move, and has no matrix here. */
const NONE = zeros(0, 0);

function forwardDerivatives(program: LinearProgram, theta: Float64Array, v: Float64Array, at: Transfer): Matrix[] {
  const { signals, steps, columns } = program;
  const forward = signals.map(({ size, given }) => (given === null ? zeros(size, columns) : NONE));
  for (const step of steps) {
    const { from, into } = step;
    const moves = signals[from].given === null;
    if (step.does === "sum") {
      if (moves) addScaled(forward[into], forward[from], 1);
      continue;
    }
    const { wiring } = step;
    const products = linearProducts(wiring);
    if (step.does === "product") products.forward(wiring, v, step.offset, at.forward[from], forward[into]);
    if (moves) products.forward(wiring, ...weightsOf(step, theta), forward[from], forward[into]);
  }
  return forward;
}

/** dphi(theta) v, shaped as Z. */
export function endToEndDerivative(program: LinearProgram, theta: Float64Array, v: Float64Array, at: Transfer): Matrix {
  return forwardDerivatives(program, theta, v, at)[program.output];
}

/** dphi(theta)ᵀ G for G shaped as Z: the gradient of <G, Z(theta)>, for a matrix B_vᵀ G F_uᵀ. */
export function endToEndGradient({ parameters, signals, steps }: LinearProgram, g: Matrix, at: Transfer): Float64Array {
  const gradient = new Float64Array(parameters);
  const pulled = signals.map(({ given }, signal) =>
    given === null ? multiply(transpose(at.backward[signal]), g) : NONE,
  );
  for (const step of steps)
    if (step.does === "product")
      linearProducts(step.wiring).gradient(
        step.wiring,
        pulled[step.into],
        at.forward[step.from],
        gradient,
        step.offset,
      );
  return gradient;
}

/** dphi as a d x D matrix, rows (o, i), columns theta. Cost d D. */
export function endToEndJacobian({ parameters, signals, steps, columns, output }: LinearProgram, at: Transfer): Matrix {
  const jacobian = zeros(signals[output].size * columns, parameters);
  for (const step of steps)
    if (step.does === "product")
      linearProducts(step.wiring).jacobian(
        step.wiring,
        at.backward[step.into],
        at.forward[step.from],
        jacobian,
        step.offset,
      );
  return jacobian;
}

/** The derivative of that along the direction whose transfer derivative is `change`. */
export function jacobianDerivative(program: LinearProgram, at: Transfer, change: Transfer): Matrix {
  const { parameters, signals, steps, columns, output } = program;
  const jacobian = zeros(signals[output].size * columns, parameters);
  for (const step of steps) {
    if (step.does !== "product") continue;
    const { wiring, offset, from, into } = step;
    const products = linearProducts(wiring);
    products.jacobian(wiring, change.backward[into], at.forward[from], jacobian, offset);
    products.jacobian(wiring, at.backward[into], change.forward[from], jacobian, offset);
  }
  return jacobian;
}
