/** u ∘ x, of one source of the same width. */
import { t } from "../../findings/language";
import { FACTORS } from "../port";
import { diagonal as wiring } from "../program/wirings";
import { isVector, vector } from "../shape";
import { ORDINARY, sumOverSources, type BlockKind } from "./block";
import { diagonalReadsVectors } from "./words";

export const diagonal: BlockKind = {
  words: t`One weight per coordinate: \`y_i = activation(w_i x_i)\`.`,
  needs: [],
  takes: ORDINARY,
  snippet: { description: t`One weight per coordinate`, properties: {} },
  oneSource: t`has one weight per coordinate of one source`,
  alone: false,
  names: { letter: "d", inLaws: { linear: "u", other: "w" }, shape: "list" },
  shape: (_, [source]) => (isVector(source) ? source : diagonalReadsVectors(source)),
  build: ({ units }, site) =>
    sumOverSources(site, vector(units), () => ({
      rows: units,
      columns: 1,
      wiring: wiring(units),
      writes: FACTORS,
      reads: FACTORS,
    })),
};
