/** Which closed equation in z holds from this start, or why none is known. */
import { hasFixed } from "../../model/fixed";
import { isPurePathLifting, phiKindOf, isLinearChain } from "../../model/structure";
import { circuitFlow } from "../intrinsic-flow/circuits/circuits";
import type { Closed } from "../intrinsic-flow/intrinsic-flow";
import { linearFlow } from "../intrinsic-flow/linear";
import { pathLiftingFlow } from "../intrinsic-flow/path-lifting";
import { unseenCircuits } from "../metric/circuits/decide";
import type { Training } from "./training";
import { t } from "../../findings/language";

/** Recovering the weights costs the cube of the number of hidden neurons, at every evaluation. */
const MOST_NEURONS = 300;
/** Singular vectors cost the cube of the width, at every evaluation. */
const WIDEST_PRODUCT = 150;

export function closedFlow({ network, theta, objective, lossOfProduct }: Training): Closed {
  const circuits = unseenCircuits(network, theta);
  if (circuits !== null) return circuitFlow(network, circuits, theta, objective);
  if (hasFixed(network)) return none(t`some parameters are held fixed`);
  if (isPurePathLifting(network)) {
    const neurons = network.layers.slice(0, -1).reduce((sum, layer) => sum + layer.units, 0);
    if (neurons > MOST_NEURONS)
      return none(t`recovering the weights of ${neurons} hidden neurons at every step would take too long`);
    const flow = pathLiftingFlow(network, theta, objective);
    return flow === null
      ? none(t`the weights cannot be recovered from φ and the laws: a neuron has no weights on one side`)
      : { flow };
  }
  if (phiKindOf(network) === "function") return none(t`no finite-dimensional φ is known for this activation`);
  if (!isLinearChain(network) || lossOfProduct === null) return none(t`no closed equation is known for this φ`);
  if (Math.max(network.inputs, network.layers[network.layers.length - 1].units) > WIDEST_PRODUCT)
    return none(t`the end-to-end matrix is too large for a decomposition at every step`);
  const flow = linearFlow(network, theta, lossOfProduct);
  return flow === null
    ? none(
        t`no closed equation is known from this start (it is not relaxed balanced, or the rank condition is not met)`,
      )
    : { flow };
}

function none(why: string): Closed {
  return { flow: null, why };
}
