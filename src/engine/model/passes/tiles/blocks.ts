/**
 * Products of two matrices that both change from sample to sample, Y += A B, in blocks (MatrixProduct in
 * program/wirings.ts); back  dA += dY Bᵀ,  dB += Aᵀ dY,  which are such products too.
 */
import type { LayerKernel } from "../../../math/layers/kernel";
import type { Step } from "./list-steps";

export function multiplyBlocks({ edges, y }: Step, a: number, b: number, stride: number, kernel: LayerKernel): void {
  for (let e = 0; e < edges.length; e += BLOCK)
    kernel.pairs(
      y + edges[e + 9] * stride,
      edges[e + 10] * stride,
      edges[e + 11] * stride,
      a + edges[e + 3] * stride,
      edges[e + 4] * stride,
      edges[e + 5] * stride,
      b + edges[e + 6] * stride,
      edges[e + 7] * stride,
      edges[e + 8] * stride,
      edges[e],
      edges[e + 1],
      edges[e + 2],
      stride,
    );
}

export function multiplyBlocksBack(step: Step, a: number, b: number, stride: number, kernel: LayerKernel): void {
  const { edges, d, gradient, into } = step;
  for (let e = 0; e < edges.length; e += BLOCK) {
    const [rows, inner, columns] = [edges[e], edges[e + 1], edges[e + 2]];
    const [i, aRow, aInner] = [edges[e + 3] * stride, edges[e + 4] * stride, edges[e + 5] * stride];
    const [j, bInner, bColumn] = [edges[e + 6] * stride, edges[e + 7] * stride, edges[e + 8] * stride];
    const [o, yRow, yColumn] = [d + edges[e + 9] * stride, edges[e + 10] * stride, edges[e + 11] * stride];
    if (gradient >= 0)
      kernel.pairs(gradient + i, aRow, aInner, o, yRow, yColumn, b + j, bColumn, bInner, rows, columns, inner, stride);
    if (into >= 0)
      kernel.pairs(into + j, bInner, bColumn, a + i, aInner, aRow, o, yRow, yColumn, inner, rows, columns, stride);
  }
}

/** So many numbers describe one. */
const BLOCK = 12;
