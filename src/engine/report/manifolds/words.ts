/** What is said of invariant manifolds. */
import { capitalized, counted, grouped } from "../../findings/words";
import type { ManifoldEntry, NearManifold, NeuronGroup } from "./facts";
import { formatNumber } from "../../findings/numbers";
import { said, t, word } from "../../findings/language";

export function trainsLike(
  { equivalentWidths, dimension: { value: dimension }, fewer }: ManifoldEntry,
  parameters: number,
): string {
  if (equivalentWidths.length === 0) {
    const within = t`Training stays within ${dimensions(dimension)} of ${parameters}.`;
    return fewer === undefined ? within : `${within} ${t`To compute the same, ${fewerWords(fewer)} would do.`}`;
  }
  return t`This trains like a network of widths ${equivalentWidths.join(", ")}, within ${dimensions(dimension)} of ${parameters}.`;
}

function dimensions(dimension: number | null): string {
  return counted(dimension ?? 0, t`dimension`, t`dimensions`);
}

/** What parts are called, one and several: results keep the English. */
const PARTS = [
  [word`unit`, word`units`],
  [word`neuron`, word`neurons`],
  [word`channel`, word`channels`],
  [word`head`, word`heads`],
  [word`query head`, word`query heads`],
  [word`key head`, word`key heads`],
  [word`expert`, word`experts`],
] as const;

/** `head`, `heads`: as parts of this kind are called in the language that is spoken. */
export function partWord(part: string, n: number): string {
  const [one, several] = PARTS.find(([name]) => name === part) ?? [part, `${part}s`];
  return said(n === 1 ? one : several);
}

/** `1 head`, `3 heads` */
export function partsCounted(n: number, part: string): string {
  return counted(n, partWord(part, 1), partWord(part, 2));
}

/** `1 of 2 heads of layer1` */
export function fewerWords(fewer: NonNullable<ManifoldEntry["fewer"]>): string {
  return inWords(fewer.map(({ layer, part, from, to }) => t`${to} of ${partsCounted(from, part)} of ${layer}`));
}

export const SAME_WITH_FEWER = word`compute the same, one of the copies with the sum of what reads them all.`;

/** `rank 1 of 2` */
export function rankOf({ value, of }: NonNullable<NeuronGroup["rank"]>): string {
  return t`rank ${value} of ${of}`;
}

export function startsAlmostTied(group: NearManifold): string {
  const { kind, neurons, tensors = [], rank, distance } = group;
  const one = neurons.length < 2 && tensors.length < 2 && rank === undefined;
  const isPart = group.part !== undefined || tensors.length > 0 || rank !== undefined;
  const names = isPart ? capitalized(neuronNames(group)) : neuronNames(group);
  const at = formatNumber(distance);
  switch (kind) {
    case "low-rank": {
      const low = rank === undefined ? t`low rank` : rankOf(rank);
      return one
        ? t`${names} starts almost with ${low} together, at relative distance ${at}: training raises it, but slowly at first.`
        : t`${names} start almost with ${low} together, at relative distance ${at}: training raises it, but slowly at first.`;
    }
    case "zero":
    case "still":
      return one
        ? t`${names} starts almost at 0, at relative distance ${at}: training moves it, but slowly at first.`
        : t`${names} start almost at 0, at relative distance ${at}: training moves them, but slowly at first.`;
    case "frozen":
      return one
        ? t`${names} starts almost without any gradient, at relative distance ${at}: training moves it, but slowly at first.`
        : t`${names} start almost without any gradient, at relative distance ${at}: training moves them, but slowly at first.`;
    case "proportional":
      return one
        ? t`${names} starts almost in proportion, at relative distance ${at}: training separates it, but slowly at first.`
        : t`${names} start almost in proportion, at relative distance ${at}: training separates them, but slowly at first.`;
    case "identical":
      return one
        ? t`${names} starts almost identical, at relative distance ${at}: training separates it, but slowly at first.`
        : t`${names} start almost identical, at relative distance ${at}: training separates them, but slowly at first.`;
    case "opposite":
    case "mirrored":
    case "silent":
    case "equitable":
      return one
        ? t`${names} starts almost as copies up to sign, at relative distance ${at}: training separates it, but slowly at first.`
        : t`${names} start almost as copies up to sign, at relative distance ${at}: training separates them, but slowly at first.`;
  }
}

