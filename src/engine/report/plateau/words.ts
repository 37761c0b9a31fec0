/** What is said of the plateau: how long it lasts, and why. */
import { counted, listed } from "../../findings/words";
import { formatNumber } from "../../findings/numbers";

export function tooSmallToPass(small: readonly string[]): string {
  return ` ${counted(small.length, "layer")} (${listed(small, "and")}) ${small.length === 1 ? "starts" : "start"} too small to pass a signal on.`;
}

export function longPlateau({
  level,
  time,
  bar,
  steps,
  share,
  why,
}: {
  readonly level: number;
  readonly time: number;
  readonly bar: string;
  readonly steps: string;
  readonly share: string;
  readonly why: string;
}): string {
  return `The loss is predicted to stay above ${100 * level} % of its start until t ≈ ${formatNumber(time, 2)}${bar}${steps}: ${share}.${why}`;
}

export function gainsNote(gainThreshold: number, small: readonly string[]): string {
  return `first layer to last; below ${formatNumber(gainThreshold)} is a bottleneck${small.length === 0 ? "" : `: ${small.join(", ")}`}`;
}

export function escapeNote(level: number, escapeSteps: number | null, runTime: number | null): string {
  return `first time below ${100 * level} % of the loss at the start${escapeSteps === null ? "" : `, about ${escapeSteps} steps`}${runTime === null ? "" : `; the run ends at t = ${formatNumber(runTime)}`}`;
}
