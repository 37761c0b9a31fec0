/** What is said of a run's log. */
import { formatNumber } from "../../findings/numbers";
import { grouped, quote } from "../../findings/words";

export const RECURSION = "Each step of SGD makes (1 − ηλ)² h + η² h(g) of it, exactly.";
export const NO_RECURSION = "With this optimizer the next value does not follow from h and h(g) alone.";
export const NO_PAIRS =
  "The log has no two consecutive steps with a learning rate and h(g), so no step can be followed.";

export function offBy(deviation: number, decay: number | null): string {
  const instead = decay === null ? "" : ` A weight decay of ${formatNumber(decay, 4)} fits every step of it.`;
  return `The log is away from that by ${formatNumber(deviation)} of its largest value at most.${instead}`;
}

/** Bytes of a log that is read as one text. */
export const LARGEST_LOG = 256e6;

export function logTooLarge(name: string, bytes: number): { readonly reason: string; readonly help: string } {
  return {
    reason: `The log ${quote(name)} has ${grouped(bytes)} bytes; it may have ${grouped(LARGEST_LOG)}.`,
    help: "Record fewer steps, or audit a part of it.",
  };
}

export function logUnreadable(name: string): { readonly reason: string; readonly help: string } {
  return { reason: `The log ${quote(name)} cannot be read.`, help: "Choose the file that the recorder writes." };
}
