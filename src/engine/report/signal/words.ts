/** What is said of signals: whether they keep their size. */
import { counted } from "../../findings/words";
import { formatNumber } from "../../findings/numbers";
import type { SignalSection } from "./facts";
import { t } from "../../findings/language";

/** A factor this near to 1 at each layer keeps a signal's size. */
export const KEPT = 0.05;

/** "Signals shrink by a factor of 0.6 a layer, gradients keep their size."; `null` where nothing was sent. */
export function signalSentence({ gain, backwardGain }: SignalSection): string | null {
  if (gain.value === null) return null;
  const forward = course(t`Signals`, gain.value);
  return backwardGain.value === null ? `${forward}.` : `${forward}, ${course(t`gradients`, backwardGain.value)}.`;
}

function course(what: string, gain: number): string {
  if (gain === 0) return t`${what} do not get through`;
  if (Math.abs(gain - 1) <= KEPT) return t`${what} keep their size`;
  return gain < 1
    ? t`${what} shrink by a factor of ${formatNumber(gain, 2)} a layer`
    : t`${what} grow by a factor of ${formatNumber(gain, 2)} a layer`;
}

export function sentWords({ sent, samples }: Pick<SignalSection, "sent" | "samples">): string {
  return sent === "data"
    ? counted(samples, t`sample`, t`samples`)
    : counted(samples, t`standard normal input`, t`standard normal inputs`);
}

/** "0.12 to 3.4" over all points. */
export function singularValuesText({ jacobian }: SignalSection, digits = 3): string {
  const all = jacobian.value ?? [];
  const smallest = Math.min(...all.map((one) => one.smallest));
  const largest = Math.max(...all.map((one) => one.largest));
  return t`${formatNumber(smallest, digits)} to ${formatNumber(largest, digits)}`;
}
