/** What a word that no spec knows was most likely meant to be: in the message, in its help, and as changes of the text. */
import { bare, meant, nearest, quote } from "../findings/words";
import type { Span, SpanFix } from "./notes";
import { synonymOf, type Where } from "./synonyms";
import { t } from "../findings/language";

interface Guess {
  readonly word: string;
  /** `null`: the word was misspelt; else it is one that others use, and this is what differs (`null`: nothing). */
  readonly synonym: { readonly differs: string | null } | null;
}

/** A word that differs in nothing but case and hyphens; else one that others use for it; else the nearest one; else `null`. */
export function guessOf(word: string, candidates: readonly string[], where: Where): Guess | null {
  const same = candidates.find((candidate) => bare(candidate) === bare(word));
  if (same !== undefined) return { word: same, synonym: null };
  const other = synonymOf(word, candidates, where);
  if (other !== null) return { word: other.word, synonym: { differs: other.differs } };
  const near = nearest(word, candidates);
  return near === null ? null : { word: near, synonym: null };
}

/** The end of the sentence that says that the word is unknown. */
export function guessText(guess: Guess | null): string {
  if (guess?.synonym == null) return meant(guess?.word ?? null);
  return guess.synonym.differs === null
    ? t`; here it is called ${quote(guess.word)}.`
    : t`; near to it is ${quote(guess.word)}, which is not the same.`;
}

/** `otherwise`: what is said where nothing differs. */
export function guessHelp(guess: Guess | null, otherwise: string): string {
  const differs = guess?.synonym?.differs ?? null;
  return differs === null ? otherwise : `${differs} ${otherwise}`;
}

export function guessFixes(guess: Guess | null, at: Span): SpanFix[] {
  if (guess === null) return [];
  const same = guess.synonym === null || guess.synonym.differs === null;
  const fix = wordFix(guess.word, at);
  return [same ? fix : { ...fix, title: t`Write ${quote(guess.word)} (not the same)`, same }];
}

/** As `guessFixes`, of names, which have no synonyms. */
export function nearestFixes(word: string, candidates: Iterable<string>, at: Span): SpanFix[] {
  const guess = nearest(word, candidates);
  return guess === null ? [] : [wordFix(guess, at)];
}

/** Writes the word, in its quotes, in place of what stands at `at`. */
export function wordFix(word: string, at: Span): SpanFix {
  return { title: t`Write ${quote(word)}`, at, newText: JSON.stringify(word), same: true };
}
