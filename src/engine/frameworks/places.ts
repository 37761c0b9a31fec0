/** Each layer as code sees it: a name for what it makes, and for what it reads. */
import { compile } from "../model/compile";
import { INPUT, type Layer, type Network } from "../model/network";
import { vector, type Shape } from "../model/shape";
import { namedPieces, tensorOf, type NamedPiece } from "../weights/pieces";
import { identifier } from "./python";

export interface Placed {
  readonly layer: Layer;
  /** The variable that holds its numbers. */
  readonly value: string;
  readonly shape: Shape;
  /** Of its sources. */
  readonly inputs: readonly string[];
  readonly from: readonly Shape[];
  /** Its pieces of theta. */
  readonly pieces: readonly NamedPiece[];
  /** The layer whose matrix is its own, if there is one. */
  readonly shares: Placed | null;
}

/** The name of the inputs. `ONE_HOT`: of tokens for those that do not look them up in a table. */
export const X = "x";
export const ONE_HOT = "one_hot";

export function placed(network: Network, taken: Iterable<string>): Placed[] {
  const names = new Set([X, ONE_HOT, ...taken]);
  const pieces = namedPieces(network);
  const given = network.shape ?? vector(network.inputs);
  const all: Placed[] = [];
  compile(network).layers.forEach(({ shape }, index) => {
    const layer = network.layers[index];
    const value = identifier(layer.name, names);
    names.add(value);
    all.push({
      layer,
      value,
      shape,
      inputs: layer.sources.map((source) =>
        source !== INPUT ? all[source].value : isOneHot(given, layer) ? ONE_HOT : X,
      ),
      from: layer.sources.map((source) => (source === INPUT ? given : all[source].shape)),
      pieces: pieces.filter(({ block }) => block.layer === index),
      shares: layer.shares === undefined ? null : all[layer.shares],
    });
  });
  return all;
}

/** It reads tokens as vectors that are 1 at the token and 0 elsewhere. */
function isOneHot({ discrete }: Shape, { type }: Layer): boolean {
  return discrete === true && type !== "embedding";
}

/** Whether it has this tensor (model/block.ts). */
export function has({ pieces }: Placed, tensor: string): boolean {
  return pieces.some(({ block }) => tensorOf(block) === tensor);
}

/** What a tensor is called behind the layer's name: as frameworks call it, unless another tensor of the layer is called so. */
export function suffixOf({ pieces }: Placed, piece: NamedPiece): string {
  const [{ name }] = piece.names;
  const tensor = tensorOf(piece.block);
  const isAlone = pieces.every(({ block, names }) => names[0].name !== name || tensorOf(block) === tensor);
  return isAlone ? name : tensor.replaceAll(" ", "_");
}

/** What samples look like: "[samples, 3, 8, 8]". */
export function inputText(network: Network): string {
  const shape = network.shape ?? vector(network.inputs);
  if (shape.discrete === true)
    return `tokens [samples, ${shape.extents[0]}], whole numbers from 0 to ${shape.channels - 1}`;
  return `[samples, ${axesOf(shape).join(", ")}]`;
}

/** As PyTorch lays it out; a sample's numbers in the order of a spec. */
export function axesOf({ channels, extents, fastest }: Shape): readonly number[] {
  return fastest === "channels" ? [...extents, channels] : [channels, ...extents];
}

/** Whether channels come before places. */
export function channelsFirst({ fastest }: Shape): boolean {
  return fastest === "positions";
}
