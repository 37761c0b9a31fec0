/**
 * A program in floating point on a tile of samples (rows.ts), instruction by instruction:
 *
 *   contract   y_o += a_i b_j            back  da_i += <d_o, b_j> over the samples,   db_j += a_i d_o
 *   add        y += each term            back  each term's derivative += d
 *   map        y = sigma(z)              back  dz = sigma'(z) dy
 *   jointly    y = f(z_1, …, z_n)        back  dz_k += sum_l df_l/dz_k dy_l
 * (backpropagation: Goodfellow, Bengio, Courville, Deep Learning, section 6.5). A matrix of parameters is one call of the
 * kernel (math/layers/kernel.ts); other wirings go the quick ways that they offer (program/wirings.ts), else edge by edge.
 *
 * Cost: 6 multiply-adds for each edge and sample, forward and back.
 */
import type { LayerKernel } from "../../../math/layers/kernel";
import type { Program, Value } from "../../program/program";
import { liveValues } from "../../program/sums";
import type { Step, Workspace } from "./list-steps";
import { INPUT, listSteps, rowAt } from "./list-steps";
import { multiplyBlocks, multiplyBlocksBack } from "./blocks";
import { addPatch, addPatchBack } from "./patches";
import type { Rows } from "./rows";

/** Where things of the tile at hand lie in the workspace. */
export interface Tile {
  /** The input's first row, and the row of constants that biases multiply. */
  readonly input: number;
  readonly constant: number;
  /** From row to row: samples and padding. */
  readonly stride: number;
  readonly samples: number;
}

export interface Steps {
  forward(tile: Tile): void;
  /** Expects dL/dy of the output in its rows; adds to the gradient. `see` hears of each map before its derivative is taken. */
  backward(tile: Tile, see: ((map: Value) => void) | null): void;
  /** Where the numbers of a value begin, and its derivatives. */
  numbersOf(value: Value): number;
  pullsOf(value: Value): number;
}

/** Rows that are added to, and begin at 0. */
interface Span {
  readonly at: number;
  readonly size: number;
}

export function stepsOf(program: Program, rows: Rows, workspace: Workspace): Steps {
  const { kernel } = workspace;
  const steps = listSteps(program, rows, workspace);
  const back = steps.toReversed();
  const { sums, pulls } = spansOf(program, rows, workspace);
  return {
    numbersOf: (value) => rowAt(workspace, rows.numbers[value]),
    pullsOf: (value) => rowAt(workspace, rows.pulls[value]),
    forward(tile) {
      for (const { at, size } of sums) kernel.numbers.fill(0, at, at + size * tile.stride);
      for (const step of steps) forward(step, tile, workspace);
    },
    backward(tile, see) {
      for (const { at, size } of pulls) kernel.numbers.fill(0, at, at + size * tile.stride);
      for (const step of back) {
        if (see !== null && step.does === "map") see(step.value);
        backward(step, tile, workspace);
      }
    },
  };
}

function spansOf(
  program: Program,
  rows: Rows,
  workspace: Workspace,
): { sums: readonly Span[]; pulls: readonly Span[] } {
  const live = liveValues(program);
  const [sums, pulls]: [Span[], Span[]] = [[], []];
  program.instructions.forEach((one, value) => {
    if (!live[value]) return;
    const isSum = (one.op === "contract" || one.op === "add") && rows.places[value] === value;
    const isAdded = isSum || one.op === "jointly";
    if (isAdded) sums.push({ at: rowAt(workspace, rows.numbers[value]), size: one.size });
    const own = one.op === "map" ? rows.pulls[value] !== rows.pulls[one.of] : isAdded;
    // Those of the output are the loss's to write.
    if (own && rows.pulls[value] !== rows.pulls[program.output])
      pulls.push({ at: rowAt(workspace, rows.pulls[value]), size: one.size });
  });
  return { sums, pulls };
}

function placeOf(from: number, { input, constant }: Tile): number {
  return from >= 0 ? from : from === INPUT ? input : constant;
}

