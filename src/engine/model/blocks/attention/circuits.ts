/**
 * Which changes of an attention layer's weights leave its function as it is.
 *
 * Scores see of a head Qᵀ K alone, and what is mixed O V: any T on the dh rows, q → T q and k → T⁻ᵀ k, v → T v and O → O T⁻¹ leaves
 * the function as it is; T is common to a group's heads, and whatever mask, scale or distance there is changes nothing. The key's bias
 * adds the same to all scores of a token: softmax does not see it, and it never moves; what does see it (a sink, capped scores, sigmoids)
 * reads it with the keys. Of rows turned by RoPE only one number for each pair is left of T (and phases, which give no law).
 *
 * Normed queries and keys forgive one number for each head, without eps, and a layer norm what is added to all rows; their gains may be
 * rescaled against each other, row by row, or pair by pair under RoPE.
 *
 * A head's temperature may be rescaled against its queries; without softmax, scores times mixtures, a head's queries against what reads
 * its mixtures, with what distance adds to its scores. A softmax does not see a number added to all of a head's table of distances.
 */
import { word } from "../../../findings/language";
import type { Block } from "../../block";
import { RESCALINGS, type Changes } from "../../changes";
import { asOne, columnsPort, FACTORS, keysPort, rowsPort, tablePort, type Port } from "../../port";
import type { Slice, Touch } from "../../wires";
import type { BuildSite } from "../block";
import type { Compared, Gains } from "./compared";
import type { Plan } from "./plan";
import { togetherOf } from "./positions";
import type { Biased, Projections } from "./projections";

interface Tensors extends Projections {
  readonly gains: Compared["gains"];
  readonly table: Block | null;
  readonly temperature: Block | null;
  readonly out: Block;
}

export function addCircuits(site: BuildSite, plan: Plan, tensors: Tensors): void {
  if (plan.norm === null) addScores(site, plan, tensors);
  else addNorms(site, plan, tensors);
  addValues(site, plan, tensors);
  addRescalings(site, plan, tensors);
  if (tensors.table !== null) addTable(site, plan, tensors.table);
  addHeads(site, plan, tensors);
}

/** Some of a head's rows, on which the same changes are allowed. */
interface Rows {
  readonly first: number;
  readonly count: number;
  readonly allows: Changes | null;
  readonly name: string;
}

/** Those that RoPE turns, and the others. */
function rowsOf({ size, turned, pairs }: Plan): Rows[] {
  const parts = Array.from({ length: turned }, (_, i) => pairs(i, turned).pair);
  const rows: Rows[] = [
    { first: 0, count: turned, allows: { kind: "scaling", parts, phases: true }, name: "" },
    { first: turned, count: size - turned, allows: null, name: turned === 0 ? "" : " of rows not turned" },
  ];
  return rows.filter(({ count }) => count > 0);
}

function addScores(site: BuildSite, plan: Plan, { q, k }: Tensors): void {
  const { wires } = site;
  const { size } = plan;
  const rows = rowsOf(plan);
  for (let g = 0; g < plan.kvHeads; g++)
    for (const { first, count, allows, name } of rows) {
      const wire = site.open(count, `scores${numbered(g, plan.kvHeads)}${name}`);
      for (const h of askersOf(plan, g))
        for (const block of blocksOf(q)) wires.write(wire, rowsAt(block, h * size + first, count));
      const read = first >= k.idleFrom ? [k.block] : blocksOf(k);
      for (const block of read)
        wires.read(wire, {
          ...rowsAt(block, g * size + first, count),
          port: keysPort(block.columns, g * size + first),
        });
      if (allows !== null) wires.restrict(wire, allows);
    }
}

function addNorms(site: BuildSite, plan: Plan, { q, k, gains }: Tensors): void {
  const { wires } = site;
  const { size, norm } = plan;
  for (const [from, heads, name] of [
    [q, plan.heads, "queries"],
    [k, plan.kvHeads, "keys"],
  ] as const)
    for (let head = 0; head < heads; head++) {
      const wire = site.open(size, `${name}${numbered(head, heads)}`);
      for (const block of blocksOf(from)) wires.write(wire, rowsAt(block, head * size, size));
      wires.normalize(wire, norm!.kind === "layer", norm!.eps);
    }
  if (gains === null) return;
  for (const { first, count, allows, name } of rowsOf(plan)) {
    const wire = site.open(count, `gains${name}`);
    const touch = (block: Block, port: Port): Touch => ({
      block,
      port,
      ...(count === size ? {} : { slice: sliceOf(first, count) }),
    });
    const factors: Port = { ...FACTORS, at: (j) => first + j };
    wires.write(wire, touch(gains.q.gain, factors));
    if (gains.q.shift !== null) wires.write(wire, touch(gains.q.shift, rowsPort(1, first)));
    wires.read(wire, touch(gains.k.gain, { ...factors, byRows: true }));
    const idle = plan.forgives && first >= plan.turned;
    if (gains.k.shift !== null && !idle) wires.read(wire, touch(gains.k.shift, keysPort(1, first)));
    wires.restrict(wire, allows ?? RESCALINGS);
  }
}

