/** Why nothing is imported. Invariant: whatever was read, an importer answers or throws one of these. */
export class ImportRefusal extends Error {
  override readonly name = "ImportRefusal";
  readonly reason: string;
  /** What to do about it. */
  readonly help: string;
  readonly asks: Asks | null;

  constructor({ reason, help, asks }: Said) {
    super(`${reason} ${help}`);
    this.reason = reason;
    this.help = help;
    this.asks = asks ?? null;
  }
}

/** What a user could say, and then it can be imported: what bends these layers. */
export interface Asks {
  readonly activationOf: readonly string[];
}

export interface Said {
  readonly reason: string;
  readonly help: string;
  readonly asks?: Asks;
}

/** Throws. */
export function refuse(said: Said): never {
  throw new ImportRefusal(said);
}
