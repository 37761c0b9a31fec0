/**
 * Channels of a wire that only one number may rescale together: c on what writes them, 1/c on what reads them leaves the
 * function unchanged, and  sum |writers|² - sum |readers|²  over the part is conserved. So with the pairs of rows that RoPE turns
 * (phases would be allowed too, and give no law), a head's queries against what reads its mixtures in linear attention, a
 * branch against the number that multiplies it.
 */
import { partsOf } from "../../../model/changes";
import { sum } from "../../../findings/formula";
import type { Found, LawFamily, LawGroup } from "./group";
import { firstUnits, ONE_FOR_EACH, squareOf } from "./notation";
import { strandsOf } from "./strands";
import { t, word } from "../../../findings/language";

export const part: LawGroup = {
  name: "part",
  title: word`rescaling of channels together`,
  reference: "proof in docs/mathematics.md, “Blocks”",
  laws: ONE_FOR_EACH,
  formula(network, { incoming, outgoing, size }) {
    const index = size === 1 ? "all" : "p";
    return sum(
      incoming.map((touch) => squareOf(network, touch, "writer", index)),
      outgoing.map((touch) => squareOf(network, touch, "reader", index)),
    );
  },
  labels: (_, { name, size }: LawFamily) => (size === 1 ? [name] : firstUnits(size).map((p) => t`${name}[part ${p}]`)),
  drifting: (_, { name }) => t`laws of ${name}`,

  onWire(site): Found[] {
    const { layer, name, incoming, outgoing, size: channels, allows, dead } = site;
    if (dead || allows.kind !== "scaling" || allows.parts === "each") return [];
    const parts = partsOf(allows.parts, channels);
    if (parts.some((own) => own.length !== parts[0].length)) return [];
    const size = parts.length;
    return [
      {
        id: `part:${name}`,
        layer,
        name,
        incoming,
        outgoing,
        strands: strandsOf(site, 1, { parts }),
        size,
        count: size,
      },
    ];
  },
};
