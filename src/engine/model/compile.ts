/**
 * What follows from the architecture alone, worked out once for each network: its program, where its weights lie in
 * theta, and which values of the program are its layers'.
 */
import { blockKindOf } from "./blocks";
import type { Block, Network } from "./network";
import { INPUT } from "./network";
import { rowsPort } from "./port";
import type { Program, Value } from "./program/program";
import { Builder } from "./program/program";
import { full } from "./program/wirings";

export interface Compiled {
  /** The network's function. */
  readonly program: Program;
  /** The same without the last activation: laws and phi count it to the loss, whatever that is. */
  readonly beforeLoss: Program;
  /** The pieces of theta in their order: layer by layer, weights source by source, then the bias. */
  readonly blocks: readonly Block[];
  readonly layers: readonly CompiledLayer[];
}

/** Values of the program. */
export interface CompiledLayer {
  /** Before the activation. */
  readonly before: Value;
  readonly after: Value;
}

const KINDS = { full: "dense", diagonal: "diagonal", flow: "path" } as const;

const COMPILED = new WeakMap<Network, Compiled>();

/** Cost: a few objects for each layer and source; no arrays of the size of theta. */
export function compile(network: Network): Compiled {
  const known = COMPILED.get(network);
  if (known !== undefined) return known;
  const compiled = compileAnew(network);
  COMPILED.set(network, compiled);
  return compiled;
}

/** The blocks of theta in order: layer by layer, weights source by source, then the bias. */
export function blocksOf(network: Network): readonly Block[] {
  return compile(network).blocks;
}

/** The length of theta, trained or held fixed. Safe to ask on absurd sizes (the result may be inexact above 2^53). */
export function parameterCount(network: Network): number {
  return compile(network).program.parameters;
}

function compileAnew(network: Network): Compiled {
  const program = new Builder(network.inputs);
  const blocks: Block[] = [];
  const layers: CompiledLayer[] = [];
  network.layers.forEach((layer, index) => {
    const { output, tensors } = blockKindOf(layer).build(
      layer,
      program,
      layer.sources.map((source) => (source === INPUT ? program.input : layers[source].after)),
    );
    for (const { source, ...tensor } of tensors)
      blocks.push({ layer: index, kind: KINDS[tensor.wiring.name], source: layer.sources[source], ...tensor });
    let before = output;
    if (layer.bias) {
      const { value, offset } = program.parameter(layer.units);
      const wiring = full(layer.units, 1);
      blocks.push({
        layer: index,
        kind: "bias",
        source: null,
        rows: layer.units,
        columns: 1,
        offset,
        wiring,
        writes: rowsPort(1),
        reads: null,
        written: { linear: "b", other: "b", single: true },
      });
      before = program.add([output, program.contract(value, program.one, wiring)]);
    }
    layers.push({ before, after: program.map(before, layer.activation) });
  });
  const { before, after } = layers[layers.length - 1];
  return { program: program.done(after), beforeLoss: program.done(before), blocks, layers };
}
