/**
 * How far the length of a signal varies from draw to draw through a linear chain z = W_L ⋯ W_1 x of widths n_1 … n_L with
 * independent normal weights: given the signal before it, layer l multiplies |z|² by a chi-square variable of n_l degrees
 * of freedom, whose second moment is (1 + 2/n_l) times its squared mean; these factors are independent, so that
 *   Var |z|² / (E |z|²)² = Π_l (1 + 2/n_l) − 1,
 * which is about exp(2 Σ 1/n_l) − 1: depth over width (Hanin & Nica, arXiv:1812.05994). A layer with orthonormal columns
 * keeps lengths and adds nothing (dynamical isometry: Saxe et al., arXiv:1312.6120). Exact for every x ≠ 0.
 */
import type { InitializationPlan } from "../../model/initialization";
import type { Network } from "../../model/network";
import { widthOf } from "../../model/network";
import { schemeRow } from "../../model/schemes";
import { isLinearChain } from "../../model/structure";

/** `null`: no linear chain of dense layers without biases, each of them normal or an isometry. */
export function lengthFluctuation(network: Network, plan: InitializationPlan): number | null {
  if (!isLinearChain(network)) return null;
  let product = 1;
  for (const [layer, { units, sources }] of network.layers.entries()) {
    const { scheme, own, scale } = plan.layers[layer];
    const row = schemeRow(scheme);
    const inputs = widthOf(network, sources[0]);
    if (scale === 0) return null;
    if (row.draws === "matrix" && units >= inputs) continue;
    if (row.draws !== "entries" || !row.normal) return null;
    const { mean, deviation } = row.moments({ in: inputs, out: units }, own);
    if (mean !== 0 || !(deviation > 0)) return null;
    product *= 1 + 2 / units;
  }
  return product - 1;
}
