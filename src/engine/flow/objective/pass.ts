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
 * Cost 6 multiply-adds per weight and sample, at most; memory is that of the samples and of three tiles of all units.
 */
import type { Matrix } from "../../math/dense/matrix";
import { zeros } from "../../math/dense/matrix";
import { activationFunction } from "../../model/activations";
import type { Activation, Block, Network } from "../../model/network";
import { blocksOf, INPUT, parameterCount } from "../../model/network";
import { isIdentity } from "../../model/structure";
import type { LayerKernel } from "../../math/layers/kernel";
import { LANE, layerKernel } from "../../math/layers/kernel";
import type { LossRule } from "./losses";

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
  /** The same over the samples that `batch` names; repetitions count. */
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

function tileOf(network: Network, samples: number): number {
  const units = network.inputs + network.layers.reduce((sum, layer) => sum + layer.units, 0);
  const room = Math.max(LANE, Math.floor(TILE_NUMBERS / units / LANE) * LANE);
  return Math.min(TILE, room, padded(samples));
}

/** Doubles of the workspace, without allocating any. */
function workspaceLength(network: Network, samples: number, targets: number): number {
  const tile = tileOf(network, samples);
  const units = network.layers.reduce((sum, layer) => sum + layer.units, 0);
  const stored = network.inputs + targets + 1;
  return 2 * parameterCount(network) + (padded(samples) + tile) * stored + 3 * tile * units;
}

/** `kernelFor` is for tests, which compare the two kernels. */
export function passOf(
  network: Network,
  samples: Samples,
  loss: LossRule,
  kernelFor: (length: number) => LayerKernel = layerKernel,
): Pass {
  const { x, y, constants } = samples;
  const count = x.rows;
  const tile = tileOf(network, count);
  const stored = network.inputs + y.columns + 1;
  const parameters = parameterCount(network);
  const kernel = kernelFor(workspaceLength(network, count, y.columns));
  const { numbers } = kernel;
  const grad = parameters;
  const data = 2 * parameters;
  const gathered = data + padded(count) * stored;
  const layers = placeLayers(network, gathered + tile * stored, tile);
  const steps = stepsOf(network, layers);
  const output = layers[layers.length - 1];
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

  function forward(base: number, stride: number): void {
    const constant = base + (stored - 1) * stride;
    for (const layer of layers) {
      numbers.fill(0, layer.z, layer.z + layer.units * stride);
      for (const { block, from } of layer.blocks) {
        const source = from === null ? constant : from === INPUT ? base : layers[from].y;
        if (block.kind !== "diagonal")
          kernel.product(layer.z, block.offset, block.columns, 1, source, block.rows, block.columns, stride);
        else
          for (let i = 0; i < block.rows; i++)
            kernel.product(layer.z + i * stride, block.offset + i, 1, 1, source + i * stride, 1, 1, stride);
      }
      layer.activate(kernel, layer, layer.units * stride);
    }
  }

  /** Expects dL/dy of the output in its `d`. Adds to the gradient. */
  function backward(base: number, stride: number, size: number, see: SeeLayer | undefined): void {
    const constant = base + (stored - 1) * stride;
    for (const layer of layers) if (layer !== output) numbers.fill(0, layer.d, layer.d + layer.units * stride);
    for (const { layer, blocks, index } of steps) {
      see?.(index, { numbers, z: layer.z, pull: layer.d, count: layer.units * stride, stride, samples: size });
      layer.gate(kernel, layer, layer.units * stride);
      for (const { block, from } of blocks) {
        const source = from === null ? constant : from === INPUT ? base : layers[from].y;
        const pull = from === null || from === INPUT ? -1 : layers[from].d;
        if (block.kind === "diagonal")
          for (let i = 0; i < block.rows; i++) {
            kernel.outer(grad + block.offset + i, layer.d + i * stride, source + i * stride, 1, 1, stride);
            if (pull >= 0)
              kernel.product(pull + i * stride, block.offset + i, 1, 1, layer.d + i * stride, 1, 1, stride);
          }
        else {
          kernel.outer(grad + block.offset, layer.d, source, block.rows, block.columns, stride);
          if (pull >= 0)
            kernel.product(pull, block.offset, 1, block.columns, layer.d, block.columns, block.rows, stride);
        }
      }
    }
  }

  /** What the loss reads and writes; its places move from tile to tile. */
  const place = { numbers, outputs: output.units, from: output.y, targets: 0, into: output.d };

  function tileLoss(base: number, size: number, weight: number, wanted: boolean, see?: SeeLayer): number {
    const stride = padded(size);
    forward(base, stride);
    place.targets = base + x.columns * stride;
    const value = loss(place, size, stride, weight);
    if (!wanted) return value;
    for (let row = 0; row < output.units; row++)
      numbers.fill(0, output.d + row * stride + size, output.d + (row + 1) * stride);
    backward(base, stride, size, see);
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
      const result = zeros(count, output.units);
      begin(theta, false);
      for (let start = 0; start < count; start += tile) {
        const size = Math.min(tile, count - start);
        const stride = padded(size);
        forward(data + start * stored, stride);
        for (let s = 0; s < size; s++)
          for (let o = 0; o < output.units; o++)
            result.data[(start + s) * output.units + o] = numbers[output.y + o * stride + s];
      }
      return result;
    },
  };
}

