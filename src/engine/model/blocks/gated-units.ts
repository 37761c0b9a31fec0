/** Gated units between two wires, as a gated block has them once and a mixture of experts once for each expert. */
import { activationNamed, sigmaOf, type ActivationName } from "../activations";
import { RESCALINGS } from "../changes";
import type { Block } from "../block";
import { columnsPort, rowsPort } from "../port";
import { diagonal } from "../program/wirings";
import { sizeOf } from "../shape";
import type { BuildSite } from "./block";
import {
  multiplied,
  plusBias,
  readBy,
  readsColumns,
  withChannels,
  writesRows,
  type Applied,
  type Letter,
} from "./matrices";

export interface GatedUnits {
  readonly hidden: number;
  /** What Gate x is bent by. */
  readonly gate: string;
  /** Of Gate and Up. */
  readonly bias: boolean;
  /** Of several: what stands behind the tensors' names, and which they are in formulas. */
  readonly name: string;
  readonly member?: number;
}

/** Down (σ(Gate x) ∘ Up x), with the wires of its units and all of its tensors; the caller says what Down writes. */
export function gatedUnits(
  site: BuildSite,
  { hidden, gate: bent, bias, name, member }: GatedUnits,
): Applied & { readonly tensors: readonly Block[] } {
  const named = (letter: string): Letter => (member === undefined ? letter : { letter, member });
  const { program, wires } = site;
  const [{ shape }] = site.sources;
  const inner = withChannels(shape, hidden);
  const activation = activationNamed(bent as ActivationName, undefined);
  const { below, homogeneous } = sigmaOf(activation);
  const gate = readBy(site, 0, `gate${name}`, named("G"), hidden);
  const gateBias = bias ? plusBias(site, gate.value, inner, `gate bias${name}`, named("g")) : null;
  const up = readBy(site, 0, `up${name}`, named("U"), hidden);
  const upBias = bias ? plusBias(site, up.value, inner, `up bias${name}`, named("u")) : null;
  const through = program.map((gateBias ?? gate).value, activation);
  const product = program.contract(through, (upBias ?? up).value, diagonal(sizeOf(inner)));
  const down = multiplied(site, { value: product, shape: inner }, 0, `down${name}`, named("D"), shape.channels);
  // Changes of a unit that Down undoes: of what comes up, and of what gates it where the gate lets them through.
  for (const [part, partBias] of [
    [up, upBias] as const,
    ...(below === 1 || homogeneous === 1 ? [[gate, gateBias] as const] : []),
  ]) {
    const wire = site.open(hidden, part === up ? `up${name}` : `gate${name}`);
    writesRows(site, wire, part.block);
    if (partBias !== null) writesRows(site, wire, partBias.block);
    readsColumns(site, wire, down.block);
    wires.restrict(wire, RESCALINGS);
  }
  const writers = [gate, gateBias, up, upBias].flatMap((one) => (one === null ? [] : [one.block]));
  site.alike({
    word: "unit",
    size: 1,
    count: hidden,
    touches: (unit) => [
      ...writers.map((block) => ({ block, port: rowsPort(block.columns, unit) })),
      { block: down.block, port: columnsPort(down.block.rows, hidden, unit) },
    ],
  });
  return { ...down, tensors: [...writers, down.block] };
}
