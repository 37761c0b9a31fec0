/** What an embedding computes and cannot compute. */
import type { Shape } from "../../shape";
import type { Refusal } from "../block";
import { shapeText } from "../words";

export const EMBEDDING =
  "A row of a table for each token, as `nn.Embedding` (`[vocabulary, width]`), and a row for each position where that is asked for.";

export function readsTokens(source: Shape): Refusal {
  return {
    at: "from",
    why: `An embedding reads tokens; its source is ${shapeText(source)}.`,
    help: 'Say how many tokens there are, as in "input": { "tokens": 8, "vocabulary": 16 }.',
  };
}

export const ONE_SOURCE: Refusal = {
  at: "from",
  why: "An embedding reads the input's tokens and nothing else.",
  help: "Keep one source.",
};

export function oddWaves(width: number): Refusal {
  return {
    at: "positions",
    why: `Sinusoidal positions come in pairs, and the width ${width} is odd.`,
    help: "Choose an even width, or learned positions.",
  };
}
