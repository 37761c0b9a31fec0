/**
 * g_i <v_i, x> / |v_i| for each unit i, as PyTorch's weight_norm: a matrix whose rows are directions v_i / |v_i| and lengths g_i
 * (of convolutions a row for each output channel). A factor on a row v_i is not seen, whatever reads the unit: |v_i|² is constant. A
 * factor on g_i may be undone by what reads the unit; what the layer itself reads may be rescaled by one number for all
 * channels, or for those of a group, which all its g undo.
 */
import { RESCALINGS } from "../../changes";
import { consecutive } from "../../joints/joint";
import { FACTORS, factorsOfAll, rowsPort, type Port } from "../../port";
import type { Value } from "../../program/program";
import { gains, type Wiring } from "../../program/wirings";
import { sameShape, type Shape } from "../../shape";
import type { BuildSite, Built } from "../block";
import { asNumbers, directionsOf } from "../directions";
import { tensorNames } from "../matrices";
import type { OneMatrix } from "./matrix";

/** The sum over all sources, each with lengths and directions of its own. */
export function weightNormed(site: BuildSite, shape: Shape, matrix: (source: Shape) => OneMatrix): Built {
  const { program, wires, sources } = site;
  const wire = site.open(shape.channels);
  const terms = sources.map((signal, source): Value => {
    const { rows, columns, dims, groups, wiring } = matrix(signal.shape);
    const many = sources.length > 1 ? ` ${source}` : "";
    const directions = site.tensor({
      tensor: `directions${many}`,
      names: tensorNames("V"),
      rows,
      columns,
      ...(dims === undefined ? {} : { dims }),
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
      wiring: byRows(wiring, columns),
      fan: { in: columns, out: rows },
    });
    const unseen = site.open(rows, `directions${many}`);
    wires.write(unseen, { block: directions.block, port: rowsPort(columns) });
    wires.restrict(unseen, RESCALINGS);
    wires.write(wire, { block: lengths.block, port: FACTORS });
    if (sameShape(signal.shape, signal.as)) {
      const degree = signal.degree === undefined ? {} : { degree: signal.degree };
      const port = factorsOfGroups(rows, signal.shape.channels, groups);
      wires.read(signal.wire, { block: lengths.block, port, ...degree });
    } else wires.fix(signal.wire);
    const unit = directionsOf(site, asNumbers(site, directions), consecutive(rows, columns));
    const along = program.contract(unit, signal.value, wiring);
    return program.contract(lengths.value, along, gains(shape));
  });
  return { value: program.add(terms), shape, wire, as: shape };
}

/** Lengths in place of their rows: each joins whatever a weight of its row does. */
function byRows(wiring: Wiring, columns: number): Wiring {
  return {
    name: "gains",
    left: wiring.left / columns,
    right: wiring.right,
    outputs: wiring.outputs,
    edgeCount: wiring.edgeCount,
    oneEdgeEach: false,
    edges(visit) {
      wiring.edges((i, j, o) => visit(Math.floor(i / columns), j, o));
    },
  };
}

/** The lengths of a group multiply something that all channels of that group make. */
function factorsOfGroups(rows: number, channels: number, groups: number): Port {
  if (groups === 1) return factorsOfAll(rows);
  const [outGroup, inGroup] = [rows / groups, channels / groups];
  const group = (j: number): number => Math.floor(j / inGroup);
  const parts = inGroup === 1 ? "each" : Array.from({ length: channels }, (_, j) => group(j));
  return {
    allows: { kind: "scaling", parts },
    lines: outGroup,
    at: (j, c) => group(j) * outGroup + c,
    ...(inGroup === 1 ? {} : { single: true }),
  };
}
