/** What sections of the page say. */
import { durationText } from "../data/freshness";
import { groupDigits } from "../data/words";
import { t } from "../../engine/findings/language";

export const BOTH_NEAR = t`Neither is the initialization itself: both are near it, with its laws.`;

/** `count` is `null` where it is beyond double precision. */
export function tooManyManifolds(count: number | null, moving: number): string {
  const manifolds = count === null ? t`more than 10³⁰⁸` : groupDigits(count);
  return t`${manifolds} manifolds, too many to draw; ${moving} neurons move on their own here`;
}

/** As the page's sections are called; another name is said as it is. */
const PENDING: Readonly<Record<string, string>> = {
  laws: t`the conservation laws`,
  metric: t`the measurement beside the verdict`,
  plateau: t`the plateau`,
  manifolds: t`the invariant manifolds`,
  signal: t`signals at the start`,
  depth: t`what is seen along the depth`,
  data: t`the data`,
};

export function stillComputing(names: readonly string[]): string {
  return t`Still computing: ${inWords(names)}…`;
}

export function notComputed(names: readonly string[]): string {
  return t`Not computed: ${inWords(names)}.`;
}

function inWords(names: readonly string[]): string {
  return names.map((name) => PENDING[name] ?? name).join(", ");
}

export function sweepDone(runs: number, milliseconds: number, without: number): string {
  return t`Done: ${runs} runs in ${durationText(milliseconds)}${without === 0 ? "" : t`, ${without} without a number`}.`;
}

/** A line for each, the strongest first. */
export const BASES = [
  { basis: "theorem", means: t`A cited statement, and its hypotheses were checked for this spec.` },
  { basis: "certified", means: t`Computed in exact arithmetic, without any tolerance.` },
  { basis: "measured", means: t`Computed in floating point; residual and tolerance come with it.` },
  { basis: "predicted", means: t`What an asymptotic law says, with its error where it is a time.` },
] as const;
