/**
 * What people read, in their language. A sentence is written in English where it is said, and looked up there: the
 * English text with {0}, {1}, … for its values is the key, as `vscode.l10n.t` has it, so that one bundle serves the
 * extension, the page, the engine's threads and the server. Who has set no bundle (the command line, tests) speaks English.
 * `scripts/l10n.mjs` collects the keys.
 */

/** From the English text to that of the language; what is missing is said in English. */
export type Bundle = Readonly<Record<string, string>>;

const ENGLISH: Bundle = {};
let spoken: Bundle = ENGLISH;

/** Once, before anything is said: by the entry of a process or page. */
export function speak(bundle: Bundle | undefined): void {
  spoken = bundle ?? ENGLISH;
}

/** A program is read in English, wherever it was written. */
export function inEnglish<T>(write: () => T): T {
  const before = spoken;
  spoken = ENGLISH;
  try {
    return write();
  } finally {
    spoken = before;
  }
}

/** The bundle that is set: to know whether what was looked up in it still holds. */
export function spokenBundle(): Bundle {
  return spoken;
}

/** The sentence of this template, its values put in: t`At most ${n} laws.` */
export function t(text: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const message = text.reduce((before, part, i) => `${before}{${i - 1}}${part}`);
  return filled(lookedUp(message), values);
}

/**
 * A word that the engine chose (how a claim is known, what a group of neurons has in common), said when it is shown:
 * results keep the English. The words it may meet are marked by `word`.
 */
export function said(text: string): string {
  return lookedUp(text);
}

/** Marks a word that is shown by `said`; it stays English. */
export function word(text: TemplateStringsArray): string {
  return text.join("");
}

/** The text of a key, in the language that is set. */
export function lookedUp(message: string): string {
  return Object.hasOwn(spoken, message) ? (spoken[message] ?? message) : message;
}

function filled(message: string, values: readonly (string | number)[]): string {
  return values.length === 0
    ? message
    : message.replace(PLACE, (whole, i: string) => String(values[Number(i)] ?? whole));
}

const PLACE = /\{(\d+)\}/g;
