/** What attention cannot be, where it takes more than a line to say. */
import { counted, grouped } from "../../../findings/words";
import type { Refusal } from "../block";

export const ROPE_ROWS_WITHOUT_ROPE: Refusal = {
  at: "ropeRows",
  why: "It says how many rows of a head are turned, and nothing turns them.",
  help: 'Say how they are paired, as in "rope": "half".',
};

export function ropeRowsDoNotFit(rows: number, size: number): Refusal {
  return {
    at: "ropeRows",
    why: `Rotary positions turn pairs among the ${counted(size, "row")} of a head, not ${rows} of them.`,
    help: `Choose an even number of at most ${size}.`,
  };
}

export const SOFTCAP_OF_NOTHING: Refusal = {
  at: "softcap",
  why: "Scores are kept between −c and c, and c is 0.",
  help: "Choose a number above 0, as 50, or leave it out.",
};

export const SINK_WITHOUT_SOFTMAX: Refusal = {
  at: "sink",
  why: "A sink is one more score within a softmax, and these scores go through none.",
  help: 'Leave it out, or choose "scores": "softmax".',
};

export function tooManyRows(at: "valueSize" | "latent", count: number, most: number): Refusal {
  const what = at === "latent" ? "Keys and values read tokens by way of" : "The values of all heads have";
  return {
    at,
    why: `${what} ${grouped(count)} ${at === "latent" ? "numbers" : "rows"}; the limit is ${grouped(most)}.`,
    help: "Study smaller ones: their laws follow the same formulas.",
    tooLarge: true,
  };
}
