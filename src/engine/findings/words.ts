/** Small wording helpers, so that every message of the spec language speaks alike. */
import { t } from "./language";

/** A word of the user's, quoted as JSON writes it and never longer than a line can bear. */
export function quote(word: string): string {
  return JSON.stringify(shortened(word));
}

/** As `quote`, without quotes and escapes. */
export function shortened(word: string): string {
  if (word.length <= LONGEST_QUOTE) return word;
  const letters = Array.from(word.slice(0, 200));
  return letters.length > LONGEST_QUOTE ? `${letters.slice(0, LONGEST_QUOTE).join("")}…` : word;
}

/** `"a", "b" and "c"`; long lists are cut. */
export function listed(words: readonly string[], link: "and" | "or"): string {
  const shown = words.slice(0, LONGEST_LIST).map(quote);
  if (words.length > LONGEST_LIST) return t`${shown.join(", ")}, … (${words.length} in all)`;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} ${linking(link)} ${shown[shown.length - 1]}`;
}

/** `a, b or c`, without quotes. */
export function either(words: readonly string[], link: "and" | "or" = "or"): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} ${linking(link)} ${words[words.length - 1]}`;
}

function linking(link: "and" | "or"): string {
  return link === "and" ? t`and` : t`or`;
}

/** `1 layer`, `3 layers`: both words in the language that is spoken. */
export function counted(n: number, noun: string, plural: string): string {
  return `${grouped(n)} ${n === 1 ? noun : plural}`;
}

/** 1234567 as `1,234,567`; from 10^9 on as `1.2·10^9`. */
export function grouped(n: number): string {
  if (!Number.isFinite(n)) return t`more than 10^308`;
  if (n < 1e9) return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ",");
  let exponent = Math.floor(Math.log10(n));
  let mantissa = (n / 10 ** exponent).toFixed(1);
  if (mantissa === "10.0") [mantissa, exponent] = ["1.0", exponent + 1];
  return mantissa === "1.0" ? `10^${exponent}` : `${mantissa.replace(/\.0$/, "")}·10^${exponent}`;
}

export function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** The candidate the user most likely meant, or `null`. Case, hyphens and underscores count for nothing. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const asked = bare(word);
  if (asked.length === 0 || asked.length > LONGEST_GUESS) return null;
  let best: string | null = null;
  let least = Math.max(1, Math.floor(asked.length / 3)) + 1;
  for (const candidate of candidates) {
    const offered = bare(candidate);
    if (Math.abs(offered.length - asked.length) >= least) continue;
    const distance = editDistance(asked, offered);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** `; did you mean "units"?` or a full stop. */
export function meant(guess: string | null): string {
  return guess === null ? "." : t`; did you mean ${quote(guess)}?`;
}

const LONGEST_QUOTE = 40;
const LONGEST_LIST = 16;
const LONGEST_GUESS = 60;

/** What of a word counts when it is compared with others. */
export function bare(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, "");
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). Cost |a| |b|. */
function editDistance(a: string, b: string): number {
  let [beforeLast, last]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(substitution, last[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length];
}
