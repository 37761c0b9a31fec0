/** What a piece of text that is no JSON most likely was meant to be. */
import { nearest, quote } from "../../findings/words";
import { t } from "../../findings/language";

export interface Explanation {
  readonly message: string;
  readonly help: string;
}

/** Why a number-like word is not one, or `null` when it is. */
export function explainNumber(word: string): Explanation | null {
  if (JSON_NUMBER.test(word)) {
    if (Number.isFinite(Number(word))) return null;
    return {
      message: t`${quoteless(word)} is too large: the largest number is about 1.8e308.`,
      help: t`Write a smaller number; every value must be finite.`,
    };
  }
  if (/^[-+]?0[xob]/i.test(word)) {
    const value = Number(word.replace(/^[-+]/, ""));
    return {
      message: t`${quoteless(word)} is not a JSON number: only decimal notation is allowed.`,
      help: Number.isFinite(value) ? t`Write ${word.startsWith("-") ? -value : value}.` : t`Write it in decimal.`,
    };
  }
  const repaired = word
    .replace(/^\+/, "")
    .replace(/_/g, "")
    .replace(/^(-?)\./, "$10.")
    .replace(/\.(?=$|[eE])/, "")
    .replace(/^(-?)0+(?=\d)/, "$1");
  const help = JSON_NUMBER.test(repaired) ? t`Write ${quoteless(repaired)}.` : t`Write it as in 12, -0.5 or 1e-3.`;
  if (word.startsWith("+"))
    return { message: t`${quoteless(word)} begins with a plus sign, which JSON numbers do not have.`, help };
  if (/^-?\./.test(word)) return { message: t`${quoteless(word)} needs a digit before its point.`, help };
  if (/^-?\d+\.([eE].*)?$/.test(word)) return { message: t`${quoteless(word)} needs a digit after its point.`, help };
  if (/^-?0\d/.test(word)) return { message: t`${quoteless(word)} begins with a zero that has no meaning.`, help };
  return { message: t`${quoteless(word)} is not a number.`, help };
}

/** Why a bare word may not stand where a value is expected. */
export function explainWord(word: string): Explanation {
  if (/^[-+]?(nan|inf|infinity)$/i.test(word))
    return {
      message: t`${quoteless(word)} is not allowed: every number must be finite.`,
      help: t`Write a finite number, or leave the property out.`,
    };
  if (/^[-+.\d]/.test(word))
    return explainNumber(word) ?? { message: t`${quoteless(word)} is not expected here.`, help: t`Remove it.` };
  const keyword = KEYWORDS.get(word.toLowerCase());
  if (keyword !== undefined) return { message: t`${quoteless(word)} is not JSON.`, help: t`Write ${keyword}.` };
  const guess = /^[a-z]+$/i.test(word) ? nearest(word, ["true", "false", "null"]) : null;
  if (guess !== null)
    return {
      message: t`${quoteless(word)} is not JSON; did you mean ${guess}?`,
      help: t`Write ${guess}, or ${quote(word)} if it is a text.`,
    };
  if (word.startsWith("'")) return explainSingleQuotes(word.replace(/^'+|'+$/g, ""));
  if (/^[“”„«»]/.test(word))
    return { message: t`Typographic quotes do not begin a text in JSON.`, help: t`Use straight double quotes: ".` };
  if (/^[\p{L}_$]/u.test(word))
    return { message: t`The text ${quoteless(word)} lacks its double quotes.`, help: t`Write ${quote(word)}.` };
  return { message: t`${quoteless(word)} is not expected here.`, help: t`Remove it, or put text into double quotes.` };
}

/** Why a bare word may not be a property's name. */
export function explainKey(word: string): Explanation {
  return { message: t`The property name ${quoteless(word)} lacks its double quotes.`, help: t`Write ${quote(word)}.` };
}

export function explainSingleQuotes(content: string): Explanation {
  return { message: t`Text stands in double quotes in JSON, not in single ones.`, help: t`Write ${quote(content)}.` };
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const KEYWORDS = new Map([
  ["true", "true"],
  ["false", "false"],
  ["null", "null"],
  ["none", "null"],
  ["undefined", "null"],
  ["yes", "true"],
  ["no", "false"],
]);

function quoteless(word: string): string {
  return quote(word).slice(1, -1);
}
