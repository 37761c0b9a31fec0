/** What a theorem's claim cites: the statement as data, and the line that a reader sees. */

export interface Reference {
  /** "arXiv:2508.07370, Theorem 3.9 (v1: 4.4)" */
  readonly text: string;
  /** Absent: it has no number of its own. */
  readonly statement?: Statement;
}

export interface Statement {
  readonly kind: "theorem" | "proposition" | "corollary" | "lemma";
  /** "3.9", "E.2" */
  readonly number: string;
}

/** Cites a numbered statement; `more`: what else the line says, as it follows the number. */
export function cited(work: string, kind: Statement["kind"], number: string, more = ""): Reference {
  return { text: `${work}, ${statementName({ kind, number })}${more}`, statement: { kind, number } };
}

/** The same statement, with more said of it. */
export function alsoCiting({ text, ...same }: Reference, more: string): Reference {
  return { ...same, text: `${text}${more}` };
}

/** "Theorem 3.9" */
export function statementName({ kind, number }: Statement): string {
  return `${KIND_WORDS[kind]} ${number}`;
}

const KIND_WORDS: Readonly<Record<Statement["kind"], string>> = {
  theorem: "Theorem",
  proposition: "Proposition",
  corollary: "Corollary",
  lemma: "Lemma",
};
