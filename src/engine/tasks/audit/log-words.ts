/** What is said of a run's log. */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";
import { counted, grouped, quote } from "../../findings/words";

type Kind = "sgd" | "momentum" | "nesterov";

export const RECURSION: Readonly<Record<Kind, string>> = {
  sgd: t`Each step of SGD makes (1 − ηλ)² h + η² h(g) of a quadratic law and (1 − ηλ) ℓ of a linear one, exactly.`,
  momentum: t`With momentum the next value follows exactly from the two before it and, of a quadratic law, from h(v) of the momentum buffer.`,
  nesterov: t`With Nesterov's momentum the next value of a linear law follows exactly from the two before it.`,
};
export const NO_RECURSION = t`With this optimizer the next value does not follow from h and h(g) alone.`;
export const UNKNOWN_OPTIMIZER = t`The log names an optimizer whose recursion is not known here. Say which one holds, if it is one of SGD, with momentum or Nesterov's.`;
export const MIXED = t`Some of its tensors decay and some do not, so its next value does not follow from its own values alone.`;

/** What a log without a step that can be followed lacks. */
export function needs(kind: Kind, linear: boolean): string {
  if (kind === "sgd")
    return linear
      ? t`The log has no two consecutive steps with a learning rate, so no step can be followed.`
      : t`The log has no two consecutive steps with a learning rate and h(g), so no step can be followed.`;
  return linear
    ? t`The log has no three consecutive steps with a learning rate, so no step can be followed.`
    : t`The log has no three consecutive steps with a learning rate and h(v), as “hv”, so no step can be followed.`;
}

export function notFollowed(records: number): string {
  return t`${counted(records, t`value`, t`values`)} of it in the log, none of which is held against another.`;
}

export function offBy(deviation: number, decay: number | null): string {
  const away = t`The log is away from that by ${formatNumber(deviation)} of its largest value at most.`;
  return decay === null ? away : `${away} ${t`A weight decay of ${formatNumber(decay, 4)} fits every step of it.`}`;
}

/** Bytes of a log that is read as one text. */
export const LARGEST_LOG = 256e6;

export function logTooLarge(name: string, bytes: number): { readonly reason: string; readonly help: string } {
  return {
    reason: t`The log ${quote(name)} has ${grouped(bytes)} bytes; it may have ${grouped(LARGEST_LOG)}.`,
    help: t`Record fewer steps, or audit a part of it.`,
  };
}

export function logUnreadable(name: string): { readonly reason: string; readonly help: string } {
  return { reason: t`The log ${quote(name)} cannot be read.`, help: t`Choose the file that the recorder writes.` };
}
