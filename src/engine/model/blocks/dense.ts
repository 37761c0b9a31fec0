/** sum over sources of W x, at every token of a sequence: one matrix [units, width] for each source. */
import { t } from "../../findings/language";
import { columnsPort, rowsPort } from "../port";
import { full, tokens } from "../program/wirings";
import { isVector, positionsOf, sequence, vector, type Shape } from "../shape";
import { ORDINARY, sumOverSources, type BlockKind } from "./block";
import { OF_ONE_MATRIX, parametrized, refusedMatrix } from "./parametrized/parametrized";
import type { OneMatrix } from "./parametrized/matrix";
import { denseReadsVectors, extentsDiffer } from "./words";
import { DENSE } from "./property-words";

export const dense: BlockKind = {
  words: DENSE,
  needs: ["units"],
  takes: [...ORDINARY, "share", ...OF_ONE_MATRIX],
  snippet: {
    description: t`A layer with a full matrix`,
    properties: { units: "^${1:3}", activation: "${2:identity}" },
  },
  oneSource: null,
  alone: false,
  names: { letter: "W", inLaws: { linear: "U", other: "W" }, shape: "matrix" },
  shape({ units, own = {} }, sources) {
    const [first] = sources;
    if (sources.some(({ fastest }) => fastest === "positions")) return denseReadsVectors(first);
    if (sources.some(({ extents }) => extents.join() !== first.extents.join())) return extentsDiffer(sources);
    const sizes = sources.map(({ channels }) => [units, channels] as const);
    return refusedMatrix(own, sizes, "units") ?? laidOut(units, first);
  },
  build({ units, own = {} }, site) {
    const positions = positionsOf(site.sources[0].shape);
    const rows = units / positions;
    const shape = laidOut(rows, site.sources[0].shape);
    const matrix = (source: Shape): OneMatrix => ({
      rows,
      columns: source.channels,
      groups: 1,
      wiring: isVector(source) ? full(rows, source.channels) : tokens(rows, source.channels, positions),
    });
    const made = parametrized(own, site, shape, matrix);
    if (made !== null) return made;
    return sumOverSources(site, shape, (source) => ({
      ...matrix(source),
      writes: rowsPort(source.channels),
      reads: columnsPort(rows, source.channels),
    }));
  },
};

/** So many units, at every token of a sequence. */
export function laidOut(units: number, source: Shape): Shape {
  return isVector(source) ? vector(units) : sequence(positionsOf(source), units);
}
