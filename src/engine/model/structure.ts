/**
 * What the architecture alone decides: which neurons are gated, which hidden layers keep a full rotation symmetry,
 * which parametrization phi fits.
 *
 * A hidden neuron is *gated* when its activation is two half-lines (relu): data switch it between two slopes, so the paths
 * through different gated neurons stay apart in phi. A hidden layer with identity activation is not gated: paths
 * through its neurons always appear summed. Treating every hidden neuron as gated gives the path lifting
 * (arXiv:2310.01225); none, the end-to-end map; networks that mix both kinds of layers get the paths merged through the
 * identity layers.
 */
import { sigmaOf } from "./activations";
import { compile } from "./compile";
import { hasOneEdgeEach } from "./edges";
import { isDiscrete } from "./inputs";
import type { Activation, Network } from "./network";
import { hiddenLayers, pathShape } from "./network";

export type NetworkFamily = "linear" | "relu" | "analytic" | "other" | "linear-ode";
export type PhiKind = "product" | "path-lifting" | "function" | "flow-map";

export function isIdentity(activation: Activation): boolean {
  return sigmaOf(activation).below === 1;
}

export function isPiecewiseLinear(activation: Activation): boolean {
  return sigmaOf(activation).below !== null;
}

/** Two half-lines with a kink at 0 between them. */
export function isGate(activation: Activation): boolean {
  return isPiecewiseLinear(activation) && !isIdentity(activation);
}

/** The slope where the input is negative; where it is positive it is 1. Of two half-lines: it refuses any other. */
export function slopeBelow(activation: Activation): number {
  const { below } = sigmaOf(activation);
  if (below === null) throw new Error(`${activation.name} is not two half-lines that meet at 0.`);
  return below;
}

/**
 * True when the network's function is a polynomial in theta and x that no lifting stands for: whatever it bends numbers by is a
 * polynomial, and something bends or multiplies them.
 */
export function isPolynomial(network: Network): boolean {
  const { instructions } = compile(network).beforeLoss;
  return (
    network.parametrization !== "path-lifting" &&
    instructions.every(
      (one) => one.op !== "jointly" && (one.op !== "map" || sigmaOf(one.by).polynomial !== null || isIdentity(one.by)),
    ) &&
    (!isPlain(network) || isDiscrete(network) || instructions.some((one) => one.op === "map" && !isIdentity(one.by)))
  );
}

/**
 * Is it linear but for its layers' activations? Not where something takes several numbers at once, multiplies two vectors of
 * one sample, or bends numbers within a layer.
 */
export function isPlain(network: Network): boolean {
  const { beforeLoss, layers } = compile(network);
  const own = new Set(layers.map(({ after }) => after));
  return beforeLoss.instructions.every((one, value) => {
    if (one.op === "jointly") return false;
    if (one.op === "map") return own.has(value) || isIdentity(one.by);
    if (one.op !== "contract") return true;
    const { op } = beforeLoss.instructions[one.a];
    return op === "parameter" || op === "numbers";
  });
}

/** Whatever bends a number in it is equal to its Taylor series around every point. */
export function isAnalytic(network: Network): boolean {
  return compile(network).beforeLoss.instructions.every((one) => {
    if (one.op === "jointly") return one.by.kinks !== true;
    return one.op !== "map" || sigmaOf(one.by).analytic;
  });
}

export function familyOf(network: Network): NetworkFamily {
  if (pathShape(network) !== null) return "linear-ode";
  if (!isPlain(network)) return "other";
  const hidden = hiddenLayers(network).map((l) => network.layers[l].activation);
  if (hidden.every(isIdentity)) return "linear";
  return hidden.every(isPiecewiseLinear) ? "relu" : "analytic";
}

export function phiKindOf(network: Network): PhiKind {
  if (network.parametrization !== "auto") return network.parametrization;
  // Of what a lifting keeps apart, one-hot inputs see combinations only: the function itself is asked.
  if (isDiscrete(network)) return "function";
  switch (familyOf(network)) {
    case "linear":
      return "product";
    case "relu":
      return "path-lifting";
    case "analytic":
    case "other":
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

/** True when phi has one coordinate per path of a graph: every hidden layer gated. */
export function isPurePathLifting(network: Network): boolean {
  return (
    phiKindOf(network) === "path-lifting" &&
    isGraph(network) &&
    gatedLayers(network)
      .slice(0, -1)
      .every((gated) => gated)
  );
}

/**
 * Hypotheses of theorems, read off what the layers do. A kind of layer that none of them knows is refused by each.
 *
 * A weighted graph: every neuron adds up weight times value over the edges into it, a bias being a weight of its own,
 * and every weight is that of one edge.
 */
export function isGraph(network: Network): boolean {
  const { blocks, layers } = compile(network);
  return layers.every(({ addsUp }) => addsUp) && blocks.every(hasOneEdgeEach);
}

/** A layer with a full matrix for each of its sources, and nothing else but a bias. */
export function isDense(network: Network, layer: number): boolean {
  const { addsUp, blocks } = compile(network).layers[layer];
  return addsUp && blocks.every(({ wiring }) => wiring.name === "full");
}

/** Dense layers, each reading the one before it alone. */
export function isDenseChain(network: Network): boolean {
  return network.layers.every(
    ({ sources }, index) => sources.length === 1 && sources[0] === index - 1 && isDense(network, index),
  );
}

/** Hidden activations identity, no bias: phi(theta) = U_L ... U_1. */
export function isLinearChain(network: Network): boolean {
  return phiKindOf(network) === "product" && network.layers.every(({ bias }) => !bias) && isDenseChain(network);
}
