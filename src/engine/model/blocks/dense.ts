/** sum over sources of W x: one matrix [units, width] for each. */
import { columnsPort, rowsPort } from "../port";
import { full } from "../program/wirings";
import { ORDINARY, sumOverSources, type BlockKind } from "./block";

export const dense: BlockKind = {
  words: "A full matrix: `y = activation(W x + b)`, `W` of shape `[units, inputs]`.",
  needs: ["units"],
  takes: ORDINARY,
  snippet: {
    description: "A layer with a full matrix",
    properties: { units: "^${1:3}", activation: "${2:identity}" },
  },
  oneSource: null,
  alone: false,
  names: { letter: "W", inLaws: { linear: "U", other: "W" }, shape: "matrix" },
  build: ({ units }, site) =>
    sumOverSources(site, units, (width) => ({
      rows: units,
      columns: width,
      wiring: full(units, width),
      writes: rowsPort(width),
      reads: columnsPort(units, width),
    })),
};
