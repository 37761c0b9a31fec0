/**
 * Initialization schemes: theta from a plan and its seed. Each layer draws from its own stream, so changing one layer's
 * scheme leaves the others' numbers as they were.
 *
 * Fan-in f_in and fan-out f_out of a dense layer W [units, inputs] are inputs and units; of a diagonal layer, 1 and 1.
 *   xavier  var = 2 / (f_in + f_out)   (Glorot & Bengio 2010)
 *   he      var = 2 / f_in             (He et al. 2015)
 *   lecun   var = 1 / f_in             (LeCun et al. 1998)
 * A uniform law of variance v lives on [-sqrt(3 v), sqrt(3 v)].
 */
import type { Matrix } from "../math/dense/matrix";
import { orthonormalColumns } from "../math/dense/orthonormal-columns";
import { transpose, zeros } from "../math/dense/matrix";
import type { RandomStream } from "../math/random/streams";
import { randomStream } from "../math/random/streams";
import type { InitializationPlan, LayerScheme, SchemeName } from "./initialization";
import type { Block, Network } from "./network";
import { blocksOf, parameterCount } from "./compile";
import { pathShape } from "./network";
import { drawPath } from "./path/draw";
import type { NoSuchPoint } from "./relaxed-balanced";
import { drawRelaxedBalanced } from "./relaxed-balanced";

export type Initialized =
  { readonly kind: "theta"; readonly theta: Float64Array } | { readonly kind: "none"; readonly why: NoSuchPoint };

/** theta of length D. Cost O(D), plus cubes of the widths for orthogonal and (relaxed) balanced schemes. */
export function initialize(network: Network, plan: InitializationPlan): Initialized {
  const shape = pathShape(network);
  if (shape !== null && plan.path !== undefined)
    return { kind: "theta", theta: drawPath(shape.width, shape.nodes, plan.path, plan.seed) };
  const theta = new Float64Array(parameterCount(network));
  const blocks = blocksOf(network);
  if (plan.lambda !== null) {
    const widths = [network.inputs, ...network.layers.map((layer) => layer.units)];
    const draw = drawRelaxedBalanced(widths, plan.lambda, plan.scale, randomStream(plan.seed, "relaxed-balanced"));
    if (draw.kind === "none") return draw;
    draw.weights.forEach((u, i) => {
      theta.set(u.data, blocks[i].offset);
    });
    return { kind: "theta", theta };
  }
  network.layers.forEach((layer, index) => {
    const own = blocks.filter((block) => block.layer === index);
    const scheme = plan.layers[index];
    const weights = randomStream(plan.seed, `weights/${layer.name}`);
    let column = 0;
    const columns = own.reduce((sum, block) => (block.source === null ? sum : sum + block.columns), 0);
    for (const block of own) {
      if (block.source === null) drawBias(theta, block, scheme, randomStream(plan.seed, `bias/${layer.name}`));
      else if (scheme.scheme === "explicit") copyWeights(theta, block, scheme, column, columns);
      else fillWeights(theta, block, scheme, columns, weights);
      if (block.source !== null) column += block.columns;
    }
  });
  return { kind: "theta", theta };
}

/**
 * Multiplications that drawing the plan takes beyond a few per weight: orthonormal frames cost the cube of a width.
 * The caller compares it with a budget before it draws.
 */
export function drawingCost(network: Network, plan: InitializationPlan): number {
  if (plan.path !== undefined) return 0;
  if (plan.lambda !== null) return relaxedDrawingCost([network.inputs, ...network.layers.map(({ units }) => units)]);
  return blocksOf(network)
    .filter((block) => block.kind === "dense" && plan.layers[block.layer].scheme === "orthogonal")
    .reduce((sum, { rows, columns }) => sum + 4 * Math.max(rows, columns) * Math.min(rows, columns) ** 2, 0);
}

/** The same for a chain of these widths whose layers are drawn together. */
export function relaxedDrawingCost(widths: readonly number[]): number {
  return widths.reduce((sum, n) => sum + 6 * n ** 3, 0);
}

/** How an entry is drawn, as data. `fanIn` counts all sources of the layer. */
type Entry = (random: RandomStream, fanIn: number, fanOut: number, scheme: LayerScheme) => number;

