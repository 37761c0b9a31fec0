/** How the weights of a layer are written down, in a spec or a report: the shape of nested lists, row-major. */
import { blockKindOf } from "./blocks";
import { compile } from "./compile";
import type { Block, Network } from "./network";

/**
 * Empty: it has none; [n]: a list; [rows, columns]: a matrix, those of several sources side by side; more: PyTorch's
 * tensor.
 */
export function weightsShape(network: Network, layer: number): readonly number[] {
  const own = compile(network).layers[layer].blocks.filter(
    ({ source, tensor }) => source !== null || tensor !== undefined,
  );
  if (own.length === 0) return [];
  const [{ rows, dims, tensor }] = own;
  // Of several tensors one list: all numbers, one tensor after the other, with their biases.
  if (tensor !== undefined)
    return [countOf(compile(network).layers[layer].blocks.filter((block) => block.tensor !== undefined))];
  if (blockKindOf(network.layers[layer]).names.shape === "list") return [rows];
  return dims ?? [rows, own.reduce((sum, { columns }) => sum + columns, 0)];
}

function countOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
}

/** Length of its bias; 0: it has none. */
export function biasLength(network: Network, layer: number): number {
  const own = compile(network).layers[layer].blocks;
  return own.find(({ source, tensor }) => source === null && tensor === undefined)?.rows ?? 0;
}
