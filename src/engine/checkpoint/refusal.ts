/**
 * Why a file, or a tensor of it, is not read. Invariant: whatever the bytes are, a reader of this room either answers or throws
 * a `CheckpointError`; nothing else leaves it.
 */
import { t } from "../findings/language";

/** Plain data, for a problem or a message. */
export interface Refusal {
  readonly file: string;
  /** Where in the file, for example "byte 1024" or a tensor's name in quotes; `null`: all of it. */
  readonly place: string | null;
  readonly reason: string;
  /** What to do about it. */
  readonly help: string;
}

export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`${refusal.file}${refusal.place === null ? "" : `, ${refusal.place}`}: ${refusal.reason} ${refusal.help}`);
    this.refusal = refusal;
  }
}

/** Throws. `why`: a sentence and what to do, as the words of this room write them. */
export function refuse(file: string, place: string | null, why: Why): never {
  throw new CheckpointError({ file, place, ...why });
}

export type Why = Pick<Refusal, "reason" | "help">;

export const atByte = (offset: number): string => t`byte ${offset}`;

export const ofTensor = (name: string): string => t`tensor "${shortened(name)}"`;

/** Names come from files: what is quoted of them stays readable. */
export const shortened = (name: string): string => (name.length <= 200 ? name : `${name.slice(0, 200)}…`);
