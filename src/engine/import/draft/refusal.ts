/** Why nothing is imported. Invariant: whatever was read, an importer answers or throws one of these. */
export class ImportRefusal extends Error {
  override readonly name = "ImportRefusal";
  readonly reason: string;
  /** What to do about it. */
  readonly help: string;

  constructor({ reason, help }: Said) {
    super(`${reason} ${help}`);
    this.reason = reason;
    this.help = help;
  }
}

export interface Said {
  readonly reason: string;
  readonly help: string;
}

/** Throws. */
export function refuse(said: Said): never {
  throw new ImportRefusal(said);
}
