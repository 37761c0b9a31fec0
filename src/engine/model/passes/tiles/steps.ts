/**
 * A program in floating point on a tile of samples (rows.ts), instruction by instruction:
 *
 *   contract   y_o += a_i b_j            back  da_i += <d_o, b_j> over the samples,   db_j += a_i d_o
 *   add        y += each term            back  each term's derivative += d
 *   map        y = sigma(z)              back  dz = sigma'(z) dy
 * (backpropagation: Goodfellow, Bengio, Courville, Deep Learning, section 6.5). A matrix of parameters is one call of the
 * kernel (math/layers/kernel.ts); other wirings go edge by edge, a row of samples at a time.
 *
 * Cost: 6 multiply-adds for each edge and sample, forward and back.
 */
import type { LayerKernel } from "../../../math/layers/kernel";
import type { Program, Value } from "../../program/program";
import { liveValues } from "../../program/sums";
import type { Elementwise } from "../../activations/activation";
import { elementwise, IDENTITY } from "./elementwise";
import type { Rows } from "./rows";

/** Where things of the tile at hand lie in the workspace. */
export interface Tile {
  /** The input's first row, and the row of constants that biases multiply. */
  readonly input: number;
  readonly constant: number;
  /** From row to row: samples and padding. */
  readonly stride: number;
}

/** Where the workspace holds theta, its gradient and the rows, of which each has room for `width` samples. */
export interface Workspace {
  readonly kernel: LayerKernel;
  readonly theta: number;
  readonly gradient: number;
  readonly rows: number;
  readonly width: number;
}

export interface Steps {
  forward(tile: Tile): void;
  /** Expects dL/dy of the output in its rows; adds to the gradient. `see` hears of each map before its derivative is taken. */
  backward(tile: Tile, see: ((map: Value) => void) | null): void;
  /** Where the numbers of a value begin, and its derivatives. */
  numbersOf(value: Value): number;
  pullsOf(value: Value): number;
}

/**
 * One instruction with all its places, in one shape for all of them and without closures: on a few samples of a small
 * network the calls are what costs.
 */
interface Step {
  readonly does: "product" | "edges" | "add" | "map";
  /** Which value it makes. */
  readonly value: Value;
  /** Where its numbers begin, and their derivatives. */
  readonly y: number;
  readonly d: number;
  /** Where what it is applied to begins (or INPUT, CONSTANT), and the derivatives by it; -1: nobody asks for them. */
  readonly from: number;
  readonly into: number;
  readonly size: number;
  /** Of a product: where the matrix begins, and its gradient; its columns; its edges (i, j, o), one after the other. */
  readonly weights: number;
  readonly gradient: number;
  readonly columns: number;
  readonly edges: readonly number[];
  readonly elementwise: Elementwise;
}

/** What moves from tile to tile. */
const INPUT = -1;
const CONSTANT = -2;

const NO_PRODUCT = { weights: 0, gradient: 0, columns: 0, edges: [], elementwise: IDENTITY } as const;

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
      for (const step of steps) forward(step, tile, kernel);
    },
    backward(tile, see) {
      for (const { at, size } of pulls) kernel.numbers.fill(0, at, at + size * tile.stride);
      for (const step of back) {
        if (see !== null && step.does === "map") see(step.value);
        backward(step, tile, kernel);
      }
    },
  };
}

function rowAt({ rows, width }: Workspace, row: number): number {
  return rows + row * width;
}

