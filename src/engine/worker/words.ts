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

/** A spec that has no folder. `wanted`: what would be done in it. */
export function neverSaved(wanted: keyof typeof NEVER_SAVED): None {
  return { kind: "none", why: NEVER_SAVED[wanted], help: t`Save it first, beside the files it names.` };
}

const NEVER_SAVED = {
  data: t`The spec was never saved, so it has no folder in which to look for its data.`,
  weights: t`The spec was never saved, so it has no folder in which to look for its weights.`,
  write: t`The spec was never saved, so it has no folder in which to write.`,
} as const;

export function noFolder(): None {
  return {
    kind: "none",
    why: t`The folder of the spec cannot be read.`,
    help: t`Save the spec again, beside the file.`,
  };
}

export function tooManyNumbers(name: string, count: number, most: number): string {
  return t`What is asked for of the data file "${name}" has ${grouped(count)} numbers; the limit is ${grouped(most)}.`;
}

export function nameTaken(name: string): None & { readonly taken: true } {
  return {
    kind: "none",
    taken: true,
    why: t`${name}: There is something of this name already, and nothing is overwritten.`,
    help: t`Move it away, or choose another name.`,
  };
}

export function cannotWrite(name: string): None {
  return { kind: "none", why: t`${name} cannot be written.`, help: t`Make room for it, or choose another folder.` };
}
