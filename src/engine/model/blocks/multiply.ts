/**
 * u ∘ v, number by number, of two layers. A factor on a channel of either may be undone by what reads the product: two laws for each
 * channel where neither is bent before.
 */
import { t } from "../../findings/language";
import { diagonal } from "../program/wirings";
import { sameShape, sizeOf } from "../shape";
import type { BlockKind } from "./block";
import { factorsDiffer, multiplyNeedsTwo } from "./words";

export const multiply: BlockKind = {
  words: t`The product of two layers, number by number.`,
  needs: [],
  takes: ["activation", "slope", "from"],
  snippet: { description: t`The product of two layers`, properties: {} },
  oneSource: null,
  alone: false,
  names: { letter: "W", inLaws: { linear: "W", other: "W" }, shape: "list" },
  shape(_, sources) {
    if (sources.length !== 2) return multiplyNeedsTwo(sources.length);
    const [u, v] = sources;
    return sameShape(u, v) ? u : factorsDiffer(u, v);
  },
  build(_, site) {
    const { program, wires, sources } = site;
    const [u, v] = sources;
    const { shape } = u;
    const wire = site.open(shape.channels);
    const plain = sources.every((one) => sameShape(one.shape, one.as) && one.degree === undefined);
    if (plain) wires.multiply(u.wire, v.wire, wire);
    else for (const one of [u.wire, v.wire, wire]) wires.fix(one);
    return { value: program.contract(u.value, v.value, diagonal(sizeOf(shape))), shape, wire, as: shape };
  },
};
