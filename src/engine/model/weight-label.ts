/** What one number of theta is called: "layer2[0,1]" for a weight, "layer2 bias[0]" for a bias; with the source's name where a layer has several. */
import { blocksOf } from "./compile";
import { indexText, type Block, type Network } from "./network";

export function weightLabel(network: Network, block: Block, at: number): string {
  const { layer, source } = block;
  const { name, sources } = network.layers[layer];
  const from =
    sources.length > 1 && source !== null ? ` from ${source < 0 ? "input" : network.layers[source].name}` : "";
  const of = block.tensor !== undefined ? `${name} ${block.tensor}` : source === null ? `${name} bias` : name;
  return `${of}[${indexText(block, at)}]${from}`;
}

/** The same of a position in theta. */
export function labelAt(network: Network, position: number): string {
  const block = blocksOf(network).find(
    ({ offset, rows, columns }) => position >= offset && position < offset + rows * columns,
  );
  return block === undefined ? `θ[${position}]` : weightLabel(network, block, position - block.offset);
}
