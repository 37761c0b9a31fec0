/** What is said of a watched run and its charts. */
import type { WatchedRun } from "../../../engine/report/watch";
import { plural } from "../../data/words";
import { t } from "../../../engine/findings/language";

export const WATCH_INTRO = t`A run that is trained elsewhere, as its recorder writes it down: its conservation laws, measured, beside what its steps make of them.`;

export function lawsCaption(recursion: WatchedRun["recursion"], drawn: number, all: number): string {
  const few =
    drawn < all ? t` Of ${plural(all, t`family`, t`families`)} the ${drawn} that have moved most are drawn.` : "";
  return `${RECURSIONS[recursion]}${few}`;
}

const RECURSIONS: Readonly<Record<WatchedRun["recursion"], string>> = {
  exact: t`Dashed: h′ = (1 − ηλ)² h + η² h(g), step by step from the start, which plain SGD follows exactly.`,
  held: t`Dashed: h′ = (1 − ηλ)² h + η² h(g) with η, λ and h(g) held between lines: an estimate. Record every step to have it exactly.`,
  none: t`Measured only: with momentum, or an adaptive step, h and h(g) do not say where a law goes.`,
};

export function lossCaption(): string {
  return t`As the training loop told it.`;
}

export function statusLine({ file, state, step, lines, optimizer }: WatchedRun): string {
  if (state === "waiting") return t`Waiting for a run in ${file}.`;
  if (optimizer === null) return t`${file} has begun; no step is told yet.`;
  const { type, learningRate, weightDecay, momentum } = optimizer;
  const told = [
    t`learning rate ${learningRate}`,
    ...(weightDecay === 0 ? [] : [t`weight decay ${weightDecay}`]),
    ...(momentum === 0 ? [] : [t`momentum ${momentum}`]),
  ];
  return t`${file}: step ${step ?? 0}, ${plural(lines, t`line`, t`lines`)}, ${type} with ${told.join(", ")}.`;
}

/** What else there is to know of the file. */
export function remarks({ unreadable, firstUnreadable, restarts, leftOut }: WatchedRun): string[] {
  return [
    ...(unreadable === 0
      ? []
      : [t`${plural(unreadable, t`line`, t`lines`)} could not be read, the first is line ${firstUnreadable ?? 1}.`]),
    ...(restarts === 0 ? [] : [t`The file began anew ${plural(restarts, t`time`, t`times`)}.`]),
    ...(leftOut === 0 ? [] : [t`${plural(leftOut, t`family`, t`families`)} more are in the file, and not followed.`]),
  ];
}