function addValues(site: BuildSite, plan: Plan, { v, out }: Tensors): void {
  const { wires } = site;
  const { kvHeads, valueSize } = plan;
  for (let g = 0; g < kvHeads; g++) {
    const wire = site.open(valueSize, `values${numbered(g, kvHeads)}`);
    for (const block of blocksOf(v)) wires.write(wire, rowsAt(block, g * valueSize, valueSize));
    for (const h of askersOf(plan, g)) {
      const slice = sliceOf(h * valueSize, valueSize);
      wires.read(wire, { block: out, port: columnsPort(out.rows, out.columns, h * valueSize), slice });
    }
  }
}

/** One number for all that a head asks with: what undoes it is its temperature, and of scores that nothing bends what mixes. */
function addRescalings(site: BuildSite, plan: Plan, { q, gains, temperature, table, out }: Tensors): void {
  const { heads, size, valueSize, norm } = plan;
  const linear = plan.scores === "linear" && plan.softcap === null && plan.relative !== "alibi";
  const add = (name: string, writers: readonly Touch[], reader: Touch): void => {
    const wire = site.open(1, name);
    for (const touch of writers) site.wires.write(wire, touch);
    site.wires.read(wire, reader);
  };
  const tables = (head: number, count: number): Touch[] => (table === null ? [] : [lines(table, head, count)]);
  const mixers = (head: number, count: number): Touch => ({
    block: out,
    port: asOne(out.rows * count * valueSize, (c) => {
      const [row, column] = [Math.floor(c / (count * valueSize)), c % (count * valueSize)];
      return row * out.columns + head * valueSize + column;
    }),
    ...(count === heads ? {} : { slice: sliceOf(head * valueSize, count * valueSize) }),
  });
  if (norm !== null) {
    // Gains are common to all heads.
    if (gains === null) return;
    const writers = gainsOf(gains.q).map((block) => lines(block, 0, size));
    if (temperature !== null) add("temperature", writers, lines(temperature, 0, heads));
    if (linear) add("head", [...writers, ...tables(0, heads)], mixers(0, heads));
    return;
  }
  for (let h = 0; h < heads; h++) {
    const writers = blocksOf(q).map((block) => lines(block, h * size, size));
    if (temperature !== null) add(`temperature${numbered(h, heads)}`, writers, lines(temperature, h, 1));
    if (linear) add(`head${numbered(h, heads)}`, [...writers, ...tables(h, 1)], mixers(h, 1));
  }
}

/** Added to all numbers of a head that meet in a softmax; those that are added to no score are frozen anyhow. */
function addTable(site: BuildSite, plan: Plan, block: Block): void {
  const { wires } = site;
  const { distances, heads, forgives } = plan;
  const groups = togetherOf(plan);
  const used = groups.flat();
  const wire = site.open(used.length, "distances");
  const { at, ...port } = tablePort(heads, distances.count);
  wires.write(wire, { block, port: { ...port, at: (j, line) => at(used[j], line) } });
  const parts = groups.length === 1 ? "one" : groups.flatMap((group, part) => group.map(() => part));
  wires.bendTogether(wire, forgives, parts);
}

/** Heads are alike; those that share keys also with each other, and their groups. */
function addHeads(site: BuildSite, plan: Plan, { q, k, v, out, temperature, table }: Tensors): void {
  const { size, valueSize, kvHeads, heads } = plan;
  const rows = (from: Biased, head: number, count: number): Touch[] =>
    blocksOf(from).map((block) => lines(block, head * count, count));
  const asking = (h: number): Touch[] => [
    ...rows(q, h, size),
    ...[temperature, table].flatMap((block) => (block === null ? [] : [lines(block, h, 1)])),
    {
      block: out,
      port: asOne(out.rows * valueSize, (c) => {
        const [row, column] = [Math.floor(c / valueSize), c % valueSize];
        return row * out.columns + h * valueSize + column;
      }),
    },
  ];
  if (kvHeads < heads) site.alike({ word: word`query head`, count: heads, size: 1, touches: asking });
  site.alike({
    word: kvHeads < heads ? word`key head` : word`head`,
    count: kvHeads,
    size: 1,
    touches: (g) => [...askersOf(plan, g).flatMap(asking), ...rows(k, g, size), ...rows(v, g, valueSize)],
  });
}

/** All of some rows, as one channel. */
function lines(block: Block, first: number, count: number): Touch {
  const slice = first === 0 && count === block.rows ? {} : { slice: sliceOf(first, count) };
  return { block, port: asOne(count * block.columns, (c) => first * block.columns + c), ...slice };
}

function rowsAt(block: Block, first: number, count: number): Touch {
  return { block, port: rowsPort(block.columns, first), slice: sliceOf(first, count) };
}

function sliceOf(from: number, count: number): Slice {
  return { from, to: from + count };
}

function blocksOf({ block, bias }: Biased): Block[] {
  return bias === null ? [block] : [block, bias];
}

function gainsOf({ gain, shift }: Gains): Block[] {
  return shift === null ? [gain] : [gain, shift];
}

/** The query heads that use a key's head: as many one after the other. */
function askersOf({ heads, kvHeads }: Plan, group: number): number[] {
  const count = heads / kvHeads;
  return Array.from({ length: count }, (_, i) => group * count + i);
}

function numbered(which: number, of: number): string {
  return of === 1 ? "" : ` ${which}`;
}
