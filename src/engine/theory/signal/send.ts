/**
 * Signals through a network at the start: x_s forward, and back from the outputs before their activation, which counts to
 * the loss, a cotangent c_s of independent standard normal numbers:
 *   y_l = σ_l(z_l),   δ_l = d⟨c, z_L⟩ / dz_l,   and d⟨c, z_L⟩ / dx,
 * each told as its mean square over the units of a layer (Glorot & Bengio 2010; He et al. 2015). They are read off the
 * values of the program before and after each layer's activation, whatever its layers are. Samples that act on each
 * other, as in a norm of the batch, are sent together: x_s then stands in a batch, and all cotangents come back at once.
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
import { actsAcross, batchProgram } from "../../model/program/batch";
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
  const { beforeLoss, layers } = compile(network);
  const samples = inputs.rows;
  const together = actsAcross(beforeLoss) ? samples : 1;
  const { program, valueOf } = batchProgram(beforeLoss, together);
  const pass = samplePass(program, true);
  const random = randomStream(1, "cotangents");
  const forward = [network, ...layers].map(() => new Float64Array(samples));
  const backward = forward.map(() => new Float64Array(samples));
  const units = network.layers.map((layer) => zeros(layer.units, samples));
  const cotangent = new Float64Array(together * network.layers[network.layers.length - 1].units);
  const behind = layers.map(({ before, after }, l) => valueOf[l === layers.length - 1 ? before : after]);
  const work = 2 * together * edgesOf(network);
  const pause = pauses();
  let first = 0;
  for (let from = 0; from < samples; from += together) {
    const x = inputs.data.subarray(from * inputs.columns, (from + together) * inputs.columns);
    const each = (of: Float64Array, into: Float64Array): void => {
      const size = of.length / together;
      for (let s = 0; s < together; s++) into[from + s] = meanSquare(of.subarray(s * size, (s + 1) * size));
    };
    pass.forward(theta, x, program.instructions.length);
    each(x, forward[0]);
    first += (meanSquare(pass.numbersOf(valueOf[layers[0].before])) * together) / samples;
    behind.forEach((value, l) => {
      const y = pass.numbersOf(value);
      each(y, forward[l + 1]);
      const { rows, data } = units[l];
      y.forEach((one, at) => (data[(at % rows) * samples + from + Math.floor(at / rows)] = one));
    });
    for (let k = 0; k < cotangent.length; k++) cotangent[k] = random.normal();
    each(cotangent, backward[layers.length]);
    pass.backward(theta, program.output, cotangent, null, (map, pulls) => {
      const l = behind.indexOf(map);
      if (l < 0 || l === layers.length - 1) return;
      const { derivative } = sigmaOf(network.layers[l].activation);
      const z = pass.numbersOf(valueOf[layers[l].before]);
      each(
        pulls.map((pull, unit) => pull * derivative(z[unit])),
        backward[l + 1],
      );
    });
    each(pass.inputPulls(), backward[0]);
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
