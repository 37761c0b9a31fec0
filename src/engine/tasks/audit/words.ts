/** What an audit says. */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";
import { counted, either, quote } from "../../findings/words";
import type { PartsKind } from "../../report/audit/facts";
import { partsCounted } from "../../report/manifolds/words";
import { TIED } from "./parts-words";

export const notInFile = t`The file does not have all of its weights.`;
export const scattered = t`Its weights lie in the file in an order that is not read in one go.`;
export const needsAllTogether = t`Its laws join weights of several layers in a way that needs all of them at once.`;
export const manyWeights = t`Too many weights for one table of all its values.`;
export const manyTerms = t`Its sums have too many terms to be listed.`;

export const FLOW_KEEPS = t`Gradient flow keeps it exactly; small steps of SGD nearly.`;
export const NO_LAW = t`This optimizer rescales gradients number by number, and keeps no such quantity.`;
export const NO_MOMENTUM_LAW = t`With momentum its change follows from the gradients of all steps, which are not known: nothing bounds it.`;
export const NEEDS_RUN = t`To say more, the learning rate and the number of steps are needed.`;

/** Whose gradients do not move a law. */
export type WhichLoss = "any" | "this";

export function decayedTo(factor: number, which: WhichLoss): string {
  if (factor === 1)
    return which === "any"
      ? t`It is kept exactly: no gradient of any loss moves it, and without weight decay nothing else does.`
      : t`It is kept exactly: no gradient of this loss moves it, and without weight decay nothing else does.`;
  const by = formatNumber(factor, 6);
  return which === "any"
    ? t`It is multiplied by ${by} exactly: no gradient of any loss moves it, only weight decay.`
    : t`It is multiplied by ${by} exactly: no gradient of this loss moves it, only weight decay.`;
}

/** `null`: its tensors do not decay alike. */
export function decayedEach(
  counts: readonly (readonly [factor: number | null, laws: number])[],
  which: WhichLoss,
): string {
  const each = counts.map(([factor, count]) => {
    const laws = counted(count, t`law`, t`laws`);
    if (factor === null) return t`${laws} with some tensors that decay and some that do not: open`;
    return factor === 1 ? t`${laws}: kept exactly` : t`${laws}: multiplied by ${formatNumber(factor, 6)} exactly`;
  });
  const first =
    which === "any"
      ? t`No gradient of any loss moves its laws, only the weight decay of their tensors.`
      : t`No gradient of this loss moves its laws, only the weight decay of their tensors.`;
  return `${first} ${each.join("; ")}.`;
}

export const MIXED_DECAY = t`Some of its tensors decay and some do not: what that makes of it depends on each of them along the way, which is not known.`;
export const NOT_HOMOGENEOUS = t`It is not homogeneous in the weights, so weight decay does not multiply it by anything: nothing bounds it.`;

export function boundedByDescent(bound: number): string {
  return t`It moves by at most 2η |H| (L₀ − L) = ${formatNumber(bound, 4)}, if every step was taken on all samples and the rate was at most 1/β, β the largest curvature of the loss on the way; that is not seen in two files.`;
}
export const LOSS_ROSE = t`The loss rose, which steps on all samples with a rate of at most 1/β never do: nothing bounds it.`;
export const BEYOND_DESCENT = t`That is more: some step was not on all samples, or the rate was above 1/β, as it is at the edge of stability.`;

export function atLeast(rho: number): string {
  return t`It is at least ${formatNumber(rho, 6)} times what it was: every step multiplies it by (1 − ηλ)² and adds η² |g|².`;
}

export function boundedBy(rho: number, bound: number): string {
  return t`It is within ${formatNumber(bound, 4)} of ${formatNumber(rho, 6)} times what it was, with gradients of the norm they were clipped to.`;
}

export function unbounded(rho: number): string {
  return t`It is ${formatNumber(rho, 6)} times what it was, and η² Σ h(g) more; that sum is not known: a log of the run, or the norm to which its gradients were clipped, would say.`;
}

export function movedBy(size: number, relative: number | null): string {
  const by = formatNumber(size, 4);
  return relative === null
    ? t`It moved by ${by}.`
    : t`It moved by ${by}, ${formatNumber(relative)} of what its two sides moved.`;
}

export function awayBy(deviation: number, tolerance: number): string {
  return t`It is ${formatNumber(deviation, 4)} away from that; rounding allows ${formatNumber(tolerance, 2)}.`;
}

export const FRAGILE = t`Rounding noise in a gradient that should be zero is enough for this optimizer to move it: this is no proof of another run.`;

export function refutedMessage(id: string, possible: string, found: string): string {
  return t`${quote(id)} changed as the claimed run cannot change it. ${possible} ${found}`;
}

export const REFUTED_HELP = t`Another weight decay, a decay for some tensors only, another optimizer, or weights that are tied otherwise than the spec says would each do this: compare with what the run was started with.`;

export function tiedMessage(layer: string, word: string, kind: PartsKind, count: number, of: number): string {
  return TIED[kind](partsCounted(count, word), of, quote(layer), count === 1);
}

export const TIED_HELP = t`Where the network treats them alike, training without noise keeps them so: they count as one. Perturb them before training goes on.`;
export const DEAD_HELP = t`What is zero on both sides gets no gradient and stays as it is; what is zero on one side can still move.`;

export function notFiniteMessage(tensor: string, nan: number, infinite: number): string {
  const found = [
    ...(nan > 0 ? [counted(nan, "NaN", "NaN")] : []),
    ...(infinite > 0 ? [counted(infinite, t`infinity`, t`infinities`)] : []),
  ];
  return t`The tensor ${quote(tensor)} has ${either(found, "and")}.`;
}

export const NOT_FINITE_HELP = t`The training that wrote it had diverged, or the file is damaged: use an earlier checkpoint.`;

export function storedIn(dtypes: readonly string[]): string {
  return t`Of weights stored in ${dtypes.join(t` and `)}: rounding to that may have changed it by up to its tolerance.`;
}

export function sampled(probes: number, factor: number): string {
  return t`Estimated from ${probes} random vectors: with 95 % probability at most ${formatNumber(factor)} times this.`;
}

export const notANumber = t`Some of its weights are not finite numbers.`;

export function noSpecFits(path: string, first: string): string {
  return t`${quote(path)} holds none of the layers of the spec. ${first}`;
}

export const noFileNamed = {
  reason: t`The spec starts from no file of weights, so there is nothing to audit.`,
  help: t`Name one: "initialization": { "scheme": "file", "path": "model.safetensors" }.`,
};
