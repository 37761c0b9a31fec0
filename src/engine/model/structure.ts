/**
 * What the architecture alone decides: which neurons are gated, which hidden layers keep a full rotation symmetry,
 * which parametrization phi fits.
 *
 * A hidden neuron is *gated* when its activation is relu or leaky-relu: data switch it between two slopes, so the paths
 * through different gated neurons stay apart in phi. A hidden layer with identity activation is not gated: paths
 * through its neurons always appear summed. Treating every hidden neuron as gated gives the path lifting
 * (arXiv:2310.01225); none, the end-to-end map; networks that mix both kinds of layers get the paths merged through the
 * identity layers.
 */
import type { Activation, Network } from "./network";
import { hiddenLayers, pathShape } from "./network";

export type NetworkFamily = "linear" | "relu" | "analytic" | "linear-ode";
export type PhiKind = "product" | "path-lifting" | "function" | "flow-map";

export function isIdentity(activation: Activation): boolean {
  return activation.name === "identity" || (activation.name === "leaky-relu" && activation.slope === 1);
}

export function isPiecewiseLinear(activation: Activation): boolean {
  return isIdentity(activation) || activation.name === "relu" || activation.name === "leaky-relu";
}

export function hasKink(activation: Activation): boolean {
  return isPiecewiseLinear(activation) && !isIdentity(activation);
}

/** k where sigma(c z) = c^k sigma(z) for every c > 0; null: for no k. */
export function homogeneityOf(activation: Activation): 1 | 2 | null {
  if (isPiecewiseLinear(activation)) return 1;
  return activation.name === "quadratic" ? 2 : null;
}

/**
 * True when the network's function is a polynomial in theta and x that is not linear in x: hidden layers are linear or
 * square, one does.
 */
export function isPolynomial(network: Network): boolean {
  const hidden = hiddenLayers(network).map((l) => network.layers[l].activation);
  return (
    network.parametrization !== "path-lifting" &&
    hidden.some(({ name }) => name === "quadratic") &&
    hidden.every((activation) => isIdentity(activation) || activation.name === "quadratic")
  );
}

export function familyOf(network: Network): NetworkFamily {
  if (pathShape(network) !== null) return "linear-ode";
  const hidden = hiddenLayers(network).map((l) => network.layers[l].activation);
  if (hidden.every(isIdentity)) return "linear";
  return hidden.every(isPiecewiseLinear) ? "relu" : "analytic";
}

export function phiKindOf(network: Network): PhiKind {
  if (network.parametrization !== "auto") return network.parametrization;
  switch (familyOf(network)) {
    case "linear":
      return "product";
    case "relu":
      return "path-lifting";
    case "analytic":
      return "function";
    case "linear-ode":
      return "flow-map";
  }
}

/** Which layers are gated under the network's phi; the output never is. */
export function gatedLayers(network: Network): boolean[] {
  const asked = network.parametrization === "path-lifting";
  return network.layers.map(
    (layer, index) => index < network.layers.length - 1 && (asked || !isIdentity(layer.activation)),
  );
}

/** True when phi has one coordinate per path: every hidden layer gated. */
export function isPurePathLifting(network: Network): boolean {
  return (
    phiKindOf(network) === "path-lifting" &&
    gatedLayers(network)
      .slice(0, -1)
      .every((gated) => gated)
  );
}

/** A plain chain of dense layers, hidden activations identity, no bias: phi(theta) = U_L ... U_1. */
export function isLinearChain(network: Network): boolean {
  return (
    phiKindOf(network) === "product" &&
    network.layers.every(
      (layer, index) =>
        layer.type === "dense" && !layer.bias && layer.sources.length === 1 && layer.sources[0] === index - 1,
    )
  );
}