function forward(step: Step, tile: Tile, workspace: Workspace): void {
  const { y, size, weights, columns, edges } = step;
  const { kernel } = workspace;
  const { numbers } = kernel;
  const { stride } = tile;
  const x = placeOf(step.from, tile);
  switch (step.does) {
    case "product":
      kernel.product(y, weights, columns, 1, x, size, columns, stride);
      break;
    case "matrices":
      for (let e = 0; e < edges.length; e += 5) {
        const [i, j, o] = [weights + edges[e], x + edges[e + 1] * stride, y + edges[e + 2] * stride];
        kernel.product(o, i, edges[e + 4], 1, j, edges[e + 3], edges[e + 4], stride);
      }
      break;
    case "strips":
      for (let e = 0; e < edges.length; e += 4) {
        const [i, j, o] = [weights + edges[e], x + edges[e + 1] * stride, y + edges[e + 2] * stride];
        kernel.product(o, i, 1, 1, j, 1, 1, edges[e + 3] * stride);
      }
      break;
    case "patches":
      for (const patch of step.patches) addPatch(patch, step, x, stride, workspace);
      break;
    case "numbers":
      for (let e = 0; e < edges.length; e += 4) {
        const [factor, count] = [step.numbers[edges[e]], edges[e + 3] * stride];
        addTimes(numbers, y + edges[e + 2] * stride, x + edges[e + 1] * stride, factor, count);
      }
      break;
    case "runs": {
      const a = placeOf(weights, tile);
      for (let e = 0; e < edges.length; e += 4) {
        const [i, j, o] = [a + edges[e] * stride, x + edges[e + 1] * stride, y + edges[e + 2] * stride];
        addProducts(kernel, o, i, j, edges[e + 3] * stride);
      }
      break;
    }
    case "blocks":
      multiplyBlocks(step, placeOf(weights, tile), x, stride, kernel);
      break;
    case "add":
      addRows(kernel, y, x, size * stride);
      break;
    case "map":
      step.elementwise.activate(kernel, x, y, size * stride);
      break;
    case "jointly":
      for (const { z, y: made, at } of step.groups)
        step.joint!.forward(numbers, place(at.z, x, z, stride), numbers, place(at.y, y, made, stride), tile.samples);
      break;
  }
}

function backward(step: Step, tile: Tile, workspace: Workspace): void {
  const { y, d, into, size, weights, gradient, columns, edges } = step;
  const { kernel } = workspace;
  const { numbers } = kernel;
  const { stride } = tile;
  const x = placeOf(step.from, tile);
  switch (step.does) {
    case "product":
      kernel.outer(gradient, d, x, size, columns, stride);
      if (into >= 0) kernel.product(into, weights, 1, columns, d, columns, size, stride);
      break;
    case "matrices":
      for (let e = 0; e < edges.length; e += 5) {
        const [i, j, o] = [edges[e], edges[e + 1] * stride, d + edges[e + 2] * stride];
        const [rows, width] = [edges[e + 3], edges[e + 4]];
        kernel.outer(gradient + i, o, x + j, rows, width, stride);
        if (into >= 0) kernel.product(into + j, weights + i, 1, width, o, width, rows, stride);
      }
      break;
    case "strips":
      for (let e = 0; e < edges.length; e += 4) {
        const [i, j, o] = [edges[e], edges[e + 1] * stride, d + edges[e + 2] * stride];
        const length = edges[e + 3] * stride;
        kernel.outer(gradient + i, o, x + j, 1, 1, length);
        if (into >= 0) kernel.product(into + j, weights + i, 1, 1, o, 1, 1, length);
      }
      break;
    case "patches":
      for (const patch of step.patches) addPatchBack(patch, step, x, stride, workspace);
      break;
    case "numbers":
      if (into >= 0)
        for (let e = 0; e < edges.length; e += 4) {
          const [factor, count] = [step.numbers[edges[e]], edges[e + 3] * stride];
          addTimes(numbers, into + edges[e + 1] * stride, d + edges[e + 2] * stride, factor, count);
        }
      break;
    case "runs": {
      const a = placeOf(weights, tile);
      for (let e = 0; e < edges.length; e += 4) {
        const [i, j, o] = [edges[e] * stride, edges[e + 1] * stride, d + edges[e + 2] * stride];
        const count = edges[e + 3] * stride;
        if (gradient >= 0) addProducts(kernel, gradient + i, o, x + j, count);
        if (into >= 0) addProducts(kernel, into + j, o, a + i, count);
      }
      break;
    }
    case "blocks":
      multiplyBlocksBack(step, placeOf(weights, tile), x, stride, kernel);
      break;
    case "add":
      if (into >= 0) addRows(kernel, into, d, size * stride);
      break;
    case "map":
      step.elementwise.gate(kernel, x, y, d, size * stride);
      if (into >= 0) addRows(kernel, into, d, size * stride);
      break;
    case "jointly":
      if (into >= 0)
        for (const { z, y: made, at } of step.groups) {
          const values = { z: numbers, zAt: place(at.z, x, z, stride), y: numbers, yAt: place(at.y, y, made, stride) };
          const pulls = {
            z: numbers,
            zAt: place(at.dz, into, z, stride),
            y: numbers,
            yAt: place(at.dy, d, made, stride),
          };
          step.joint!.backward(values, pulls, tile.samples);
        }
      break;
  }
}

/** Where rows begin, written to `at`. */
function place(at: Int32Array, first: number, rows: Int32Array, stride: number): Int32Array {
  for (let m = 0; m < rows.length; m++) at[m] = first + rows[m] * stride;
  return at;
}

function addTimes(numbers: Float64Array, target: number, source: number, factor: number, count: number): void {
  for (let i = 0; i < count; i++) numbers[target + i] += factor * numbers[source + i];
}

function addRows(kernel: LayerKernel, target: number, source: number, count: number): void {
  kernel.spread(source, target, 1, 0, 1, 0, 1, 0, count);
}

function addProducts(kernel: LayerKernel, target: number, a: number, b: number, count: number): void {
  kernel.pairs(target, 0, 0, a, 0, 0, b, 0, 0, 1, 1, 1, count);
}