function listSteps(program: Program, rows: Rows, workspace: Workspace): Step[] {
  const { instructions } = program;
  const live = liveValues(program);
  /** What is applied to `of` and makes `value`. */
  const places = (value: Value, of: Value): Pick<Step, "value" | "y" | "d" | "from" | "into"> => {
    const { op } = instructions[of];
    return {
      value,
      y: rowAt(workspace, rows.numbers[value]),
      d: rowAt(workspace, rows.pulls[value]),
      from: op === "input" ? INPUT : op === "constant" ? CONSTANT : rowAt(workspace, rows.numbers[of]),
      into: rows.pulls[of] < 0 ? -1 : rowAt(workspace, rows.pulls[of]),
    };
  };
  const listed = instructions.map((one, value): Step[] => {
    if (!live[value]) return [];
    switch (one.op) {
      case "input":
      case "constant":
      case "parameter":
        return [];
      case "contract": {
        const weights = instructions[one.a];
        if (weights.op !== "parameter")
          throw new Error("A product of two vectors of one sample is not run in floating point yet.");
        const at = { weights: workspace.theta + weights.offset, gradient: workspace.gradient + weights.offset };
        const product = { ...places(value, one.b), size: one.size, ...at, elementwise: IDENTITY };
        if (one.wiring.name === "full") return [{ does: "product", ...product, columns: one.wiring.right, edges: [] }];
        const edges: number[] = [];
        one.wiring.edges((i, j, o) => edges.push(i, j, o));
        return [{ does: "edges", ...product, columns: 0, edges }];
      }
      case "add":
        return one.of
          .filter((term) => rows.places[term] === term)
          .map((term) => ({ does: "add", ...places(value, term), size: one.size, ...NO_PRODUCT }));
      case "map": {
        // Derivatives of what only the activation is applied to overwrite those behind it.
        const own = rows.pulls[one.of] === rows.pulls[value] ? { into: -1 } : {};
        const map = { ...places(value, one.of), ...own, size: one.size, ...NO_PRODUCT };
        return [{ does: "map", ...map, elementwise: elementwise(one.by) }];
      }
    }
  });
  return listed.flat();
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
    const summed = (one.op === "contract" || one.op === "add") && rows.places[value] === value;
    if (summed) sums.push({ at: rowAt(workspace, rows.numbers[value]), size: one.size });
    const own = one.op === "map" ? rows.pulls[value] !== rows.pulls[one.of] : summed;
    // Those of the output are the loss's to write.
    if (own && rows.pulls[value] !== rows.pulls[program.output])
      pulls.push({ at: rowAt(workspace, rows.pulls[value]), size: one.size });
  });
  return { sums, pulls };
}

function placeOf({ from }: Step, { input, constant }: Tile): number {
  return from >= 0 ? from : from === INPUT ? input : constant;
}

function forward(step: Step, tile: Tile, kernel: LayerKernel): void {
  const { y, size, weights, columns, edges } = step;
  const { stride } = tile;
  const x = placeOf(step, tile);
  switch (step.does) {
    case "product":
      kernel.product(y, weights, columns, 1, x, size, columns, stride);
      break;
    case "edges":
      for (let e = 0; e < edges.length; e += 3)
        kernel.product(y + edges[e + 2] * stride, weights + edges[e], 1, 1, x + edges[e + 1] * stride, 1, 1, stride);
      break;
    case "add":
      addRows(kernel.numbers, y, x, size * stride);
      break;
    case "map":
      step.elementwise.activate(kernel, x, y, size * stride);
      break;
  }
}

function backward(step: Step, tile: Tile, kernel: LayerKernel): void {
  const { y, d, into, size, weights, gradient, columns, edges } = step;
  const { stride } = tile;
  const x = placeOf(step, tile);
  switch (step.does) {
    case "product":
      kernel.outer(gradient, d, x, size, columns, stride);
      if (into >= 0) kernel.product(into, weights, 1, columns, d, columns, size, stride);
      break;
    case "edges":
      for (let e = 0; e < edges.length; e += 3) {
        const [i, j, o] = [edges[e], edges[e + 1] * stride, d + edges[e + 2] * stride];
        kernel.outer(gradient + i, o, x + j, 1, 1, stride);
        if (into >= 0) kernel.product(into + j, weights + i, 1, 1, o, 1, 1, stride);
      }
      break;
    case "add":
      if (into >= 0) addRows(kernel.numbers, into, d, size * stride);
      break;
    case "map":
      step.elementwise.gate(kernel, x, y, d, size * stride);
      if (into >= 0) addRows(kernel.numbers, into, d, size * stride);
      break;
  }
}

function addRows(numbers: Float64Array, target: number, source: number, count: number): void {
  for (let i = 0; i < count; i++) numbers[target + i] += numbers[source + i];
}
