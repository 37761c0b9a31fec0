/**
 * Convolutions as products (Patch in program/wirings.ts): of so many columns at a time the numbers of all patches are
 * collected, one row of X for each weight, so that they fit into the cache; then
 *
 *   Y += W X          back  dW += dY Xᵀ,  dX = Wᵀ dY,  which is added to where X was collected.
 * (K. Chellapilla, S. Puri, P. Simard, High Performance Convolutional Neural Networks for Document Processing, 2006.)
 *
 * Cost: collecting is one read and one write for each 2 rows operations of a product.
 */
import type { LayerKernel } from "../../../math/layers/kernel";
import { LANE } from "../../../math/layers/kernel";
import type { Program } from "../../program/program";
import type { Patch } from "../../program/wirings";
import type { Step, Workspace } from "./list-steps";

/** Y += W X at every place. */
export function addPatch(patch: Patch, step: Step, input: number, stride: number, workspace: Workspace): void {
  const { kernel, scratch } = workspace;
  const { rows, length, places } = patch;
  const { terms, chunk, w, x, y } = roomFor(patch, scratch);
  moveWeights(kernel.numbers, patch, step.weights, w, false);
  for (const [j, o] of places)
    for (let from = 0; from < length * stride; from += chunk) {
      const columns = Math.min(chunk, length * stride - from);
      collect(kernel, patch, x, input + j * stride + from, stride, columns);
      kernel.numbers.fill(0, y, y + rows * columns);
      kernel.product(y, w, terms, 1, x, rows, terms, columns);
      kernel.spread(y, step.y + o * stride + from, 1, 0, 1, 0, rows, patch.y * stride, columns);
    }
}

/** dW += dY Xᵀ, and dX += Wᵀ dY where somebody asks for it. */
export function addPatchBack(patch: Patch, step: Step, input: number, stride: number, workspace: Workspace): void {
  const { kernel, scratch } = workspace;
  const { numbers } = kernel;
  const { weights, gradient, into, d } = step;
  const { rows, length, places, counts, b } = patch;
  const { terms, chunk, w, dw, x, y } = roomFor(patch, scratch);
  moveWeights(numbers, patch, weights, w, false);
  numbers.fill(0, dw, dw + rows * terms);
  for (const [j, o] of places)
    for (let from = 0; from < length * stride; from += chunk) {
      const columns = Math.min(chunk, length * stride - from);
      kernel.gather(y, d + o * stride + from, 1, 0, 1, 0, rows, patch.y * stride, columns);
      collect(kernel, patch, x, input + j * stride + from, stride, columns);
      kernel.outer(dw, y, x, rows, terms, columns);
      if (into < 0) continue;
      // dX takes the room of X.
      numbers.fill(0, x, x + terms * columns);
      kernel.product(x, w, 1, terms, y, terms, rows, columns);
      const to = into + j * stride + from;
      kernel.spread(x, to, counts[0], b[0] * stride, counts[1], b[1] * stride, counts[2], b[2] * stride, columns);
    }
  moveWeights(numbers, patch, gradient, dw, true);
}

/** Numbers that are needed beside the rows of a tile: weights and their gradients, X or dX, and Y for one chunk of columns. */
export function scratchOf({ instructions }: Program): number {
  let most = 0;
  for (const one of instructions)
    if (one.op === "contract" && instructions[one.a].op === "parameter")
      one.wiring.patches?.((patch) => (most = Math.max(most, roomFor(patch, 0).end)));
  return most;
}

/** X of one chunk stays in the cache: so many numbers, but this many columns at least. */
const CHUNK_NUMBERS = 8192;
const FEWEST_COLUMNS = 16;

interface Room {
  readonly terms: number;
  /** Columns at a time. */
  readonly chunk: number;
  /** Where weights lie, and their gradient; X or dX; Y or dY. */
  readonly w: number;
  readonly dw: number;
  readonly x: number;
  readonly y: number;
  readonly end: number;
}

function roomFor({ rows, counts }: Patch, scratch: number): Room {
  const terms = counts[0] * counts[1] * counts[2];
  const chunk = Math.max(FEWEST_COLUMNS, Math.floor(CHUNK_NUMBERS / terms / LANE) * LANE);
  const dw = scratch + rows * terms;
  const x = dw + rows * terms;
  const y = x + terms * chunk;
  return { terms, chunk, w: scratch, dw, x, y, end: y + rows * chunk };
}

/** One row of X for each number of the patch. */
function collect(kernel: LayerKernel, patch: Patch, x: number, first: number, stride: number, columns: number): void {
  const [[c1, c2, c3], [q1, q2, q3]] = [patch.counts, patch.b];
  kernel.gather(x, first, c1, q1 * stride, c2, q2 * stride, c3, q3 * stride, columns);
}

/** The weights of a patch, which lie apart, to one matrix [rows, terms]; or that matrix added to where they lie. */
function moveWeights(
  numbers: Float64Array,
  { rows, counts, a: [first, step, [p1, p2, p3]] }: Patch,
  weights: number,
  packed: number,
  back: boolean,
): void {
  let to = packed;
  for (let r = 0; r < rows; r++)
    for (let u = 0; u < counts[0]; u++)
      for (let v = 0; v < counts[1]; v++)
        for (let t = 0; t < counts[2]; t++, to++) {
          const from = weights + first + r * step + u * p1 + v * p2 + t * p3;
          if (back) numbers[from] += numbers[to];
          else numbers[to] = numbers[from];
        }
}
