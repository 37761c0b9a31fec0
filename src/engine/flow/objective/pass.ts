/**
 * A network's outputs and the gradient of a loss over many samples at once, for any DAG of dense and diagonal layers.
 *
 *   z_v = sum over blocks W_vu y_u + b_v c,   y_v = sigma_v(z_v)                                    forward
 *   d_v = sigma_v'(z_v) * sum over blocks out of v  W_wvᵀ d_w,   dL/dW_vu = d_v y_uᵀ,  dL/db_v = d_v cᵀ   backward
 * (backpropagation: Goodfellow, Bengio, Courville, Deep Learning, section 6.5). A row holds one unit's values for a
 * tile of samples: y_v is [units x tile]. c is the row of constants that biases multiply: ones, or that of
 * ./compress.ts. A diagonal block keeps the diagonal of W. Everything lies in one workspace made once; only what the
 * kernel cannot do is a loop here.
 *
 * Where samples act on each other, as in a norm of the batch, a tile is the whole batch.
 *
 * Cost 6 multiply-adds per weight and sample, at most; memory is that of the samples and of three tiles of all units.
 */
import type { Matrix } from "../../math/dense/matrix";
import { zeros } from "../../math/dense/matrix";
import { compile } from "../../model/compile";
import type { Network } from "../../model/network";
import { scratchOf } from "../../model/passes/tiles/patches";
import { rowsOf } from "../../model/passes/tiles/rows";
import { stepsOf, type Tile } from "../../model/passes/tiles/steps";
import { actsAcross } from "../../model/program/batch";
import type { LayerKernel } from "../../math/layers/kernel";
import { LANE, layerKernel } from "../../math/layers/kernel";
import { outputLayout, type LossRule } from "./losses";

/** `constants`: what biases multiply, per sample; `null`: 1. `y` may be empty where only outputs are wanted. */
export interface Samples {
  readonly x: Matrix;
  readonly y: Matrix;
  readonly constants: Float64Array | null;
}

export interface Pass {
  /**
   * L = weight * sum over the samples, and with `into` its gradient there; then `see` is shown the layers on the way
   * back.
   */
  run(theta: Float64Array, weight: number, into: Float64Array | null, see?: SeeLayer): number;
  /** The same over the samples that `batch` names; repetitions count. Where samples act on each other: as many as there are, at most. */
  runOn(batch: Int32Array, theta: Float64Array, weight: number, into: Float64Array): number;
  /** [samples x outputs] */
  outputs(theta: Float64Array): Matrix;
}

/**
 * Shown once per tile and layer, last layer first: `numbers` holds its pre-activations from `z` and dL/dy from `pull`,
 * both [units x stride], samples as columns. Columns that only pad have derivatives 0. The numbers are the pass's own:
 * only to be read.
 */
export type SeeLayer = (
  layer: number,
  rows: {
    readonly numbers: Float64Array;
    readonly z: number;
    readonly pull: number;
    readonly count: number;
    readonly stride: number;
    /** Samples of this tile: the columns from here on only pad. */
    readonly samples: number;
  },
) => void;

/** So many samples at a time: three rows of them per unit stay in the cache, and longer rows are no faster. */
const TILE = 256;
/** Wide networks take narrower tiles, down to LANE: so many numbers per row of tiles. */
const TILE_NUMBERS = 1e6;

function tileOf({ rows, samples, inputs }: { rows: number; samples: number; inputs: number }): number {
  const room = Math.max(LANE, Math.floor(TILE_NUMBERS / (inputs + rows) / LANE) * LANE);
  return Math.min(TILE, room, padded(samples));
}