export const INDUCED_MANIFOLDS =
  "arXiv:2510.09564 (symmetries induce invariant manifolds); derivation and count in docs/mathematics.md, invariant manifolds";

export const FROZEN_NEURONS = t`No gradient ever reaches them: nothing reads them, or only what no gradient reaches either, so their incoming weights never move.`;

export const EQUAL_SUMS = t`What they receive from each group of the neighbouring layers, and what these receive from them, has the same sum.`;

export const HOMOGENEOUS_SCALING = t`The block of weights between two groups becomes one weight, its norm: for k equal neurons √k times one of them. The smaller network computes the same function and trains alike.`;

export const GENERAL_SCALING = t`One neuron for each group of k computes the same function with outgoing weights k times as large; it trains alike when the learning rate of each weight is multiplied by the size of the group it comes from and divided by that of the group it goes to. At one rate for all: √k·α·σ(ω·x/√k) with α = √k a, ω = √k w.`;

export const CHANNEL_SCALING = t`One neuron for each group computes the same function, with each weight multiplied by the number c of neurons of the group it comes from that one of the group it goes to reads; it trains alike when the learning rate of each weight is multiplied by its c and divided by the size of the group it goes to. Where weights are in proportion, a neuron counts by the square of its factor.`;

type Named = Pick<NeuronGroup, "layer" | "neurons" | "elsewhere" | "part" | "tensors" | "rank">;

/** `heads 0 and 1 of layer1`, `query and key of head 0 of layer1`, `the gain of layer3`; `null`: neurons. */
function partNames({ layer, neurons, part, tensors = [], rank }: Named): string | null {
  if (rank !== undefined && tensors.length === 0) return t`weights into and out of ${layer}`;
  if (part === undefined && tensors.length === 0) return null;
  const shown = neurons.slice(0, MOST_NAMES).map(String);
  const numbers = neurons.length > MOST_NAMES ? `${shown.join(", ")}, …` : inWords(shown);
  const members = part === undefined ? "" : `${partWord(part, neurons.length)} ${numbers}`;
  if (tensors.length === 0) return t`${members} of ${layer}`;
  const names = inWords(tensors);
  return part === undefined ? t`${names} of ${layer}` : t`${names} of ${members} of ${layer}`;
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : t`${names.slice(0, -1).join(", ")} and ${names[names.length - 1] ?? ""}`;
}

/** Tensors that a branch begins with, and those that wait. */
export function beginsWith(first: readonly string[], later: readonly string[]): string {
  const names = inWords(later);
  if (later.length === 1)
    return first.length === 1
      ? t`${names} gets no gradient until it has moved`
      : t`${names} gets no gradient until these have moved`;
  return first.length === 1
    ? t`${names} get no gradient until it has moved`
    : t`${names} get no gradient until these have moved`;
}

/** `layer1[1] and layer1[4]`; long lists are cut. */
export function neuronNames(group: Named): string {
  const named = partNames(group);
  if (named !== null) return named;
  const { layer, neurons, elsewhere = [] } = group;
  const parts = [{ layer, neurons }, ...elsewhere];
  const names = parts.flatMap((part) => part.neurons.slice(0, MOST_NAMES).map((neuron) => `${part.layer}[${neuron}]`));
  const count = parts.reduce((sum, part) => sum + part.neurons.length, 0);
  if (count > MOST_NAMES)
    return t`${grouped(count)} neurons of ${parts.map((part) => part.layer).join(", ")} (${names[0]}, ${names[1]}, …)`;
  return inWords(names);
}

const MOST_NAMES = 4;

export function shortMembers(layer: string, neurons: readonly number[], mostMembers: number): string {
  return `${layer}[${neurons.slice(0, mostMembers).join(", ")}${neurons.length > mostMembers ? ", …" : ""}]`;
}

export function memberCount(parts: readonly { readonly layer: string; readonly neurons: readonly number[] }[]): string {
  return t`${parts.reduce((sum, part) => sum + part.neurons.length, 0)} of ${parts.map((part) => part.layer).join(", ")}`;
}

export const SMALLEST_DIMENSION = t`Smallest dimension of an invariant manifold that contains the initialization; the number of parameters that train when there is none but the whole space.`;
