/**
 * Hidden neuron with an activation of degree k, sigma(c z) = c^k sigma(z) for c > 0 (or next to a diagonal layer): (c
 * w_in, c b, c^{-k} w_out) leaves the function unchanged:  sum w_in² + b² - k sum w_out²  (arXiv:2307.00144, section 4;
 * arXiv:2506.06194, Prop. 3.5). Of a layer that turns freely these are the diagonal of its matrix.
 */
import { sum, type Formula } from "../../../findings/formula";
import type { LawGroup } from "./group";
import { firstUnits, neuronsOf, ONE_FOR_EACH, squareOf } from "./notation";
import { strandsOf } from "./strands";
import { t, word } from "../../../findings/language";

export const rescaling: LawGroup = {
  name: "rescaling",
  title: word`rescaling of a neuron`,
  reference: "arXiv:2307.00144, section 4 (rescaling symmetry of a neuron); arXiv:2506.06194, Prop. 3.5",
  laws: ONE_FOR_EACH,
  formula: (network, { incoming, outgoing }) =>
    sum(
      incoming.map((touch) => squareOf(network, touch, "writer")),
      outgoing.map((touch): Formula => {
        const { degree } = touch;
        const of = squareOf(network, touch, "reader");
        return degree === undefined ? of : { is: "multiple", times: degree, of };
      }),
    ),
  labels: (_, { name, size }) => neuronsOf(name, firstUnits(size)),
  drifting: (_, { name }) => t`laws of the neurons of ${name}`,

  onWire(site) {
    const { layer, name, incoming, outgoing, size, allows, dead } = site;
    const each = allows.kind !== "none" && allows.parts === "each";
    if (dead || !each) return [];
    return [
      { id: `rescaling:${name}`, layer, name, incoming, outgoing, strands: strandsOf(site, 1), size, count: size },
    ];
  },
};
