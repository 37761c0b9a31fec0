/** What is said of the plateau: how long it lasts, and why. */
import { grouped, listed } from "../../findings/words";
import { formatNumber } from "../../findings/numbers";
import { t } from "../../findings/language";

export function tooSmallToPass(small: readonly string[]): string {
  const names = listed(small, "and");
  return small.length === 1
    ? t` 1 layer (${names}) starts too small to pass a signal on.`
    : t` ${grouped(small.length)} layers (${names}) start too small to pass a signal on.`;
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
  return t`The loss is predicted to stay above ${100 * level} % of its start until t ≈ ${formatNumber(time, 2)}${bar}${steps}: ${share}.${why}`;
}

export function gainsNote(gainThreshold: number, small: readonly string[]): string {
  const bottleneck = t`first layer to last; below ${formatNumber(gainThreshold)} is a bottleneck`;
  return small.length === 0 ? bottleneck : `${bottleneck}: ${small.join(", ")}`;
}

export function escapeNote(level: number, escapeSteps: number | null, runTime: number | null): string {
  const steps = escapeSteps === null ? "" : t`, about ${escapeSteps} steps`;
  const end = runTime === null ? "" : t`; the run ends at t = ${formatNumber(runTime)}`;
  return `${t`first time below ${100 * level} % of the loss at the start`}${steps}${end}`;
}
