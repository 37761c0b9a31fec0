/**
 * Signals through a network at the start: x_s forward, and back from the outputs before their activation, which counts to
 * the loss, a cotangent c_s of independent standard normal numbers:
 *   y_l = σ_l(z_l),   δ_l = d⟨c, z_L⟩ / dz_l,   and d⟨c, z_L⟩ / dx,
 * each told as its mean square over the units of a layer (Glorot & Bengio 2010; He et al. 2015). They are read off the
 * values of the program before and after each layer's activation, whatever its layers are.
 *
 * Cost: 2 multiply-adds for each edge and sample.
 */
import type { Matrix } from "../../math/dense/matrix";
import { zeros } from "../../math/dense/matrix";
import { randomStream } from "../../math/random/streams";
import { sigmaOf } from "../../model/activations";
import { compile } from "../../model/compile";
import type { Network } from "../../model/network";
import { samplePass } from "../../model/passes/sample/sample";
import { pauses, type Paced } from "../../findings/progress";

export interface Sent {
  /** Mean square of the input, then of each layer's units behind their activation (of the last: before), per sample. */
  readonly forward: readonly Float64Array[];
  /** The same of the derivatives by the input, then by each layer's units before their activation. */
  readonly backward: readonly Float64Array[];
  /** Mean square of the first layer's units before their activation. */
  readonly first: number;
  /** [units x samples] per layer, as forward has them. */
  readonly units: readonly Matrix[];
}

/** `inputs`: [samples x inputs], one or more. */
export function* send(network: Network, theta: Float64Array, inputs: Matrix): Paced<Sent> {
  const { beforeLoss: program, layers } = compile(network);
  const pass = samplePass(program, true);
  const random = randomStream(1, "cotangents");
  const samples = inputs.rows;
  const forward = [network, ...layers].map(() => new Float64Array(samples));
  const backward = forward.map(() => new Float64Array(samples));
  const units = network.layers.map((layer) => zeros(layer.units, samples));
  const cotangent = new Float64Array(network.layers[network.layers.length - 1].units);
  const behind = layers.map(({ before, after }, l) => (l === layers.length - 1 ? before : after));
  const work = 2 * edgesOf(network);
  const pause = pauses();
  let first = 0;
  for (let s = 0; s < samples; s++) {
    const x = inputs.data.subarray(s * inputs.columns, (s + 1) * inputs.columns);
    pass.forward(theta, x, program.instructions.length);
    forward[0][s] = meanSquare(x);
    first += meanSquare(pass.numbersOf(layers[0].before)) / samples;
    behind.forEach((value, l) => {
      const y = pass.numbersOf(value);
      forward[l + 1][s] = meanSquare(y);
      y.forEach((one, unit) => (units[l].data[unit * samples + s] = one));
    });
    for (let k = 0; k < cotangent.length; k++) cotangent[k] = random.normal();
    backward[layers.length][s] = meanSquare(cotangent);
    pass.backward(theta, program.output, cotangent, null, (map, pulls) => {
      const l = behind.indexOf(map);
      if (l < 0 || l === layers.length - 1) return;
      const { derivative } = sigmaOf(network.layers[l].activation);
      const z = pass.numbersOf(layers[l].before);
      backward[l + 1][s] = meanSquare(pulls.map((pull, unit) => pull * derivative(z[unit])));
    });
    backward[0][s] = meanSquare(pass.inputPulls());
    yield* pause(work);
  }
  return { forward, backward, first, units };
}

/** Multiply-adds of one sample forward. A wiring that has no quicker count is gone through once. */
export function edgesOf(network: Network): number {
  let edges = 0;
  for (const one of compile(network).beforeLoss.instructions) {
    if (one.op !== "contract") continue;
    const { wiring } = one;
    if (wiring.name === "full") edges += wiring.left;
    else if (wiring.matrices !== undefined) wiring.matrices((_i, _j, _o, rows, columns) => (edges += rows * columns));
    else if (wiring.strips !== undefined) wiring.strips((_i, _j, _o, length) => (edges += length));
    else wiring.edges(() => edges++);
  }
  return edges;
}

function meanSquare(x: Float64Array): number {
  return x.reduce((sum, one) => sum + one * one, 0) / x.length;
}
