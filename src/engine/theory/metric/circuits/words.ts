/** What is said of the metric of circuits. */
import { formatNumber } from "../../../findings/numbers";
import type { Verdict } from "../../../findings/verdict";
import { t } from "../../../findings/language";

export const OF_WHAT = t`φ: for each circuit the products of what writes its wire with what reads it (where wires share weights: whatever the changes of these wires leave unchanged), and every other trained parameter as it is.`;

export const CIRCUIT_BY_CIRCUIT = t`It is measured circuit by circuit.`;
export const ONE_BY_ONE = t`Every channel has a nonzero weight coming in and one going out, so they are fixed by their products and the laws.`;
export const PHASES = t`Every pair of channels has nonzero weights on both sides. The metric sees their sizes only, which products and laws fix, and not the phase that they leave open.`;
export const STILL = t`Channels without any weight on either side stay so to first order; they are balanced.`;
export const NOT_MEASURED = t`It was not measured: the products are too many.`;
export const ONE_SIDED_SQUARE = t`Some channel has weights on one side only, and what lies between is no linear activation: not decided.`;
export const ONE_SIDED_LINKED = t`Some channel has weights on one side only, so not all that φ hides there are changes of its wires: not decided.`;
export const CHANGES_AT_ZERO = t`Some channel has weights on one side only. There the metric of the products along the paths through these wires changes in directions that change neither the products nor any law.`;
export const PATHS_FIX = t`The products along the paths through these wires and the laws fix all weights.`;
export const ONE_SIDED_PHASES = t`Some pair of channels has weights on one side only, or none, and the measurement does not decide.`;
export const RANK_OF_WIRE = t`On some wire what writes it, or what reads it, has not as many independent lines as the wire has channels, so not all that φ hides there are changes of its wires: not decided.`;
export const BEYOND = t`The kernel of this circuit is beyond the budget.`;
export const DISAGREE = t`By theorem the property holds here, and the measurement says that it does not: not decided.`;
export const NEAR_BALANCE = t`The law matrices are off multiples of the identity by more than rounding of drawn weights, and less than typed ones can be held to.`;
export const OPEN_LAWS = t`The law matrices are no multiples of the identity. The known laws are not known to be all here, so whether the metric changes with them held cannot be said.`;
export const NO_CHANGE_SEEN = t`The law matrices are no multiples of the identity, and yet the metric does not change to first order: not decided.`;
export const CHANGES = t`The metric changes along directions that change neither the products nor any law.`;

export function multiplesOfIdentity(worst: number): string {
  return t`The law matrix of every wire is a multiple of the identity (to ${formatNumber(worst, 2)}), so turns of its channels change no law.`;
}

export function asTwoLayers(lines: readonly [number, number, number], note: string | undefined): string {
  const [m, r, n] = lines;
  return `${t`As two linear layers of widths ${m}, ${r}, ${n}.`} ${note ?? ""}`.trim();
}

export function decidedBy(name: string, note: string | undefined): string {
  return `${name}: ${note ?? ""}`.trim();
}

export function allHold(count: number): string {
  return count === 1 ? t`It holds on the one circuit.` : t`It holds on each of the ${count} circuits.`;
}

export function measuredAs(kernel: number, verdict: Verdict): string {
  switch (verdict) {
    case "holds":
      return t`Measured on the products: a kernel of dimension ${kernel}, and the property holds.`;
    case "fails":
      return t`Measured on the products: a kernel of dimension ${kernel}, and the property fails.`;
    case "unknown":
      return t`Measured on the products: a kernel of dimension ${kernel}, and the property unknown.`;
  }
}

export const NOT_FREE = t`Some change of the wires moves no weight at all here, so φ is no submersion at this point: not decided.`;
