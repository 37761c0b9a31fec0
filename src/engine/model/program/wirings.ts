/**
 * Wirings: which products of two vectors a `contract` adds up where,
 *
 *   y_o = sum over edges (i, j, o) of a_i b_j.
 *
 * A wiring is data. Whoever runs programs may know a name and be quicker for it (`full` is a matrix product); what it does
 * not know it does edge by edge, with the same result. So a new layer needs a wiring, and no pass needs to know it.
 */
import { positionsOf, sizeOf, unitAt, type Shape } from "../shape";

export interface Wiring {
  readonly name: WiringName;
  /** Lengths of a, b and y. */
  readonly left: number;
  readonly right: number;
  readonly outputs: number;
  /** How many edges; and whether every number of a has just one. */
  readonly edgeCount: number;
  readonly oneEdgeEach: boolean;
  /** Every (i, j, o) once, in the order in which the products are added up. */
  edges(visit: (i: number, j: number, o: number) => void): void;
  /** The same by matrices [rows, columns], row-major from i on, of the numbers from j on into those from o on; … */
  matrices?(visit: (i: number, j: number, o: number, rows: number, columns: number) => void): void;
  /** … or by strips of edges (i, j + t, o + t) for t < length, or by runs of edges (i + t, j + t, o + t); … */
  strips?(visit: (i: number, j: number, o: number, length: number) => void): void;
  runs?(visit: (i: number, j: number, o: number, length: number) => void): void;
  /** … or by products of two matrices, whose entries lie apart; … */
  blocks?(visit: (block: MatrixProduct) => void): void;
  /** … or by patches of b that meet the same matrix of a, each matrix once. What has none of these goes edge by edge. */
  patches?(visit: (patch: Patch) => void): void;
}

/**
 * y_(o + r o1 + c o2) += sum over k < inner of a_(i + r i1 + k i2) b_(j + k j1 + c j2)  for r < rows, c < columns; of each
 * of a, b and y the first number and both steps.
 */
export interface MatrixProduct {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly a: readonly [i: number, i1: number, i2: number];
  readonly b: readonly [j: number, j1: number, j2: number];
  readonly y: readonly [o: number, o1: number, o2: number];
}

/**
 * y_(o + r o1 + t) += sum over the patch of a_(i + r i1 + p) b_(j + q + t)  for r < rows, t < length and every place (j, o).
 * The numbers of the patch lie in three steps, the last one first: p = u p1 + v p2 + w p3, q = u q1 + v q2 + w q3 for
 * u < counts[0], v < counts[1], w < counts[2].
 */
export interface Patch {
  readonly rows: number;
  readonly length: number;
  readonly counts: Three;
  readonly places: readonly (readonly [j: number, o: number])[];
  readonly a: readonly [i: number, i1: number, p: Three];
  readonly b: Three;
  readonly y: number;
}

export type Three = readonly [number, number, number];

/** What passes may know by name; `flow`: no edges at all (../blocks/linear-ode.ts). */
export type WiringName =
  | "full"
  | "distances"
  | "diagonal"
  | "flow"
  | "everywhere"
  | "tokens"
  | "convolution"
  | "gains"
  | "scores"
  | "mixtures"
  | "turns"
  | "placement"
  | "complex"
  | "lookup"
  | "waves"
  | "weighed"
  | "samples"
  | "product";

/** A matrix times a vector: a is row-major [rows, columns]. */
export function full(rows: number, columns: number): Wiring {
  return {
    name: "full",
    left: rows * columns,
    right: columns,
    outputs: rows,
    edgeCount: rows * columns,
    oneEdgeEach: true,
    edges(visit) {
      for (let o = 0; o < rows; o++) for (let k = 0; k < columns; k++) visit(o * columns + k, k, o);
    },
    matrices(visit) {
      visit(0, 0, 0, rows, columns);
    },
  };
}

/** The same matrix at every one of `tokens` positions. */
export function tokens(rows: number, columns: number, count: number): Wiring {
  return {
    name: "tokens",
    left: rows * columns,
    right: count * columns,
    outputs: count * rows,
    edgeCount: count * rows * columns,
    oneEdgeEach: count === 1,
    edges(visit) {
      for (let t = 0; t < count; t++)
        for (let o = 0; o < rows; o++)
          for (let k = 0; k < columns; k++) visit(o * columns + k, t * columns + k, t * rows + o);
    },
    matrices(visit) {
      for (let t = 0; t < count; t++) visit(0, t * columns, t * rows, rows, columns);
    },
  };
}

/** Each channel times a number of its own, at all positions. */
export function gains(shape: Shape): Wiring {
  const positions = positionsOf(shape);
  const size = sizeOf(shape);
  return {
    name: "gains",
    left: shape.channels,
    right: size,
    outputs: size,
    edgeCount: size,
    oneEdgeEach: positions === 1,
    edges(visit) {
      for (let c = 0; c < shape.channels; c++)
        for (let p = 0; p < positions; p++) visit(c, unitAt(shape, c, p), unitAt(shape, c, p));
    },
    ...(shape.fastest === "positions"
      ? {
          strips(visit) {
            for (let c = 0; c < shape.channels; c++) visit(c, c * positions, c * positions, positions);
          },
        }
      : {
          runs(visit) {
            for (let p = 0; p < positions; p++) visit(0, p * shape.channels, p * shape.channels, shape.channels);
          },
        }),
  };
}

/** One number of a for each channel, at all positions: a_c b_0. */
export function everywhere(shape: Shape): Wiring {
  const positions = positionsOf(shape);
  return {
    name: "everywhere",
    left: shape.channels,
    right: 1,
    outputs: sizeOf(shape),
    edgeCount: sizeOf(shape),
    oneEdgeEach: positions === 1,
    edges(visit) {
      for (let c = 0; c < shape.channels; c++) for (let p = 0; p < positions; p++) visit(c, 0, unitAt(shape, c, p));
    },
  };
}

/** Coordinate by coordinate. */
export function diagonal(size: number): Wiring {
  return {
    name: "diagonal",
    left: size,
    right: size,
    outputs: size,
    edgeCount: size,
    oneEdgeEach: true,
    edges(visit) {
      for (let k = 0; k < size; k++) visit(k, k, k);
    },
    runs(visit) {
      visit(0, 0, 0, size);
    },
  };
}

/** One number times all of a vector: a_0 b_k. */
export function sameEverywhere(size: number): Wiring {
  return {
    name: "gains",
    left: 1,
    right: size,
    outputs: size,
    edgeCount: size,
    oneEdgeEach: size === 1,
    edges(visit) {
      for (let k = 0; k < size; k++) visit(0, k, k);
    },
    strips(visit) {
      visit(0, 0, 0, size);
    },
  };
}

/**
 * Complex numbers times complex numbers, (a + bi)(x + yi) = ax − by + (bx + ay)i, real and imaginary part after one another: left the
 * factors, and then all of them again with the other sign.
 */
export function complexFactors(count: number): Wiring {
  return {
    name: "complex",
    left: 4 * count,
    right: 2 * count,
    outputs: 2 * count,
    edgeCount: 4 * count,
    oneEdgeEach: false,
    edges(visit) {
      for (let re = 0; re < 2 * count; re += 2) {
        const im = re + 1;
        visit(re, re, re);
        visit(2 * count + im, im, re);
        visit(im, re, im);
        visit(re, im, im);
      }
    },
  };
}
