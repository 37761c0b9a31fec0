/**
 * Sequences of tokens, and after each its next one: from a Markov chain over the vocabulary, or from a text of token numbers.
 *   P(v | u) = exp(2 g_uv) / sum_w exp(2 g_uw),  g standard normal: some transitions are likely, most are not.
 * A sample is a window of T tokens, its labels the tokens after each (or after the last, where the network has one output).
 */
import { zeros, type Matrix } from "../../math/dense/matrix";
import { randomStream } from "../../math/random/streams";
import { oneHot } from "../../model/inputs";
import type { Network } from "../../model/network";
import { positionsOf } from "../../model/shape";
import type { SampleSet } from "../data-set";
import { outputLayout } from "../objective/losses";
import { fewTokens, noToken, tokenTooLarge } from "./words";

/** Windows of a chain each begun anew. */
export function drawTokens(network: Network, samples: number, seed: number): SampleSet {
  const { channels: vocabulary } = network.shape!;
  const length = positionsOf(network.shape!) + 1;
  const drawn = randomStream(seed, "data/transitions");
  const shares = Array.from({ length: vocabulary }, () => {
    const row = Array.from({ length: vocabulary }, () => Math.exp(2 * drawn.normal()));
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((weight) => weight / sum);
  });
  const random = randomStream(seed, "data/tokens");
  const next = (token: number): number => {
    let left = random.uniform();
    const at = shares[token].findIndex((share) => (left -= share) < 0);
    return at < 0 ? vocabulary - 1 : at;
  };
  const windows = Array.from({ length: samples }, () => {
    const tokens = [random.integer(vocabulary)];
    while (tokens.length < length) tokens.push(next(tokens[tokens.length - 1]));
    return tokens;
  });
  return samplesOf(network, windows);
}

export type TokenReading =
  | { readonly kind: "samples"; readonly set: SampleSet }
  | { readonly kind: "fault"; readonly fault: { readonly message: string; readonly help: string } };

/** Whole numbers with anything but digits between them; windows one after the other, `samples` at most. */
export function readTokens(network: Network, text: string, samples: number | null): TokenReading {
  const { channels: vocabulary } = network.shape!;
  const length = positionsOf(network.shape!);
  const most = samples === null ? Infinity : samples * length + 1;
  const tokens: number[] = [];
  let [number, line] = [-1, 1];
  for (let at = 0; at <= text.length && tokens.length < most; at++) {
    const code = at < text.length ? text.charCodeAt(at) : SPACE;
    if (code >= ZERO && code <= ZERO + 9) {
      number = (number < 0 ? 0 : number) * 10 + (code - ZERO);
      if (number >= vocabulary) return fault(tokenTooLarge(line, vocabulary));
    } else {
      if (number >= 0) tokens.push(number);
      number = -1;
      if (code === NEWLINE) line++;
      else if (!BETWEEN.has(code)) return fault(noToken(line, String.fromCharCode(code)));
    }
  }
  const windows: number[][] = [];
  for (let at = 0; at + length < tokens.length; at += length) windows.push(tokens.slice(at, at + length + 1));
  if (windows.length === 0) return fault(fewTokens(tokens.length, length + 1));
  return { kind: "samples", set: samplesOf(network, windows) };
}

const [ZERO, SPACE, NEWLINE] = [48, 32, 10];
/** Blanks, commas, semicolons, and the brackets of a list. */
const BETWEEN: ReadonlySet<number> = new Set([SPACE, 9, 13, 44, 59, 91, 93]);

function fault(fault: { readonly message: string; readonly help: string }): TokenReading {
  return { kind: "fault", fault };
}

/** Windows of one token more than the network takes. */
function samplesOf(network: Network, windows: readonly (readonly number[])[]): SampleSet {
  const { positions } = outputLayout(network);
  const x = zeros(windows.length, network.inputs);
  const y = zeros(windows.length, positions);
  windows.forEach((tokens, s) => {
    x.data.set(oneHot(network, tokens.slice(0, -1)), s * network.inputs);
    y.data.set(tokens.slice(-positions), s * positions);
  });
  return { kind: "samples", x, y };
}

/** Rows of token numbers as what the network takes; the place of one that is none is returned instead. */
export function tokensAsInputs(network: Network, rows: Matrix): Matrix | { readonly row: number } {
  const { channels: vocabulary } = network.shape!;
  const x = zeros(rows.rows, network.inputs);
  for (let row = 0; row < rows.rows; row++) {
    const tokens = Array.from(rows.data.subarray(row * rows.columns, (row + 1) * rows.columns));
    if (tokens.some((token) => !Number.isInteger(token) || token < 0 || token >= vocabulary)) return { row };
    x.data.set(oneHot(network, tokens), row * network.inputs);
  }
  return x;
}
