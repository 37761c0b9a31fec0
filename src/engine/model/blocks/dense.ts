/** sum over sources of W x: one matrix [units, width] for each. */
import { columnsPort, rowsPort } from "../port";
import { full } from "../program/wirings";
import { sumOverSources, type BlockKind } from "./block";

export const dense: BlockKind = {
  kind: "dense",
  written: "matrix",
  build: ({ units }, program, sources) =>
    sumOverSources(program, sources, (width) => ({
      rows: units,
      columns: width,
      wiring: full(units, width),
      writes: rowsPort(width),
      reads: columnsPort(units, width),
      written: { linear: "U", other: "W", single: false },
    })),
};
