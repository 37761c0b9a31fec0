/** u ∘ x, of one source of the same width. */
import { FACTORS } from "../port";
import { diagonal as wiring } from "../program/wirings";
import { sumOverSources, type BlockKind } from "./block";

export const diagonal: BlockKind = {
  kind: "diagonal",
  written: "list",
  build: ({ units }, program, sources) =>
    sumOverSources(program, sources, () => ({
      rows: units,
      columns: 1,
      wiring: wiring(units),
      writes: FACTORS,
      reads: FACTORS,
      written: { linear: "u", other: "w", single: true },
    })),
};
