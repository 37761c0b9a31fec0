/**
 * How a tensor of a file holds a piece of theta. A piece is a row-major table of n = rows · columns numbers, or a tensor of
 * more axes (model/block.ts). The file's tensor may be the piece itself (PyTorch), its transpose (Keras' kernels, the
 * Conv1D of GPT-2), one of several that stand one after the other along an axis (fused projections), or, head by head,
 * every third stretch of rows (GPT-NeoX). All of these are strided views:
 *
 *   element (i_1, …, i_k) of the piece  =  element  base + Σ stride_a · i_a  of the file's tensor.
 */

/** An axis of the piece, from the slowest to the fastest. */
export interface Axis {
  readonly length: number;
  /** Elements of the file's tensor from one to the next. */
  readonly stride: number;
}

export interface View {
  /** Of the file's tensor. */
  readonly shape: readonly number[];
  readonly base: number;
  readonly axes: readonly Axis[];
}

/** The piece and those it may be fused with, in the order in which a file has them. */
export interface Piece {
  /** PyTorch's shape. */
  readonly shape: readonly number[];
  /** Rows of what stands before it in a fused tensor, and of all of it: [of 0, …]. */
  readonly before: number;
  readonly together: number;
  /** Rows of one head, where rows are heads. */
  readonly headRows: number | null;
  /** Columns before it, and of all, where the matrices of several sources stand side by side. */
  readonly columnsBefore: number;
  readonly columnsTogether: number;
}

export type Layout = (piece: Piece) => View | null;

/** As PyTorch has it: [out, in, …]. */
export const asItIs: Layout = ({ shape, columnsBefore, columnsTogether }) => {
  const [rows, columns] = shape;
  if (columnsTogether === columns || shape.length !== 2) return { shape, base: 0, axes: contiguous(shape) };
  return {
    shape: [rows, columnsTogether],
    base: columnsBefore,
    axes: [
      { length: rows, stride: columnsTogether },
      { length: columns, stride: 1 },
    ],
  };
};

/** [in, out]. */
export const transposed: Layout = ({ shape, columnsBefore, columnsTogether }) => {
  const [rows, columns] = shape;
  if (shape.length !== 2) return null;
  return {
    shape: [columnsTogether, rows],
    base: columnsBefore * rows,
    axes: [
      { length: rows, stride: 1 },
      { length: columns, stride: rows },
    ],
  };
};

/** Keras: [kernel …, in, out] for PyTorch's [out, in, kernel …]. */
export const channelsLast: Layout = ({ shape }) => {
  const [out, inputs, ...kernel] = shape;
  const axes: Axis[] = [
    { length: out, stride: 1 },
    { length: inputs, stride: out },
  ];
  kernel.forEach((length, i) => {
    const below = kernel.slice(i + 1).reduce((product, n) => product * n, 1);
    axes.push({ length, stride: below * inputs * out });
  });
  return { shape: [...kernel, inputs, out], base: 0, axes };
};

/** Below one another with its relatives: [Σ out, in]. */
export const stacked: Layout = ({ shape, before, together }) => {
  const [, ...inner] = shape;
  const row = inner.reduce((product, n) => product * n, 1);
  return { shape: [together, ...inner], base: before * row, axes: contiguous(shape) };
};

/** Beside one another, transposed: [in, Σ out]. */
export const besideTransposed: Layout = ({ shape, before, together }) => {
  const [rows, columns = 1] = shape;
  if (shape.length > 2) return null;
  const axes = [{ length: rows, stride: 1 }];
  if (shape.length === 2) axes.push({ length: columns, stride: together });
  return { shape: shape.length === 1 ? [together] : [columns, together], base: before, axes };
};

/** GPT-NeoX: for each head its queries, keys and values below one another; all have as many heads. */
export const headByHead: Layout = ({ shape, before, together, headRows }) => {
  const [rows, ...inner] = shape;
  if (headRows === null || together !== 3 * rows) return null;
  const row = inner.reduce((product, n) => product * n, 1);
  return {
    shape: [together, ...inner],
    base: (before / rows) * headRows * row,
    axes: [
      { length: rows / headRows, stride: 3 * headRows * row },
      { length: headRows * row, stride: 1 },
    ],
  };
};

/** Where element `i` of the piece lies in the file's tensor. */
export function placeIn({ base, axes }: View, i: number): number {
  let [at, left] = [base, i];
  for (let a = axes.length - 1; a >= 0; a--) {
    const { length, stride } = axes[a];
    at += stride * (left % length);
    left = Math.floor(left / length);
  }
  return at;
}

/** The elements of the piece lie one after the other, in their order. */
export function isContiguous({ axes }: View): boolean {
  let expected = 1;
  for (const { length, stride } of axes.toReversed()) {
    if (length !== 1 && stride !== expected) return false;
    expected *= length;
  }
  return true;
}

/** The same numbers in the same order: axes of length 1 are written by some and left out by others. */
export function sameLayout(a: readonly number[], b: readonly number[]): boolean {
  const long = (shape: readonly number[]): string => shape.filter((length) => length !== 1).join();
  return long(a) === long(b);
}

function contiguous(shape: readonly number[]): Axis[] {
  return shape.map((length, axis) => ({
    length,
    stride: shape.slice(axis + 1).reduce((product, n) => product * n, 1),
  }));
}