function padded(samples: number): number {
  return Math.ceil(samples / LANE) * LANE;
}

/** A block and what its weights multiply: an earlier layer, INPUT, or `null` for the constant. */
interface Use {
  readonly block: Block;
  readonly from: number | null;
}

/** Where a layer's rows lie: pre-activations z, values y (the same where the activation is identity), derivatives d. */
interface Rows {
  readonly z: number;
  readonly y: number;
  readonly d: number;
}

interface PlacedLayer extends Rows, Elementwise {
  readonly units: number;
  readonly blocks: readonly Use[];
}

interface Elementwise {
  /** y = sigma(z) */
  activate(kernel: LayerKernel, rows: Rows, count: number): void;
  /** d *= sigma'(z) */
  gate(kernel: LayerKernel, rows: Rows, count: number): void;
}

function placeLayers(network: Network, from: number, tile: number): PlacedLayer[] {
  const blocks = blocksOf(network);
  let next = from;
  return network.layers.map((layer, index) => {
    const size = layer.units * tile;
    const z = next;
    const linear = isIdentity(layer.activation);
    next += 3 * size;
    return {
      units: layer.units,
      z,
      y: linear ? z : z + size,
      d: z + 2 * size,
      blocks: blocks.filter((block) => block.layer === index).map((block) => ({ block, from: block.source })),
      ...elementwise(layer.activation),
    };
  });
}

function stepsOf(
  network: Network,
  layers: readonly PlacedLayer[],
): { readonly layer: PlacedLayer; readonly blocks: readonly Use[]; readonly index: number }[] {
  const used = new Set(network.layers.flatMap(({ sources }) => sources));
  const last = layers.length - 1;
  // The derivatives of a layer that nothing takes from are 0 and stay so.
  return layers
    .map((layer, index) => ({ layer, blocks: layer.blocks, index }))
    .filter(({ index }) => index === last || used.has(index))
    .toReversed();
}

function elementwise(activation: Activation): Elementwise {
  if (isIdentity(activation)) return { activate: () => undefined, gate: () => undefined };
  const { name, slope } = activation;
  if (name === "relu" || name === "leaky-relu")
    return {
      activate: (kernel, { y, z }, count) => kernel.rectify(y, z, count, slope),
      gate: (kernel, { d, z }, count) => kernel.gate(d, z, count, slope),
    };
  const { value, derivative } = activationFunction(activation);
  return {
    activate: ({ numbers }, { y, z }, count) => {
      for (let i = 0; i < count; i++) numbers[y + i] = value(numbers[z + i]);
    },
    gate:
      name === "tanh"
        ? gateTanh
        : ({ numbers }, { d, z }, count) => {
            for (let i = 0; i < count; i++) numbers[d + i] *= derivative(numbers[z + i]);
          },
  };
}

/** From its value, which is at hand: taking tanh again would double the cost of the whole pass. */
function gateTanh({ numbers }: LayerKernel, { d, y }: Rows, count: number): void {
  for (let i = 0; i < count; i++) numbers[d + i] *= 1 - numbers[y + i] ** 2;
}
