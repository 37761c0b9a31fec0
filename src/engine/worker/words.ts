/** What is said when a job ends by a fault, and of files that a spec names or asks for. */
import { grouped } from "../findings/words";
import { t } from "../findings/language";

export function stoppedByFault(job: string, reason: string): string {
  return t`${job} stopped because of a fault in Intrinsic: ${reason}`;
}

interface None {
  readonly kind: "none";
  readonly why: string;
  readonly help: string;
}

/** A spec that has no folder. `what`: to do in it. */
export function neverSaved(what: string): None {
  return {
    kind: "none",
    why: `The spec was never saved, so it has no folder in which to ${what}.`,
    help: "Save it first, beside the files it names.",
  };
}

export function noFolder(): None {
  return { kind: "none", why: "The folder of the spec cannot be read.", help: "Save the spec again, beside the file." };
}

export function tooManyNumbers(name: string, count: number, most: number): string {
  return `What is asked for of the data file "${name}" has ${grouped(count)} numbers; the limit is ${grouped(most)}.`;
}

export function nameTaken(name: string): None & { readonly taken: true } {
  return {
    kind: "none",
    taken: true,
    why: `${name}: There is something of this name already, and nothing is overwritten.`,
    help: "Move it away, or choose another name.",
  };
}

export function cannotWrite(name: string): None {
  return { kind: "none", why: `${name} cannot be written.`, help: "Make room for it, or choose another folder." };
}
