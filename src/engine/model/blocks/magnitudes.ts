/**
 * m ∘ (W + s B A) / lengths, applied to x, with W held fixed (DoRA): the lengths are those of the columns (one m for each input, as the
 * paper has it) or of the rows (one for each unit, as PEFT has it, which leaves the derivative of the lengths out; here it counts).
 *   columns  y = D (m ∘ x),   rows  y = m ∘ (D x),   D with columns or rows of length 1.
 * Any T between A and B may be undone, as in LoRA. On the side of m each channel may be rescaled against its m; on the other side all
 * channels together against all of m.
 */
import { consecutive } from "../joints/joint";
import { FACTORS, factorsOfAll } from "../port";
import { exactly } from "../program/numbers";
import type { Value } from "../program/program";
import { full, gains, sameEverywhere, tokens, type Wiring } from "../program/wirings";
import { isVector, positionsOf, sameShape, type Shape } from "../shape";
import type { BuildSite, Built, BuiltTensor } from "./block";
import { asNumbers, columnsOf, directionsOf, lengthsThrough } from "./directions";
import { readsColumns, tensorNames, writesRows } from "./matrices";

export interface Adapted {
  readonly shape: Shape;
  readonly rank: number;
  /** What B A is multiplied by. */
  readonly scale: number;
  readonly magnitude: "columns" | "rows";
}

export function magnified(site: BuildSite, { shape, rank, scale, magnitude }: Adapted): Built {
  const { program, wires } = site;
  const [signal] = site.sources;
  const { channels: columns } = signal.shape;
  const { channels: rows } = shape;
  const positions = positionsOf(shape);
  const wiring = isVector(shape) ? full(rows, columns) : tokens(rows, columns, positions);
  const matrix = (tensor: string, letter: string, height: number, width: number): BuiltTensor =>
    site.tensor({
      tensor,
      names: tensorNames(letter),
      ...(tensor === "weight" ? { held: true } : {}),
      ...(tensor === "B" ? { start: 0 } : {}),
      rows: height,
      columns: width,
      source: 0,
      wiring: tensor === "weight" ? wiring : full(height, width),
      fan: { in: width, out: height },
    });
  const frozen = matrix("weight", "W", rows, columns);
  const [a, b] = [matrix("A", "A", rank, columns), matrix("B", "B", rows, rank)];
  const inner = site.open(rank, "rank");
  writesRows(site, inner, a.block);
  readsColumns(site, inner, b.block);
  const byColumns = magnitude === "columns";
  const count = byColumns ? columns : rows;
  const { offset } = frozen.block;
  const lengths = site.tensor({
    tensor: "magnitude",
    names: tensorNames("m", "list"),
    // B = 0: it begins as W.
    start: {
      lengthsOf: (i) =>
        byColumns
          ? Array.from({ length: rows }, (_, o) => offset + o * columns + i)
          : Array.from({ length: columns }, (_, k) => offset + i * columns + k),
    },
    rows: count,
    columns: 1,
    source: 0,
    wiring: lengthsThrough(magnitude, rows, columns, positions),
    fan: { in: columns, out: rows },
  });
  const wire = site.open(rows);
  const [each, all] = [FACTORS, factorsOfAll(count)];
  wires.write(wire, { block: lengths.block, port: byColumns ? all : each });
  if (sameShape(signal.shape, signal.as)) {
    const degree = signal.degree === undefined ? {} : { degree: signal.degree };
    wires.read(signal.wire, { block: lengths.block, port: byColumns ? each : all, ...degree });
  } else wires.fix(signal.wire);
  const low = program.contract(b.value, asNumbers(site, a), product(rows, rank, columns));
  const scaled = program.contract(program.numbers(exactly(scale)), low, sameEverywhere(rows * columns));
  const sum = program.add([asNumbers(site, frozen), scaled]);
  const unit = directionsOf(site, sum, byColumns ? columnsOf(rows, columns) : consecutive(rows, columns));
  const through = (x: Value): Value => program.contract(unit, x, wiring);
  const value = byColumns
    ? through(program.contract(lengths.value, signal.value, gains(signal.shape)))
    : program.contract(lengths.value, through(signal.value), gains(shape));
  return { value, shape, wire, as: shape };
}

/** Two matrices, row-major: [rows, inner] times [inner, columns]. */
function product(rows: number, inner: number, columns: number): Wiring {
  return {
    name: "product",
    left: rows * inner,
    right: inner * columns,
    outputs: rows * columns,
    edgeCount: rows * inner * columns,
    oneEdgeEach: columns === 1,
    edges(visit) {
      for (let o = 0; o < rows; o++)
        for (let q = 0; q < inner; q++)
          for (let k = 0; k < columns; k++) visit(o * inner + q, q * columns + k, o * columns + k);
    },
  };
}