/** `kernelFor` is for tests, which compare the two kernels. */
export function passOf(
  network: Network,
  samples: Samples,
  loss: LossRule,
  kernelFor: (length: number) => LayerKernel = layerKernel,
): Pass {
  const { x, y, constants } = samples;
  const { program, layers } = compile(network);
  const { parameters } = program;
  const rows = rowsOf(program);
  const count = x.rows;
  const together = actsAcross(program);
  const tile = together ? padded(count) : tileOf({ rows: rows.count / 2, samples: count, inputs: network.inputs });
  const stored = network.inputs + y.columns + 1;
  // theta, its gradient, the samples, a tile of gathered ones, the rows, and room for what is collected.
  const [grad, data] = [parameters, 2 * parameters];
  const gathered = data + padded(count) * stored;
  const first = gathered + tile * stored;
  const scratch = first + rows.count * tile;
  const kernel = kernelFor(scratch + scratchOf(program));
  const { numbers } = kernel;
  const steps = stepsOf(program, rows, { kernel, theta: 0, gradient: grad, rows: first, width: tile, scratch });
  const outputs = network.layers[network.layers.length - 1].units;
  const [output, outputPulls] = [steps.numbersOf(program.output), steps.pullsOf(program.output)];
  const layerOf = new Map(layers.map(({ after }, layer) => [after, layer]));
  storeSamples();

  /** Tiles of the stored samples lie one after the other, each [inputs, targets, constant] x stride. */
  function storeSamples(): void {
    for (let start = 0; start < count; start += tile) {
      const size = Math.min(tile, count - start);
      const stride = padded(size);
      const base = data + start * stored;
      for (let s = 0; s < size; s++) {
        for (let i = 0; i < x.columns; i++) numbers[base + i * stride + s] = x.data[(start + s) * x.columns + i];
        for (let i = 0; i < y.columns; i++)
          numbers[base + (x.columns + i) * stride + s] = y.data[(start + s) * y.columns + i];
        numbers[base + (stored - 1) * stride + s] = constants === null ? 1 : constants[start + s];
      }
    }
  }

  function gather(batch: Int32Array, start: number, size: number): void {
    const stride = padded(size);
    for (let s = 0; s < size; s++) {
      const sample = batch[start + s];
      const first = sample - (sample % tile);
      const step = padded(Math.min(tile, count - first));
      let from = data + first * stored + (sample % tile);
      let to = gathered + s;
      for (let row = 0; row < stored; row++, from += step, to += stride) numbers[to] = numbers[from];
    }
  }

  function tileAt(base: number, stride: number, samples: number): Tile {
    return { input: base, constant: base + (stored - 1) * stride, stride, samples };
  }

  /** Shows a layer to `see`, by the values before and behind its activation. */
  function show(see: SeeLayer, layer: number | undefined, stride: number, size: number): void {
    // Within a layer there may be others.
    if (layer === undefined) return;
    const { before, after } = layers[layer];
    const units = network.layers[layer].units;
    see(layer, {
      numbers,
      z: steps.numbersOf(before),
      pull: steps.pullsOf(after),
      count: units * stride,
      stride,
      samples: size,
    });
  }

  /** What the loss reads and writes; its places move from tile to tile. */
  const place = { numbers, outputs, layout: outputLayout(network), from: output, targets: 0, into: outputPulls };

  function tileLoss(base: number, size: number, weight: number, wanted: boolean, see?: SeeLayer): number {
    const stride = padded(size);
    const tile = tileAt(base, stride, size);
    steps.forward(tile);
    place.targets = base + x.columns * stride;
    const value = loss(place, size, stride, weight);
    if (!wanted) return value;
    for (let row = 0; row < outputs; row++)
      numbers.fill(0, outputPulls + row * stride + size, outputPulls + (row + 1) * stride);
    steps.backward(tile, see === undefined ? null : (map) => show(see, layerOf.get(map), stride, size));
    return value;
  }

  function begin(theta: Float64Array, wanted: boolean): void {
    numbers.set(theta);
    if (wanted) numbers.fill(0, grad, grad + parameters);
  }

  function finish(into: Float64Array): void {
    for (let i = 0; i < parameters; i++) into[i] = numbers[grad + i];
  }

  return {
    run(theta, weight, into, see) {
      begin(theta, into !== null);
      let value = 0;
      for (let start = 0; start < count; start += tile)
        value += tileLoss(data + start * stored, Math.min(tile, count - start), weight, into !== null, see);
      if (into !== null) finish(into);
      return value;
    },
    runOn(batch, theta, weight, into) {
      if (together && batch.length > count) throw new RangeError("a batch of more samples than there are");
      begin(theta, true);
      let value = 0;
      for (let start = 0; start < batch.length; start += tile) {
        const size = Math.min(tile, batch.length - start);
        gather(batch, start, size);
        value += tileLoss(gathered, size, weight, true);
      }
      finish(into);
      return value;
    },
    outputs(theta) {
      const result = zeros(count, outputs);
      begin(theta, false);
      for (let start = 0; start < count; start += tile) {
        const size = Math.min(tile, count - start);
        const stride = padded(size);
        steps.forward(tileAt(data + start * stored, stride, size));
        for (let s = 0; s < size; s++)
          for (let o = 0; o < outputs; o++) result.data[(start + s) * outputs + o] = numbers[output + o * stride + s];
      }
      return result;
    },
  };
}

function padded(samples: number): number {
  return Math.ceil(samples / LANE) * LANE;
}