const ENTRIES: Partial<Record<SchemeName, Entry>> = {
  gaussian: (random, _in, _out, { std }) => std * random.normal(),
  uniform: (random, _in, _out, { limit }) => limit * (2 * random.uniform() - 1),
  "xavier-normal": (random, fanIn, fanOut) => Math.sqrt(2 / (fanIn + fanOut)) * random.normal(),
  "xavier-uniform": (random, fanIn, fanOut) => Math.sqrt(6 / (fanIn + fanOut)) * (2 * random.uniform() - 1),
  "he-normal": (random, fanIn) => Math.sqrt(2 / fanIn) * random.normal(),
  "he-uniform": (random, fanIn) => Math.sqrt(6 / fanIn) * (2 * random.uniform() - 1),
  "lecun-normal": (random, fanIn) => Math.sqrt(1 / fanIn) * random.normal(),
  zeros: () => 0,
  constant: (_random, _in, _out, { value }) => value,
};

/** A stream whose every draw lies one standard deviation above its mean. */
const ONE_DEVIATION: RandomStream = { normal: () => 1, uniform: () => (1 + 1 / Math.sqrt(3)) / 2, integer: () => 0 };

/**
 * The standard deviation of a layer's dense weights, or the size of a constant one, as the scheme has it; `null` for
 * schemes that do not draw entry by entry.
 */
export function entryDeviation(scheme: LayerScheme, inputs: number, units: number): number | null {
  const entry = ENTRIES[scheme.scheme];
  return entry === undefined ? null : Math.abs(scheme.scale * entry(ONE_DEVIATION, inputs, units, scheme));
}

function fillWeights(
  theta: Float64Array,
  block: Block,
  scheme: LayerScheme,
  fanIn: number,
  random: RandomStream,
): void {
  const size = block.rows * block.columns;
  const entry = ENTRIES[scheme.scheme];
  if (entry !== undefined) {
    const fanOut = block.kind === "diagonal" ? 1 : block.rows;
    for (let i = 0; i < size; i++) theta[block.offset + i] = scheme.scale * entry(random, fanIn, fanOut, scheme);
    return;
  }
  const values = scheme.scheme === "orthogonal" ? orthogonalWeights(block, random) : identityWeights(block);
  for (let i = 0; i < size; i++) theta[block.offset + i] = scheme.scale * values[i];
}

/** Orthonormal rows or columns, whichever are fewer, uniformly distributed; signs of a diagonal layer. */
function orthogonalWeights(block: Block, random: RandomStream): Float64Array {
  if (block.kind === "diagonal")
    return Float64Array.from({ length: block.rows }, () => (random.uniform() < 0.5 ? -1 : 1));
  const tall = block.rows >= block.columns;
  const q = orthonormalColumns(
    gaussian(random, Math.max(block.rows, block.columns), Math.min(block.rows, block.columns)),
  );
  return (tall ? q : transpose(q)).data;
}

/** Ones on the main diagonal of a rectangular matrix; all ones for a diagonal layer. */
function identityWeights(block: Block): Float64Array {
  const values = new Float64Array(block.rows * block.columns);
  for (let i = 0; i < block.rows; i++)
    if (block.kind === "diagonal") values[i] = 1;
    else if (i < block.columns) values[i * block.columns + i] = 1;
  return values;
}

function drawBias(theta: Float64Array, block: Block, scheme: LayerScheme, random: RandomStream): void {
  for (let i = 0; i < block.rows; i++)
    theta[block.offset + i] =
      scheme.bias !== null ? scheme.bias[i] : scheme.biasStd === 0 ? 0 : scheme.biasStd * random.normal();
}

/** Explicit weights of a layer stand side by side, source after source: take this block's columns. */
function copyWeights(
  theta: Float64Array,
  block: Block,
  scheme: LayerScheme,
  firstColumn: number,
  columns: number,
): void {
  const given = scheme.weights ?? [];
  const width = block.kind === "diagonal" ? 1 : columns;
  for (let i = 0; i < block.rows; i++)
    for (let j = 0; j < block.columns; j++)
      theta[block.offset + i * block.columns + j] = scheme.scale * given[i * width + firstColumn + j];
}

function gaussian(random: RandomStream, rows: number, columns: number): Matrix {
  const result = zeros(rows, columns);
  for (let i = 0; i < result.data.length; i++) result.data[i] = random.normal();
  return result;
}
