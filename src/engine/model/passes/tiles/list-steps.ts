/**
 * What a program does on a tile, worked out once before it runs (steps.ts): every instruction with the places of all that
 * it reads and writes.
 */
import type { LayerKernel } from "../../../math/layers/kernel";
import { placesOf as groupPlaces, type Joint } from "../../joints/joint";
import type { Instruction, Program, Value } from "../../program/program";
import { liveValues } from "../../program/sums";
import type { Patch, Wiring } from "../../program/wirings";
import type { Elementwise } from "../../activations/activation";
import { elementwise, IDENTITY } from "./elementwise";
import type { Rows } from "./rows";

/** Where the workspace holds theta, its gradient and the rows, of which each has room for `width` samples. */
export interface Workspace {
  readonly kernel: LayerKernel;
  readonly theta: number;
  readonly gradient: number;
  readonly rows: number;
  readonly width: number;
  /** Room for what is collected (patches.ts). */
  readonly scratch: number;
}

/**
 * One instruction with all its places, in one shape for all of them and without closures: on a few samples of a small
 * network the calls are what costs.
 */
export interface Step {
  readonly does:
    "product" | "matrices" | "patches" | "strips" | "numbers" | "runs" | "blocks" | "add" | "map" | "jointly";
  /** Which value it makes. */
  readonly value: Value;
  /** Where its numbers begin, and their derivatives. */
  readonly y: number;
  readonly d: number;
  /** Where what it is applied to begins (or INPUT, CONSTANT), and the derivatives by it; -1: nobody asks for them. */
  readonly from: number;
  readonly into: number;
  readonly size: number;
  /** Of a product: where the weights begin (or what takes their place), and their gradient (-1: nobody asks for it). */
  readonly weights: number;
  readonly gradient: number;
  readonly columns: number;
  /** Its matrices (i, j, o, rows, columns), strips or runs (i, j, o, length), blocks (twelve numbers), one after the other. */
  readonly edges: Int32Array;
  readonly patches: readonly Patch[];
  readonly numbers: Float64Array;
  readonly elementwise: Elementwise;
  readonly joint: Joint | null;
  readonly groups: readonly Members[];
}

/** Places of a group's numbers: rows from the first of the value, before and behind. */
interface Members {
  readonly z: Int32Array;
  readonly y: Int32Array;
  readonly at: Begins;
}

/** Room for where the rows of one group begin; groups of one size share it. */
interface Begins {
  readonly z: Int32Array;
  readonly y: Int32Array;
  readonly dz: Int32Array;
  readonly dy: Int32Array;
}

/** What moves from tile to tile. */
export const INPUT = -1;
const CONSTANT = -2;

const NONE = new Float64Array(0);
const PLAIN: Omit<Step, "does" | "value" | "y" | "d" | "from" | "into" | "size"> = {
  weights: 0,
  gradient: -1,
  columns: 0,
  edges: new Int32Array(0),
  patches: [],
  numbers: NONE,
  elementwise: IDENTITY,
  joint: null,
  groups: [],
};

export function rowAt({ rows, width }: Workspace, row: number): number {
  return rows + row * width;
}

export function listSteps(program: Program, rows: Rows, workspace: Workspace): Step[] {
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
  const rooms = new Map<string, Begins>();
  const beginsFor = (from: number, made: number): Begins => {
    const size = `${from} ${made}`;
    const room = rooms.get(size) ?? {
      z: new Int32Array(from),
      y: new Int32Array(made),
      dz: new Int32Array(from),
      dy: new Int32Array(made),
    };
    rooms.set(size, room);
    return room;
  };
  const listed = instructions.map((one, value): Step[] => {
    if (!live[value]) return [];
    switch (one.op) {
      case "input":
      case "constant":
      case "parameter":
      case "numbers":
        return [];
      case "contract":
        return [
          contractStep(one.wiring, instructions[one.a], one.a, { ...PLAIN, ...places(value, one.b), size: one.size }),
        ];
      case "add":
        return one.of
          .filter((term) => rows.places[term] === term)
          .map((term) => ({ does: "add", ...PLAIN, ...places(value, term), size: one.size }));
      case "map": {
        // Derivatives of what only the activation is applied to overwrite those behind it.
        const own = rows.pulls[one.of] === rows.pulls[value] ? { into: -1 } : {};
        const map = { ...PLAIN, ...places(value, one.of), ...own, size: one.size };
        return [{ does: "map", ...map, elementwise: elementwise(one.by) }];
      }
      case "jointly": {
        const groups = groupPlaces(one.groups, one.by).map(({ z, y }): Members => ({
          z: Int32Array.from(z),
          y: Int32Array.from(y),
          at: beginsFor(z.length, y.length),
        }));
        return [{ does: "jointly", ...PLAIN, ...places(value, one.of), size: one.size, joint: one.by, groups }];
      }
    }
  });
  return listed.flat();

  function contractStep(wiring: Wiring, weights: Instruction, a: Value, step: Omit<Step, "does">): Step {
    if (weights.op === "numbers")
      return { ...step, does: "numbers", edges: stripsOf(wiring), numbers: weights.are.values };
    if (weights.op !== "parameter") {
      const { from, into } = places(step.value, a);
      const blocks = blocksOf(wiring);
      const by = { ...step, weights: from, gradient: into };
      return blocks === null
        ? { ...by, does: "runs", edges: runsOf(wiring) }
        : { ...by, does: "blocks", edges: Int32Array.from(blocks) };
    }
    const at = { ...step, weights: workspace.theta + weights.offset, gradient: workspace.gradient + weights.offset };
    if (wiring.name === "full") return { ...at, does: "product", columns: wiring.right };
    if (wiring.matrices !== undefined) {
      const edges: number[] = [];
      wiring.matrices((...matrix) => edges.push(...matrix));
      return { ...at, does: "matrices", edges: Int32Array.from(edges) };
    }
    if (wiring.patches !== undefined) {
      const patches: Patch[] = [];
      wiring.patches((patch) => patches.push(patch));
      return { ...at, does: "patches", patches };
    }
    return { ...at, does: "strips", edges: stripsOf(wiring) };
  }
}

/** Strips, or edges as strips of one. */
function stripsOf(wiring: Wiring): Int32Array {
  const edges: number[] = [];
  if (wiring.strips !== undefined) wiring.strips((...strip) => edges.push(...strip));
  else wiring.edges((i, j, o) => edges.push(i, j, o, 1));
  return Int32Array.from(edges);
}

/** Runs, or edges as runs of one. */
function runsOf(wiring: Wiring): Int32Array {
  const edges: number[] = [];
  if (wiring.runs !== undefined) wiring.runs((...run) => edges.push(...run));
  else wiring.edges((i, j, o) => edges.push(i, j, o, 1));
  return Int32Array.from(edges);
}

/** Products of matrices, each as rows, inner, columns, and the places of a, b and y; `null`: it has none. */
function blocksOf({ blocks, matrices }: Wiring): number[] | null {
  const found: number[] = [];
  if (blocks !== undefined)
    blocks(({ rows, inner, columns, a, b, y }) => found.push(rows, inner, columns, ...a, ...b, ...y));
  else if (matrices !== undefined)
    matrices((i, j, o, rows, columns) => found.push(rows, columns, 1, i, columns, 1, j, 1, 0, o, 1, 0));
  else return null;
  return found;
}
