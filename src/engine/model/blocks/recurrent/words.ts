/** What recurrent layers compute and cannot compute. */
import { t } from "../../../findings/language";
import { counted, grouped } from "../../../findings/words";
import { shapeText } from "../words";
import type { Shape } from "../../shape";
import type { Refusal } from "../block";

export const RNN = t`A recurrent layer, as \`nn.RNN\`: \`h_t = σ(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh)\` from token to token, \`h_0 = 0\`.`;
export const GRU = t`A gated recurrent unit, as \`nn.GRU\`, from token to token.`;
export const LSTM = t`Long short-term memory, as \`nn.LSTM\`, from token to token.`;

export function readsSequences(source: Shape): Refusal {
  return {
    at: "from",
    why: t`A recurrent layer reads a sequence; its source is ${shapeText(source)}.`,
    help: t`Say how the inputs are laid out, as in "input": { "tokens": 8, "width": 4 }.`,
  };
}

export const RANK_OR_DIAGONAL: Refusal = {
  at: "rank",
  why: t`A diagonal recurrence has one number for each state and no rank.`,
  help: t`Remove "rank", or "recurrence".`,
};

export function rankTooLarge(rank: number, states: number): Refusal {
  return {
    at: "rank",
    why: t`A rank of ${rank} is more than the ${counted(states, t`state`, t`states`)}.`,
    help: t`Choose a smaller "rank", or remove it: then there is one matrix.`,
  };
}

export function tooManyTokens(tokens: number, most: number): Refusal {
  return {
    at: "from",
    why: t`A recurrent layer over ${grouped(tokens)} tokens is too long; the limit is ${grouped(most)}.`,
    help: t`Study shorter sequences: the laws of the layer do not depend on their length.`,
    tooLarge: true,
  };
}

export const ONE_TOKEN: Refusal = {
  at: "from",
  why: t`A recurrent layer over one token never uses its recurrent weights.`,
  help: t`Give it two tokens or more, or make it a dense layer.`,
};
