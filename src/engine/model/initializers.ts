/**
 * Theta from a plan and its seed, by the schemes' rows (schemes/). Each layer draws from its own stream, so changing one
 * layer's scheme leaves the others' numbers as they were; schemes that draw all layers together have one for all.
 */
import type { RandomStream } from "../math/random/streams";
import { randomStream } from "../math/random/streams";
import { blockKindOf } from "./blocks";
import { blocksOf, parameterCount } from "./compile";
import { fanIn, fanOut } from "./fan";
import type { InitializationPlan, LayerScheme } from "./initialization";
import type { Block, Layer, Network } from "./network";
import { pathShape } from "./network";
import { drawPath } from "./path/draw";
import type { NoSuchPoint } from "./relaxed-balanced";
import { schemeRow } from "./schemes";

export type Initialized =
  { readonly kind: "theta"; readonly theta: Float64Array } | { readonly kind: "none"; readonly why: NoSuchPoint };

/**
 * theta of length D; 0 where a file has the weights. Cost O(D), plus cubes of the widths for orthogonal and (relaxed) balanced schemes.
 */
export function initialize(network: Network, plan: InitializationPlan): Initialized {
  const shape = pathShape(network);
  if (shape !== null && plan.path !== undefined)
    return { kind: "theta", theta: drawPath(shape.width, shape.nodes, plan.path, plan.seed) };
  const theta = new Float64Array(parameterCount(network));
  const blocks = blocksOf(network);
  const top = schemeRow(plan.scheme);
  if (top.draws === "together" && plan.lambda !== null) {
    const draw = top.draw(widthsOf(network), plan.lambda, plan.scale, plan.seed);
    if (draw.kind === "none") return draw;
    draw.weights.forEach((u, i) => {
      theta.set(u.data, blocks[i].offset);
    });
    return { kind: "theta", theta };
  }
  network.layers.forEach((layer, index) => {
    if (schemeRow(plan.layers[index].scheme).draws === "file") return;
    const own = blocks.filter((block) => block.layer === index);
    drawLayer(theta, layer, own, plan.layers[index], plan.seed);
  });
  return { kind: "theta", theta };
}

/**
 * Multiplications that drawing the plan takes beyond a few per weight: orthonormal frames cost the cube of a width.
 * The caller compares it with a budget before it draws.
 */
export function drawingCost(network: Network, plan: InitializationPlan): number {
  if (plan.path !== undefined) return 0;
  const top = schemeRow(plan.scheme);
  if (top.draws === "together") return top.cost(widthsOf(network));
  return blocksOf(network).reduce((sum, block) => {
    const { layer, source, rows, columns } = block;
    const row = schemeRow(plan.layers[layer].scheme);
    const asMatrix = source !== null && row.draws === "matrix" && !isList(network.layers[layer], block);
    return asMatrix ? sum + row.cost(rows, columns) : sum;
  }, 0);
}

/**
 * The size of a dense layer's weights as the scheme has it, the root of their mean square; `null` for schemes that do
 * not draw entry by entry.
 */
export function entrySize({ scheme, own, scale }: LayerScheme, inputs: number, units: number): number | null {
  const row = schemeRow(scheme);
  if (row.draws !== "entries") return null;
  const { mean, deviation } = row.moments({ in: inputs, out: units }, own);
  return Math.abs(scale) * Math.hypot(mean, deviation);
}

/** Of the inputs, then of each layer. */
function widthsOf({ inputs, layers }: Network): number[] {
  return [inputs, ...layers.map(({ units }) => units)];
}

/** One weight for each unit; a layer of several tensors is written as a list too, and each of these may be a matrix. */
function isList(layer: Layer, { tensor, columns }: Block): boolean {
  return tensor === undefined ? blockKindOf(layer).names.shape === "list" : columns === 1;
}

function drawLayer(
  theta: Float64Array,
  layer: Layer,
  blocks: readonly Block[],
  scheme: LayerScheme,
  seed: number,
): void {
  const random = randomStream(seed, `weights/${layer.name}`);
  const width = widthWritten(blocks);
  let column = 0;
  for (const block of blocks) {
    const { source, rows, columns, offset, tensor } = block;
    const into = theta.subarray(offset, offset + rows * columns);
    if (tensor !== undefined && scheme.weights !== null) {
      for (let i = 0; i < into.length; i++) into[i] = scheme.weights[column + i];
      column += into.length;
      continue;
    }
    if (block.start !== undefined) {
      const { start } = block;
      if (typeof start === "number") into.fill(start);
      else for (let i = 0; i < into.length; i++) into[i] = Math.hypot(...start.lengthsOf(i).map((at) => theta[at]));
      continue;
    }
    if (source === null) {
      drawBias(
        into,
        scheme,
        randomStream(seed, tensor === undefined ? `bias/${layer.name}` : `bias/${layer.name}/${tensor}`),
      );
      continue;
    }
    const inputs = tensor === undefined ? fanIn(blocks) : block.fan.in;
    const row = schemeRow(scheme.scheme);
    switch (row.draws) {
      case "entries": {
        const fan = { in: inputs, out: fanOut(block) };
        for (let i = 0; i < into.length; i++) into[i] = row.entry(random, fan, scheme.own);
        break;
      }
      case "matrix":
        into.set(
          isList(layer, block) ? row.list(random, rows, scheme.own) : row.matrix(random, rows, columns, scheme.own),
        );
        break;
      case "given":
        copyColumns(into, columns, scheme.weights ?? [], width, column);
        break;
      case "file":
      case "together":
        throw new Error(`The scheme ${scheme.scheme} does not draw ${layer.name} alone.`);
    }
    for (let i = 0; i < into.length; i++) into[i] *= scheme.scale;
    column += columns;
  }
}

/** Columns of the layer's weights as they are written: those of its sources stand side by side. */
function widthWritten(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { source, columns }) => (source === null ? sum : sum + columns), 0);
}

function copyColumns(
  into: Float64Array,
  columns: number,
  given: readonly number[],
  width: number,
  first: number,
): void {
  for (let k = 0; k < into.length; k++) into[k] = given[Math.floor(k / columns) * width + first + (k % columns)];
}

function drawBias(into: Float64Array, { bias, biasStd }: LayerScheme, random: RandomStream): void {
  for (let i = 0; i < into.length; i++)
    into[i] = bias !== null ? bias[i] : biasStd === 0 ? 0 : biasStd * random.normal();
}
