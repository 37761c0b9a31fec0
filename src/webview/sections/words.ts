/** What sections of the page say. */
import { durationText } from "../data/freshness";
import { groupDigits } from "../data/words";

/** `count` is `null` where it is beyond double precision. */
export function tooManyManifolds(count: number | null, moving: number): string {
  const manifolds = count === null ? "more than 10³⁰⁸" : groupDigits(count);
  return `${manifolds} manifolds, too many to draw; ${moving} neurons move on their own here`;
}

export function sweepDone(runs: number, milliseconds: number, without: number): string {
  return `Done: ${runs} runs in ${durationText(milliseconds)}${without === 0 ? "" : `, ${without} without a number`}.`;
}
