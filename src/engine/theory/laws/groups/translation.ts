/**
 * Hidden neuron with sigma(z + c) = e^c sigma(z), the exponential, and a bias b: (b + c, e^-c v) leaves the function unchanged
 * for the weights v that read it. The generator (1, -v) is no linear one, but it is a gradient, that of b - |v|²/2, to which the
 * gradient of every loss is orthogonal:  2 b - |v|²  is conserved. So it is where other layers read the neuron, at any depth.
 */
import { sum, entry } from "../../../findings/formula";
import { both, RESCALINGS } from "../../../model/changes";
import { compile } from "../../../model/compile";
import { sigmaOf } from "../../../model/activations";
import type { Found, LawGroup } from "./group";
import { firstUnits, nameOf, neuronsOf, ONE_FOR_EACH, squareOf } from "./notation";
import { strandsOf } from "./strands";
import { t, word } from "../../../findings/language";

export const translation: LawGroup = {
  name: "translation",
  title: word`translation of a bias`,
  reference: "proof in docs/mathematics.md, “Law families”",
  laws: ONE_FOR_EACH,
  formula: (network, { incoming, outgoing }) =>
    sum(
      incoming.map(({ block }) => ({ is: "multiple", times: 2, of: entry(nameOf(network, block, "other"), "j") })),
      outgoing.map((touch) => squareOf(network, touch, "reader")),
    ),
  labels: (_, { name, size }) => neuronsOf(name, firstUnits(size)),
  drifting: (_, { name }) => t`laws of the neurons of ${name}`,

  onWire(site): Found[] {
    const { network, layer, layers, inner, name, incoming, outgoing, size, allowedByTensors, dead } = site;
    const changes = both(allowedByTensors, RESCALINGS, size);
    // Behind a pool, or where another layer's units are added, the wire is more than this layer's neurons.
    const alone = inner === null && layers.length === 1 && compile(network).layers[layer].addsUp;
    if (dead || !alone || !sigmaOf(network.layers[layer].activation).translates) return [];
    if (changes.kind !== "scaling" || changes.parts !== "each") return [];
    const biases = incoming.filter(({ block, port }) => block.source === null && port.lines === 1);
    if (biases.length !== 1) return [];
    const [{ block, port }] = biases;
    return [
      {
        id: `translation:${name}`,
        layer,
        name,
        incoming: biases,
        outgoing,
        strands: strandsOf({ incoming: [], outgoing }, 1),
        doubled: firstUnits(size).map((j) => block.offset + port.at(j, 0)),
        size,
        count: size,
      },
    ];
  },
};
