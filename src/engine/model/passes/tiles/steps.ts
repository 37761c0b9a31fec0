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
import type { InstructionOf, Program, Value } from "../../program/program";
import { liveValues } from "../../program/sums";
import { elementwise } from "./elementwise";
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

interface Step {
  readonly forward: (tile: Tile) => void;
  readonly backward: (tile: Tile) => void;
  /** Which map it is; -1: none. */
  readonly map: Value;
}

export function stepsOf(program: Program, rows: Rows, workspace: Workspace): Steps {
  const { instructions, output } = program;
  const { numbers } = workspace.kernel;
  const numbersOf = (value: Value): number => workspace.rows + rows.numbers[value] * workspace.width;
  const pullsOf = (value: Value): number => workspace.rows + rows.pulls[value] * workspace.width;
  const live = liveValues(program);
  /** Rows that are added to, and begin at 0. */
  const sums: { readonly at: number; readonly size: number }[] = [];
  const pulls: { readonly at: number; readonly size: number }[] = [];
  instructions.forEach((one, value) => {
    if (!live[value]) return;
    const summed = (one.op === "contract" || one.op === "add") && rows.places[value] === value;
    if (summed) sums.push({ at: numbersOf(value), size: one.size });
    const own = one.op === "map" ? rows.pulls[value] !== rows.pulls[one.of] : summed;
    // Those of the output are the loss's to write.
    if (own && rows.pulls[value] !== rows.pulls[output]) pulls.push({ at: pullsOf(value), size: one.size });
  });
  const steps = instructions.flatMap((one, value): Step[] => {
    if (!live[value]) return [];
    switch (one.op) {
      case "input":
      case "constant":
      case "parameter":
        return [];
      case "contract":
        return [contractStep(one, value)];
      case "add":
        return one.of.filter((term) => rows.places[term] === term).map((term) => addStep(one, value, term));
      case "map":
        return [mapStep(one, value)];
    }
  });
  const back = steps.toReversed();

  /** Where the numbers of a vector of samples begin. */
  function reader(value: Value): (tile: Tile) => number {
    const { op } = instructions[value];
    if (op === "input") return ({ input }) => input;
    if (op === "constant") return ({ constant }) => constant;
    const at = numbersOf(value);
    return () => at;
  }

  function contractStep({ a, b, wiring }: InstructionOf<"contract">, value: Value): Step {
    const weights = instructions[a];
    if (weights.op !== "parameter")
      throw new Error("A product of two vectors of one sample is not run in floating point yet.");
    const { kernel } = workspace;
    const [y, d] = [numbersOf(value), pullsOf(value)];
    const [w, g] = [workspace.theta + weights.offset, workspace.gradient + weights.offset];
    const read = reader(b);
    const into = rows.pulls[b] < 0 ? -1 : pullsOf(b);
    if (wiring.name === "full") {
      const { outputs, right } = wiring;
      return {
        map: -1,
        forward: (tile) => kernel.product(y, w, right, 1, read(tile), outputs, right, tile.stride),
        backward: (tile) => {
          kernel.outer(g, d, read(tile), outputs, right, tile.stride);
          if (into >= 0) kernel.product(into, w, 1, right, d, right, outputs, tile.stride);
        },
      };
    }
    const edges: number[] = [];
    wiring.edges((i, j, o) => edges.push(i, j, o));
    return {
      map: -1,
      forward: (tile) => {
        const [x, { stride }] = [read(tile), tile];
        for (let e = 0; e < edges.length; e += 3)
          kernel.product(y + edges[e + 2] * stride, w + edges[e], 1, 1, x + edges[e + 1] * stride, 1, 1, stride);
      },
      backward: (tile) => {
        const [x, { stride }] = [read(tile), tile];
        for (let e = 0; e < edges.length; e += 3) {
          const [i, j, o] = [edges[e], edges[e + 1] * stride, edges[e + 2] * stride];
          kernel.outer(g + i, d + o, x + j, 1, 1, stride);
          if (into >= 0) kernel.product(into + j, w + i, 1, 1, d + o, 1, 1, stride);
        }
      },
    };
  }

  function addStep({ size }: InstructionOf<"add">, value: Value, term: Value): Step {
    const [y, d] = [numbersOf(value), pullsOf(value)];
    const read = reader(term);
    const into = rows.pulls[term] < 0 ? -1 : pullsOf(term);
    const add = (target: number, source: number, count: number): void => {
      for (let i = 0; i < count; i++) numbers[target + i] += numbers[source + i];
    };
    return {
      map: -1,
      forward: (tile) => add(y, read(tile), size * tile.stride),
      backward: (tile) => {
        if (into >= 0) add(into, d, size * tile.stride);
      },
    };
  }

  function mapStep({ of, by, size }: InstructionOf<"map">, value: Value): Step {
    const { kernel } = workspace;
    const [read, y, d] = [reader(of), numbersOf(value), pullsOf(value)];
    const { activate, gate } = elementwise(by);
    // Derivatives of what only the activation is applied to overwrite those behind it.
    const into = rows.pulls[of] === rows.pulls[value] || rows.pulls[of] < 0 ? -1 : pullsOf(of);
    return {
      map: value,
      forward: (tile) => activate(kernel, { z: read(tile), y, d }, size * tile.stride),
      backward: (tile) => {
        const count = size * tile.stride;
        gate(kernel, { z: read(tile), y, d }, count);
        if (into >= 0) for (let i = 0; i < count; i++) numbers[into + i] += numbers[d + i];
      },
    };
  }

  return {
    numbersOf,
    pullsOf,
    forward(tile) {
      for (const { at, size } of sums) numbers.fill(0, at, at + size * tile.stride);
      for (const { forward } of steps) forward(tile);
    },
    backward(tile, see) {
      for (const { at, size } of pulls) numbers.fill(0, at, at + size * tile.stride);
      for (const { backward, map } of back) {
        if (map >= 0) see?.(map);
        backward(tile);
      }
    },
  };
}
