/**
 * Matrices within a layer that has several tensors: each acts on the channels of a vector, or of a sequence at every token,
 * and says which wires it reads and writes.
 */
import type { Block, WeightNames } from "../block";
import { columnsPort, rowsPort } from "../port";
import type { Value } from "../program/program";
import { everywhere, full, tokens } from "../program/wirings";
import { isVector, positionsOf, sequence, vector, type Shape } from "../shape";
import type { WireId } from "../wires";
import { readChannels, readSignal, type BuildSite, type Signal } from "./block";

/** The same positions with other channels. */
export function withChannels(shape: Shape, channels: number): Shape {
  return isVector(shape) ? vector(channels) : sequence(positionsOf(shape), channels);
}

/** What a tensor is called, and its letter in formulas. */
export function tensorNames(
  letter: string,
  shape: WeightNames["shape"] = "matrix",
  member: number | null = null,
): WeightNames {
  return { letter, inLaws: { linear: letter, other: letter }, shape, ...(member === null ? {} : { member }) };
}

/** A letter in formulas, and of several tensors alike which. */
export type Letter = string | { readonly letter: string; readonly member: number };

function namesOf(letter: Letter, shape: WeightNames["shape"]): WeightNames {
  return typeof letter === "string" ? tensorNames(letter, shape) : tensorNames(letter.letter, shape, letter.member);
}

export interface Applied {
  readonly value: Value;
  readonly block: Block;
}

/** W x for a layer's source, W [rows, channels]; reads its wire. */
export function readBy(site: BuildSite, source: number, tensor: string, letter: Letter, rows: number): Applied {
  const signal = site.sources[source];
  const found = multiplied(site, signal, source, tensor, letter, rows);
  const touch = { block: found.block, port: columnsPort(rows, signal.shape.channels) };
  if (isVector(signal.shape)) readSignal(site, signal, touch);
  else readChannels(site, signal, touch);
  return found;
}

/** W x for something within the layer; the caller says which wires that reads, and what W begins at, if not drawn. */
export function multiplied(
  site: BuildSite,
  { value, shape }: Pick<Signal, "value" | "shape">,
  source: number,
  tensor: string,
  letter: Letter,
  rows: number,
  start?: number,
): Applied {
  const { channels } = shape;
  const wiring = isVector(shape) ? full(rows, channels) : tokens(rows, channels, positionsOf(shape));
  const fan = { in: channels, out: rows };
  const names = namesOf(letter, "matrix");
  const begins = start === undefined ? {} : { start };
  const made = site.tensor({ tensor, names, rows, columns: channels, source, wiring, fan, ...begins });
  return { value: site.program.contract(made.value, value, wiring), block: made.block };
}

/** With a trained number for each channel, the same at all positions; `idle`: no output depends on it. */
export function plusBias(
  site: BuildSite,
  value: Value,
  shape: Shape,
  tensor: string,
  letter: Letter,
  idle = false,
): Applied {
  const { channels } = shape;
  const wiring = isVector(shape) ? full(channels, 1) : everywhere(shape);
  const fan = { in: 0, out: 0 };
  const names = namesOf(letter, "list");
  const made = site.tensor({
    tensor,
    names,
    rows: channels,
    columns: 1,
    source: null,
    wiring,
    fan,
    ...(idle ? { idle: Array.from({ length: channels }, (_, i) => i) } : {}),
  });
  const { program } = site;
  return { value: program.add([value, program.contract(made.value, program.one, wiring)]), block: made.block };
}

/** A matrix's rows write the channels of a wire, from one of them on. */
export function writesRows({ wires }: BuildSite, wire: WireId, block: Block, first = 0): void {
  wires.write(wire, { block, port: rowsPort(block.columns, first) });
}

export function readsColumns({ wires }: BuildSite, wire: WireId, block: Block, first = 0): void {
  wires.read(wire, { block, port: columnsPort(block.rows, block.columns, first) });
}
