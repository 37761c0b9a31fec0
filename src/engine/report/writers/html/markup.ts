/** HTML in pieces: whatever is not marked as written is text. */

export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | readonly Markup[];

/** A template whose parts are escaped, in text and in quoted attributes alike, but for those that are markup already. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: pieces.map((piece, i) => `${i === 0 ? "" : written(parts[i - 1] ?? "")}${piece}`).join("") };
}

/** Of one of our own writers: MathML of the typesetter, the style sheet. */
export function asMarkup(markup: string): Markup {
  return { markup };
}

export const NOTHING: Markup = { markup: "" };

function written(part: Part): string {
  if (typeof part === "object") return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
  return String(part).replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
