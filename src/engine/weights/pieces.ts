/** The pieces of theta that a file of weights can hold, each under the names its frameworks have for it. */
import type { Block } from "../model/block";
import { compile } from "../model/compile";
import type { Layer, Network } from "../model/network";
import type { Piece } from "./layout";
import { tensorNames, type TensorName } from "./names";

export interface NamedPiece {
  readonly block: Block;
  readonly layer: Layer;
  /** As it is written: the layer's name and the tensor's, "layer1.weight". */
  readonly name: string;
  /** How a module's file may call it and lay it out, the one that is written first. */
  readonly names: readonly TensorName[];
  /** As it lies under each of these names. */
  readonly pieceUnder: (name: TensorName) => Piece;
}

/** In the order of theta; a matrix that several layers share is the first's. Cost: a few objects for each tensor. */
export function namedPieces(network: Network): NamedPiece[] {
  return compile(network).layers.flatMap(({ blocks }, index) => {
    const layer = network.layers[index];
    return blocks.map((block): NamedPiece => {
      const names = tensorNames(layer.type, tensorOf(block));
      return {
        block,
        layer,
        name: `${layer.name}.${names[0].name}`,
        names,
        pieceUnder: ({ fused }) => pieceOf(block, layer, blocks, fused),
      };
    });
  });
}

/** "weight" and "bias" of a layer that has one of each. */
export function tensorOf({ tensor, source }: Block): string {
  return tensor ?? (source === null ? "bias" : "weight");
}

/** As PyTorch has it. */
function shapeOf({ dims, names, rows, columns }: Block): readonly number[] {
  return dims ?? (names.shape === "list" ? [rows * columns] : [rows, columns]);
}

function pieceOf(block: Block, layer: Layer, blocks: readonly Block[], fused: readonly string[] = []): Piece {
  const beside = blocks.filter((other) => block.source !== null && tensorOf(other) === tensorOf(block));
  const columns = (some: readonly Block[]): number => some.reduce((sum, other) => sum + other.columns, 0);
  const others = fused.flatMap((tensor) => blocks.filter((other) => tensorOf(other) === tensor));
  const rows = (some: readonly Block[]): number => some.reduce((sum, other) => sum + other.rows, 0);
  const { heads } = layer.own ?? {};
  return {
    shape: shapeOf(block),
    before: rows(others.slice(0, Math.max(0, others.indexOf(block)))),
    together: rows(others),
    headRows: heads === undefined || block.rows % heads !== 0 ? null : block.rows / heads,
    columnsBefore: columns(beside.slice(0, Math.max(0, beside.indexOf(block)))),
    columnsTogether: block.source === null ? block.columns : columns(beside),
  };
}
