/** What an embedding computes and cannot compute. */
import { t } from "../../../findings/language";
import type { Shape } from "../../shape";
import type { Refusal } from "../block";
import { shapeText } from "../words";

export const EMBEDDING = t`A row of a table for each token, as \`nn.Embedding\` (\`[vocabulary, width]\`), and a row for each position where that is asked for.`;

export function readsTokens(source: Shape): Refusal {
  return {
    at: "from",
    why: t`An embedding reads tokens; its source is ${shapeText(source)}.`,
    help: t`Say how many tokens there are, as in "input": { "tokens": 8, "vocabulary": 16 }.`,
  };
}

export const ONE_SOURCE: Refusal = {
  at: "from",
  why: t`An embedding reads the input's tokens and nothing else.`,
  help: t`Keep one source.`,
};

export function oddWaves(width: number): Refusal {
  return {
    at: "positions",
    why: t`Sinusoidal positions come in pairs, and the width ${width} is odd.`,
    help: t`Choose an even width, or learned positions.`,
  };
}
