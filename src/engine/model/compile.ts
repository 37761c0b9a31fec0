/**
 * What follows from the architecture alone, worked out once for each network: its program, where its weights lie in
 * theta, and which values of the program are its layers'.
 */
import { blockKindOf } from "./blocks";
import type { WeightNames } from "./blocks/block";
import type { Block, Network } from "./network";
import { INPUT } from "./network";
import { rowsPort } from "./port";
import type { Program, Value } from "./program/program";
import { Builder } from "./program/program";
import { isSumOfProducts } from "./program/sums";
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

export interface CompiledLayer {
  /** Its own of the blocks. */
  readonly blocks: readonly Block[];
  /** Values of the program: before the activation, and after it. */
  readonly before: Value;
  readonly after: Value;
  /**
   * Before its activation it is the sum, over the edges of its blocks, of weight times unit, and nothing else: what is
   * proven of neurons that add up what they read is proven of it. Read off the program, not said by the row.
   */
  readonly addsUp: boolean;
}

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
  const layers: Omit<CompiledLayer, "addsUp">[] = [];
  const valueOf = (source: number | null): Value =>
    source === null ? program.one : source === INPUT ? program.input : layers[source].after;
  network.layers.forEach((layer, index) => {
    const kind = blockKindOf(layer);
    const { output, tensors } = kind.build(layer, program, layer.sources.map(valueOf));
    const own = tensors.map(({ source, ...tensor }): Block => ({
      layer: index,
      source: layer.sources[source],
      ...tensor,
      names: kind.names,
    }));
    let before = output;
    if (layer.bias) {
      const { value, offset } = program.parameter(layer.units);
      const wiring = full(layer.units, 1);
      own.push({
        layer: index,
        source: null,
        rows: layer.units,
        columns: 1,
        offset,
        wiring,
        writes: rowsPort(1),
        reads: null,
        names: BIAS,
      });
      before = program.add([output, program.contract(value, program.one, wiring)]);
    }
    blocks.push(...own);
    layers.push({ blocks: own, before, after: program.map(before, layer.activation) });
  });
  const { before, after } = layers[layers.length - 1];
  const done = program.done(after);
  return {
    program: done,
    beforeLoss: program.done(before),
    blocks,
    layers: layers.map((layer) => ({
      ...layer,
      addsUp: isSumOfProducts(
        done,
        layer.before,
        layer.blocks.map(({ offset, wiring, source }) => ({ offset, wiring, of: valueOf(source) })),
      ),
    })),
  };
}

const BIAS: WeightNames = { letter: "b", inLaws: { linear: "b", other: "b" }, shape: "list" };
