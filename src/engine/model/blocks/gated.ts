/**
 * Down (σ(Gate x) ∘ Up x): a gated feed-forward block (GLU, SwiGLU), as in LLaMA, at every token of a sequence. A unit of the
 * product may be rescaled between Up and Down, since the product is linear in Up x; where σ is positively homogeneous or the
 * identity, between Gate and Down as well.
 */
import { t } from "../../findings/language";
import { WITHOUT_UNITS, type BlockKind } from "./block";
import { gatedUnits } from "./gated-units";
import { writesRows } from "./matrices";
import { gatedReadsVectors } from "./words";
import { GATED } from "./property-words";

export const gated: BlockKind = {
  words: GATED,
  needs: ["hidden"],
  takes: ["hidden", "gate", ...WITHOUT_UNITS],
  snippet: { description: t`A gated feed-forward block`, properties: { hidden: "^${1:8}", gate: "${2:silu}" } },
  oneSource: t`gates one source`,
  alone: false,
  names: { letter: "W", inLaws: { linear: "W", other: "W" }, shape: "list" },
  shape: (_, [source]) => (source.fastest === "positions" ? gatedReadsVectors(source) : source),
  build({ own = {}, bias = false }, site) {
    const [{ shape }] = site.sources;
    const { hidden = 1, gate = "silu" } = own;
    const down = gatedUnits(site, { hidden, gate, bias, name: "" });
    const wire = site.open(shape.channels);
    writesRows(site, wire, down.block);
    return { value: down.value, shape, wire, as: shape };
  },
};
