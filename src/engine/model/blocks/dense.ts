/** sum over sources of W x, at every token of a sequence: one matrix [units, width] for each source. */
import { columnsPort, rowsPort } from "../port";
import { full, tokens } from "../program/wirings";
import { isVector, positionsOf, sequence, vector, type Shape } from "../shape";
import { ORDINARY, sumOverSources, type BlockKind } from "./block";
import { tooLarge } from "./directions";
import { weightNormed } from "./weight-norm";
import { denseReadsVectors, extentsDiffer } from "./words";

export const dense: BlockKind = {
  words: "A full matrix: `y = activation(W x + b)`, `W` of shape `[units, inputs]`. Of a sequence, at every token.",
  needs: ["units"],
  takes: [...ORDINARY, "share", "weightNorm"],
  snippet: {
    description: "A layer with a full matrix",
    properties: { units: "^${1:3}", activation: "${2:identity}" },
  },
  oneSource: null,
  alone: false,
  names: { letter: "W", inLaws: { linear: "U", other: "W" }, shape: "matrix" },
  shape({ units, own = {} }, sources) {
    const [first] = sources;
    if (sources.some(({ fastest }) => fastest === "positions")) return denseReadsVectors(first);
    if (sources.some(({ extents }) => extents.join() !== first.extents.join())) return extentsDiffer(sources);
    const normed = own.weightNorm === "yes";
    const large = normed
      ? sources.map(({ channels }) => tooLarge(units, channels, "units")).find((one) => one !== null)
      : null;
    return large ?? laidOut(units, first);
  },
  build({ units, own = {} }, site) {
    const positions = positionsOf(site.sources[0].shape);
    const rows = units / positions;
    if (own.weightNorm === "yes") return weightNormed(site, laidOut(rows, site.sources[0].shape));
    return sumOverSources(site, laidOut(rows, site.sources[0].shape), (source) => ({
      rows,
      columns: source.channels,
      wiring: isVector(source) ? full(rows, source.channels) : tokens(rows, source.channels, positions),
      writes: rowsPort(source.channels),
      reads: columnsPort(rows, source.channels),
    }));
  },
};

/** So many units, at every token of a sequence. */
export function laidOut(units: number, source: Shape): Shape {
  return isVector(source) ? vector(units) : sequence(positionsOf(source), units);
}
