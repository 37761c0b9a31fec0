/**
 * g_i <v_i, x> / |v_i| for each unit i, as PyTorch's weight_norm: a dense layer whose rows are directions v_i / |v_i| and lengths
 * g_i. A factor on a row v_i is not seen, whatever reads the unit: |v_i|² is constant. A factor on g_i may be undone by what reads
 * the unit; what the layer itself reads may be rescaled by one number for all channels, which all g undo.
 */
import { RESCALINGS } from "../changes";
import { consecutive } from "../joints/joint";
import { FACTORS, factorsOfAll, rowsPort } from "../port";
import type { Value } from "../program/program";
import { full, gains, tokens } from "../program/wirings";
import { isVector, positionsOf, sameShape, type Shape } from "../shape";
import type { BuildSite, Built } from "./block";
import { asNumbers, directionsOf, lengthsThrough } from "./directions";
import { tensorNames } from "./matrices";

/** The sum over all sources, each with lengths and directions of its own. */
export function weightNormed(site: BuildSite, shape: Shape): Built {
  const { program, wires, sources } = site;
  const wire = site.open(shape.channels);
  const terms = sources.map((signal, source): Value => {
    const { channels: columns } = signal.shape;
    const rows = shape.channels;
    const many = sources.length > 1 ? ` ${source}` : "";
    const positions = positionsOf(signal.shape);
    const wiring = isVector(signal.shape) ? full(rows, columns) : tokens(rows, columns, positions);
    const directions = site.tensor({
      tensor: `directions${many}`,
      names: tensorNames("V"),
      rows,
      columns,
      source,
      wiring,
      fan: { in: columns, out: rows },
    });
    const from = directions.block.offset;
    const lengths = site.tensor({
      tensor: `lengths${many}`,
      names: tensorNames("g", "list"),
      // The layer begins as its directions were drawn.
      start: { lengthsOf: (i) => Array.from({ length: columns }, (_, k) => from + i * columns + k) },
      rows,
      columns: 1,
      source,
      wiring: lengthsThrough("rows", rows, columns, positions),
      fan: { in: columns, out: rows },
    });
    const unseen = site.open(rows, `directions${many}`);
    wires.write(unseen, { block: directions.block, port: rowsPort(columns) });
    wires.restrict(unseen, RESCALINGS);
    wires.write(wire, { block: lengths.block, port: FACTORS });
    if (sameShape(signal.shape, signal.as)) {
      const degree = signal.degree === undefined ? {} : { degree: signal.degree };
      wires.read(signal.wire, { block: lengths.block, port: factorsOfAll(rows), ...degree });
    } else wires.fix(signal.wire);
    const unit = directionsOf(site, asNumbers(site, directions), consecutive(rows, columns));
    const along = program.contract(unit, signal.value, wiring);
    return program.contract(lengths.value, along, gains(shape));
  });
  return { value: program.add(terms), shape, wire, as: shape };
}
