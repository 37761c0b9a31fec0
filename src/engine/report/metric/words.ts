/** What is said of the metric, and of a pair of networks that only it tells apart. */
import { formatNumber } from "../../findings/numbers";
import type { CircuitFacts } from "./facts";
import { said, t, word } from "../../findings/language";

export function metricChangesAlong(seen: number, directions: string): string {
  return t`the metric changes (by up to ${formatNumber(seen)} relative to its norm) along ${directions} neither φ nor any conservation law`;
}

export const HOW_TO_BE_INTRINSIC = t`Read φ's trajectory from the parameters, not from a closed equation in φ, or choose an initialization where the property holds.`;

export function pairNote(liftedDifference: number, lawDifference: number, tolerance: number): string {
  return t`φ to ${formatNumber(liftedDifference, 2)}, the laws to ${formatNumber(lawDifference, 2)}, against ${formatNumber(tolerance, 1)}`;
}

/** "fails (every matrix on 2 channels; kernel 1; 0.3 from λI, λ = 0.2)" */
export function circuitText({ verdict, kind, channels, kernelDimension, balance }: CircuitFacts): string {
  const kernel = kernelDimension.value === null ? [] : [t`kernel ${kernelDimension.value}`];
  return `${said(verdict.value ?? "unknown")} (${[t`${said(CHANGED_BY[kind])} on ${channels} channels`, ...kernel, ...balanceText(balance)].join("; ")})`;
}

/** How far from λI, and which λ. */
function balanceText(balance: CircuitFacts["balance"]): string[] {
  return balance === null
    ? []
    : [t`${formatNumber(balance.imbalance, 2)} from λI, λ = ${formatNumber(balance.lambda, 2)}`];
}

/** What changes a circuit's channels unseen. */
const CHANGED_BY: Readonly<Record<CircuitFacts["kind"], string>> = {
  matrix: word`every matrix`,
  rescaling: word`rescaling`,
  phases: word`rescaling and phases of pairs`,
  linked: word`wires that share weights`,
};

export const OF_CIRCUITS = word`φ is made of the products of what writes a wire with what reads it, circuit by circuit, and of every other parameter as it is. The property holds for the network when it holds for each circuit.`;

/** "φ(θ), the products through attention.scores among it, does" */
export function productsOf(names: readonly string[]): string {
  const [first] = names;
  return names.length === 1
    ? t`φ(θ), which has the products through ${first}, does`
    : t`φ(θ), which has the products through ${first} and ${names.length - 1} more, does`;
}
