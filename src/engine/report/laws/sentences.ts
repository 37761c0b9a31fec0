/**
 * What is said of the number of laws, in sentences that name of what they are laws: of φ, of the network, or under the
 * loss.
 */
import type { LawsSection } from "./facts";
import { openCount } from "./words";
import { t } from "../../findings/language";

/** Some sentences; they always say of what. */
export function lawsSentence(laws: LawsSection): string {
  return [ofPhi(laws), ofNetwork(laws), underLoss(laws)].filter((sentence) => sentence !== "").join(" ");
}

/** A few words for a card or a certificate: whether there are others, and of what. */
export function completenessWords(laws: LawsSection): string {
  const { complete } = laws;
  if (complete.value === null) return t`whether there are others ${holder(laws)} is open`;
  return complete.value ? t`no others ${holder(laws)}` : t`some ${holder(laws)} are missing`;
}

/** What the counts at the top of the section speak of. */
function holderOf({ of, network, independent, complete }: LawsSection): Holder {
  if (of === "network") return "network";
  if (network === null || !alike({ network, independent, complete })) return "phi";
  return network.near === "generic" ? "both" : "both-nearby";
}

type Holder = keyof typeof HOLDERS;

const HOLDERS = {
  network: t`of the network`,
  phi: t`of φ`,
  both: t`of φ and of the network`,
  "both-nearby": t`of φ and, near the initialization, of the network`,
} as const;

function holder(laws: LawsSection): string {
  return HOLDERS[holderOf(laws)];
}

function ofPhi(laws: LawsSection): string {
  const { of, known, independent, complete, families } = laws;
  const whose = holder(laws);
  if (known.value === null)
    return families.length === 0
      ? t`Its conservation laws are not known yet.`
      : t`Its conservation laws are listed but not counted.`;
  if (complete.value === true && known.value === 0)
    return of === "network"
      ? t`The network has no conservation laws.`
      : holderOf(laws) === "phi"
        ? t`φ has no conservation laws.`
        : t`Neither φ nor the network has a conservation law.`;
  if (complete.value === true) return t`${plural(known.value)} ${whose}, and there are no others.`;
  if (complete.value === false && independent.value !== null)
    return t`${known.value} of ${plural(independent.value)} ${whose} are known in closed form.`;
  return known.value === 0
    ? t`No conservation law ${whose} is known; whether there are any is open.`
    : t`${plural(known.value)} ${whose} known; whether there are others is open.`;
}

function ofNetwork(laws: LawsSection): string {
  const { of, network, known } = laws;
  if (of === "network" || network === null || alike(laws)) return "";
  if (network.independent.value === null) {
    const least = network.known.value ?? known.value;
    return least === null || network.atMost === null
      ? t`Whether the network itself has more is open.`
      : openCount(least, network.atMost);
  }
  const count = t`Near the initialization the network itself has ${network.independent.value}`;
  if (network.complete.value === true) return t`${count}, all of them listed.`;
  return network.known.value === null
    ? `${count}.`
    : t`${count}, of which ${network.known.value} are known in closed form.`;
}

function underLoss({ loss }: LawsSection): string {
  if (loss === null || loss.added === 0) return "";
  const others =
    loss.complete.value === true
      ? t`and under it there are no others`
      : loss.complete.value === false
        ? t`and under it there are others`
        : t`and whether there are others under it is open`;
  return t`The ${loss.name} loss adds ${loss.added}, the sums over the outputs, ${others}.`;
}

/** The network's laws are φ's, and that is known. */
function alike({ network, independent, complete }: Pick<LawsSection, "network" | "independent" | "complete">): boolean {
  return (
    network !== null &&
    complete.value === true &&
    network.complete.value === true &&
    network.independent.value === independent.value
  );
}

function plural(n: number): string {
  return n === 1 ? t`1 independent conservation law` : t`${n} independent conservation laws`;
}
