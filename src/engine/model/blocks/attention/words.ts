/** What attention cannot be, where it takes more than a line to say. */
import { counted, grouped } from "../../../findings/words";
import type { Refusal } from "../block";

export function withoutRope(property: "ropeRows" | "ropeBase"): Refusal {
  const says = {
    ropeRows: "how many rows of a head are turned",
    ropeBase: "by which angles rows of a head are turned",
  };
  return {
    at: property,
    why: `It says ${says[property]}, and nothing turns them.`,
    help: 'Say how they are paired, as in "rope": "half".',
  };
}

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

export function withoutBuckets(at: "buckets" | "maxDistance"): Refusal {
  return {
    at,
    why: "It says how distances share buckets, and there are none.",
    help: 'Leave it out, or choose "relative": "buckets".',
  };
}

export function tooFewBuckets(buckets: number): Refusal {
  return {
    at: "relative",
    why: `Of ${counted(buckets, "bucket")}, half of them for tokens ahead, each direction needs two.`,
    help: 'Choose "buckets": 4 or more, or "mask": "causal".',
  };
}

export function tooShortDistance(distance: number, single: number): Refusal {
  return {
    at: "relative",
    why: `Single distances have buckets of their own up to ${single - 1}, and all from ${distance} on share the last one.`,
    help: `Choose a "maxDistance" above ${single}, or fewer buckets.`,
  };
}

export function maskOfOtherTokens(rows: number, tokens: number): Refusal {
  return {
    at: "mask",
    why: `The mask has ${counted(rows, "row")}, and there are ${counted(tokens, "token")}.`,
    help: "Give it a row for each token.",
  };
}

export function maskRowOfOtherTokens(entry: number, entries: number, tokens: number): Refusal {
  return {
    at: "mask",
    entry,
    why: `This row of the mask has ${entries === 1 ? "1 entry" : `${entries} entries`}, and there are ${counted(tokens, "token")}.`,
    help: "Give it a 1 for each token that is seen, and a 0 for each other.",
  };
}

export function seesNothing(entry: number, within: boolean): Refusal {
  return {
    at: "mask",
    entry,
    why: `Token ${entry} sees nothing${within ? " within its window" : ""}, and a softmax over nothing is no number.`,
    help: 'Let it see itself, or give the softmax a "sink".',
  };
}

export function tooManyRows(at: "valueSize" | "latent", count: number, most: number): Refusal {
  const what = at === "latent" ? "Keys and values read tokens by way of" : "The values of all heads have";
  return {
    at,
    why: `${what} ${grouped(count)} ${at === "latent" ? "numbers" : "rows"}; the limit is ${grouped(most)}.`,
    help: "Study smaller ones: their laws follow the same formulas.",
    tooLarge: true,
  };
}
