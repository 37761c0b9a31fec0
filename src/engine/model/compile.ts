/**
 * What follows from the architecture alone, worked out once for each network: its program, where its weights lie in
 * theta, and which values of the program are its layers'.
 */
import { sigmaOf } from "./activations";
import type { Sigma } from "./activations/activation";
import { blockKindOf } from "./blocks";
import type { WeightNames } from "./block";
import type { Built, BuiltTensor, Compensation, Signal } from "./blocks/block";
import type { Changes } from "./changes";
import { EVERY, NO_CHANGE, RESCALINGS } from "./changes";
import { isHeld } from "./held";
import type { Alike } from "./exchange";
import type { Block, Network } from "./network";
import { INPUT } from "./network";
import { rowsPort } from "./port";
import type { Program, Value } from "./program/program";
import { Builder } from "./program/program";
import { isSumOfProducts } from "./program/sums";
import { everywhere, full } from "./program/wirings";
import type { Shape } from "./shape";
import { isVector, madeOf, sameShape, vector } from "./shape";
import type { Wire } from "./wires";
import { WireBook } from "./wires";

export interface Compiled {
  /** The network's function. */
  readonly program: Program;
  /** The same without the last activation: laws and phi count it to the loss, whatever that is. */
  readonly beforeLoss: Program;
  /** The pieces of theta in their order: layer by layer, weights source by source, then the bias. */
  readonly blocks: readonly Block[];
  readonly layers: readonly CompiledLayer[];
  /** Those of the blocks that several layers use. */
  readonly shared: ReadonlySet<Block>;
  /** In the order of the layers that open them; not the input's. */
  readonly wires: readonly Wire[];
  /** What layers say of parts that are alike; units and channels not among them (exchange.ts). */
  readonly alike: readonly (Alike & { readonly layer: number })[];
}

export interface CompiledLayer {
  /** Its own of the blocks. */
  readonly blocks: readonly Block[];
  /** Values of the program: before the activation, and after it. */
  readonly before: Value;
  readonly after: Value;
  readonly shape: Shape;
  /**
   * Before its activation it is the sum, over the edges of its blocks, of weight times unit, and nothing else: what is
   * proven of neurons that add up what they read is proven of it. Read off the program, not said by the row.
   */
  readonly addsUp: boolean;
  /** What may be added to some weights and taken from others. */
  readonly compensations: readonly Compensation[];
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
  const wires = new WireBook();
  const blocks: Block[] = [];
  const alike: (Alike & { readonly layer: number })[] = [];
  const layers: Omit<CompiledLayer, "addsUp">[] = [];
  const shape = network.shape ?? vector(network.inputs);
  // What is given from outside nobody changes.
  const given = wires.open(INPUT, shape.channels);
  wires.fix(given);
  const input: Signal = { value: program.input, shape, wire: given, as: shape };
  const signals: Signal[] = [];
  const matrices = new Map<number, BuiltTensor>();
  const shared = new Set<Block>();
  const signalOf = (source: number): Signal => (source === INPUT ? input : signals[source]);
  network.layers.forEach((layer, index) => {
    const kind = blockKindOf(layer);
    const own: Block[] = [];
    const compensations: Compensation[] = [];
    const built = kind.build(layer, {
      program,
      wires,
      sources: layer.sources.map(signalOf),
      open: (size, inner) => wires.open(index, size, inner),
      lead: (wire) => wires.lead(wire, index),
      compensate: (of) => void compensations.push(of),
      alike: (parts) => alike.push({ ...parts, layer: index }),
      tensor({ source, ...tensor }) {
        const known = layer.shares === undefined || source === null ? undefined : matrices.get(layer.shares);
        if (known !== undefined) {
          shared.add(known.block);
          return known;
        }
        const { value, offset } = program.parameter(tensor.rows * tensor.columns);
        const of = { layer: index, source: source === null ? null : layer.sources[source], offset };
        const block = { ...tensor, ...of, names: tensor.names ?? kind.names };
        own.push(block);
        if (source !== null && !matrices.has(index)) matrices.set(index, { value, block });
        return { value, block };
      },
    });
    // Sums have a place of their own.
    if (layer.sources.some((source) => signalOf(source).wire === built.wire)) wires.bend(built.wire);
    const before = layer.bias && built.biased !== true ? withBias(built, index, { program, wires, own }) : built.value;
    blocks.push(...own);
    const { changes, degree } = allowedBy(sigmaOf(layer.activation));
    wires.activate(built.wire, built.degree === 2 && degree === 2 ? NO_CHANGE : changes);
    const after = program.map(before, layer.activation);
    const { wire } = built;
    const [made, as] = [madeOf(built.shape), madeOf(built.as)];
    const bent = degree === 2 || built.degree === 2 ? { degree: 2 as const } : {};
    signals.push({ value: after, shape: made, wire, as, ...bent });
    layers.push({ blocks: own, before, after, shape: made, compensations });
  });
  wires.fix(signals[signals.length - 1].wire);
  wires.fixWhatTouches(new Set([...shared, ...blocks.filter((block) => isHeld(network, block))]));
  const { before, after } = layers[layers.length - 1];
  const done = program.done(after);
  return {
    program: done,
    beforeLoss: program.done(before),
    blocks,
    shared,
    wires: wires.done(),
    alike,
    layers: layers.map((layer) => ({
      ...layer,
      addsUp: isSumOfProducts(
        done,
        layer.before,
        layer.blocks.map(({ offset, wiring, source }) => ({
          offset,
          wiring,
          of: source === null ? program.one : signalOf(source).value,
        })),
      ),
    })),
  };
}

/** One number for each channel, at all positions. */
function withBias(
  { value, shape, wire, as, degree }: Built,
  layer: number,
  { program, wires, own }: { readonly program: Builder; readonly wires: WireBook; readonly own: Block[] },
): Value {
  const { channels } = shape;
  const { value: weights, offset } = program.parameter(channels);
  const wiring = isVector(shape) ? full(channels, 1) : everywhere(shape);
  const fan = { in: 0, out: 0 };
  const block = { layer, source: null, rows: channels, columns: 1, offset, wiring, fan, names: BIAS };
  own.push(block);
  // Behind an activation of degree 2 it would have to be changed by the square.
  if (sameShape(shape, as) && degree === undefined) wires.write(wire, { block, port: rowsPort(1) });
  else wires.fix(wire);
  return program.add([value, program.contract(weights, program.one, wiring)]);
}

/** What an elementwise function lets through. */
function allowedBy({ below, homogeneous }: Sigma): { readonly changes: Changes; readonly degree: 1 | 2 } {
  if (below === 1) return { changes: EVERY, degree: 1 };
  return homogeneous === null ? { changes: NO_CHANGE, degree: 1 } : { changes: RESCALINGS, degree: homogeneous };
}

const BIAS: WeightNames = { letter: "b", inLaws: { linear: "b", other: "b" }, shape: "list" };
