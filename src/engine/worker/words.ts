/** What is said when a job ends by a fault. */
import { grouped } from "../findings/words";

export function stoppedByFault(job: string, reason: string): string {
  return `${job} stopped because of a fault in Intrinsic: ${reason}`;
}

/** A spec that has no folder: what it names cannot be found. */
export function neverSaved(): { readonly kind: "none"; readonly why: string; readonly help: string } {
  return {
    kind: "none",
    why: "The spec was never saved, so it has no folder in which to look for its weights.",
    help: "Save it beside the file of weights.",
  };
}

export function noFolder(): { readonly kind: "none"; readonly why: string; readonly help: string } {
  return { kind: "none", why: "The folder of the spec cannot be read.", help: "Save the spec again, beside the file." };
}

export function tooManyNumbers(name: string, count: number, most: number): string {
  return `What is asked for of the data file "${name}" has ${grouped(count)} numbers; the limit is ${grouped(most)}.`;
}

interface NotWritten {
  readonly kind: "none";
  readonly why: string;
  readonly help: string;
}

/** A spec that has no folder: nothing can be written beside it. */
export function neverSavedToWrite(): NotWritten {
  return {
    kind: "none",
    why: "The spec was never saved, so it has no folder in which to write.",
    help: "Save it, then try again.",
  };
}

export function nameTaken(name: string): NotWritten {
  return {
    kind: "none",
    why: `${name}: There is something of this name already, and nothing is overwritten.`,
    help: "Move it away, or choose another name.",
  };
}

export function cannotWrite(name: string): NotWritten {
  return { kind: "none", why: `${name} cannot be written.`, help: "Make room for it, or choose another folder." };
}
