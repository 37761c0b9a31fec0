/**
 * Hidden neuron with an activation of degree k, sigma(c z) = c^k sigma(z) for c > 0 (or next to a diagonal layer): (c
 * w_in, c b, c^{-k} w_out) leaves the function unchanged:  sum w_in² + b² - k sum w_out²  (arXiv:2307.00144, section 4;
 * arXiv:2506.06194, Prop. 3.5). Of a layer that turns freely these are the diagonal of its matrix.
 */
import { sum } from "../../../findings/formula";
import { homogeneityOf } from "../../../model/structure";
import type { LawGroup } from "./group";
import { turnsFreely } from "./matrix";
import { firstUnits, neuronsOf, squareOf } from "./notation";
import { strandsOf } from "./strands";

export const rescaling: LawGroup = {
  name: "rescaling",
  title: "rescaling of a neuron",
  reference: "arXiv:2307.00144, section 4 (rescaling symmetry of a neuron); arXiv:2506.06194, Prop. 3.5",
  laws: {
    order: 2,
    pairs: ({ size }) => firstUnits(size).map((j) => [j, j]),
    whole: false,
  },
  formula(network, { incoming, outgoing, degree }) {
    const minus = outgoing.map((block) => squareOf(network, block, ":,j"));
    return sum(
      incoming.map((block) => squareOf(network, block, "j,:")),
      degree === undefined ? minus : minus.map((of) => ({ is: "multiple", times: degree, of })),
    );
  },
  labels: (network, { layer, size }) => neuronsOf(network, layer, firstUnits(size)),
  drifting: (network, { layer }) => `laws of the neurons of ${network.layers[layer].name}`,

  ofLayer(site) {
    const { network, layer, incoming, outgoing, dead, allows } = site;
    const { name, units, activation } = network.layers[layer];
    const degree = homogeneityOf(activation);
    if (dead || degree === null || allows === "none" || turnsFreely(site)) return null;
    const strands = strandsOf(site, 1, degree);
    const power = degree === 2 ? { degree } : {};
    return { id: `rescaling:${name}`, layer, incoming, outgoing, strands, size: units, count: units, ...power };
  },
};
