/** Paths and losses for the tests of the linear neural ODE. */
import { drawPath } from "../../../../src/engine/model/path/draw";
import { transporter, type Transporter } from "../../../../src/engine/model/path/transport";
import type { Gradient } from "../../../../src/engine/theory/intrinsic-flow/intrinsic-flow";

export interface Start {
  readonly transport: Transporter;
  readonly path: Float64Array;
}

/** λ(s) = 1 + cos 3s. */
export function relaxedBalanced(
  width: number,
  nodes: number,
  seed = 1,
  lambda = (s: number): number => 1 + Math.cos(3 * s),
): Start {
  const transport = transporter(width, nodes);
  const path = drawPath(
    width,
    nodes,
    { scheme: "relaxed-balanced", lambda: Array.from(transport.grid.nodes, lambda), lengthScale: 0.5, scale: 1 },
    seed,
  );
  return { transport, path };
}

export function gaussian(width: number, nodes: number, seed = 1, std = 1): Start {
  return {
    transport: transporter(width, nodes),
    path: drawPath(width, nodes, { scheme: "gaussian", std, lengthScale: 0.5, scale: 1 }, seed),
  };
}

/** ½ ‖Z - target‖², target_ij = size · sin(1.7 (n i + j) + 1). */
export function toTarget(width: number, size: number): Gradient {
  const target = Float64Array.from({ length: width * width }, (_, i) => size * Math.sin(1.7 * i + 1));
  return {
    gradient(z, into) {
      let loss = 0;
      for (let i = 0; i < z.length; i++) {
        into[i] = z[i] - target[i];
        loss += into[i] ** 2 / 2;
      }
      return loss;
    },
  };
}

export function largest(values: Float64Array): number {
  return values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

export function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x - b[i]);
}
