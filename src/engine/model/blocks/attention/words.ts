/** What attention cannot be, where it takes more than a line to say. */
import { t } from "../../../findings/language";
import { counted, grouped } from "../../../findings/words";
import type { Refusal } from "../block";

export function withoutRope(property: "ropeRows" | "ropeBase"): Refusal {
  return {
    at: property,
    why:
      property === "ropeRows"
        ? t`It says how many rows of a head are turned, and nothing turns them.`
        : t`It says by which angles rows of a head are turned, and nothing turns them.`,
    help: t`Say how they are paired, as in "rope": "half".`,
  };
}

export function ropeRowsDoNotFit(rows: number, size: number): Refusal {
  return {
    at: "ropeRows",
    why: t`Rotary positions turn pairs among the ${counted(size, t`row`, t`rows`)} of a head, not ${rows} of them.`,
    help: t`Choose an even number of at most ${size}.`,
  };
}

export const SOFTCAP_OF_NOTHING: Refusal = {
  at: "softcap",
  why: t`Scores are kept between −c and c, and c is 0.`,
  help: t`Choose a number above 0, as 50, or leave it out.`,
};

export const SINK_WITHOUT_SOFTMAX: Refusal = {
  at: "sink",
  why: t`A sink is one more score within a softmax, and these scores go through none.`,
  help: t`Leave it out, or choose "scores": "softmax".`,
};

export function withoutBuckets(at: "buckets" | "maxDistance"): Refusal {
  return {
    at,
    why: t`It says how distances share buckets, and there are none.`,
    help: t`Leave it out, or choose "relative": "buckets".`,
  };
}

export function tooFewBuckets(buckets: number): Refusal {
  return {
    at: "relative",
    why: t`Of ${counted(buckets, t`bucket`, t`buckets`)}, half of them for tokens ahead, each direction needs two.`,
    help: t`Choose "buckets": 4 or more, or "mask": "causal".`,
  };
}

export function tooShortDistance(distance: number, single: number): Refusal {
  return {
    at: "relative",
    why: t`Single distances have buckets of their own up to ${single - 1}, and all from ${distance} on share the last one.`,
    help: t`Choose a "maxDistance" above ${single}, or fewer buckets.`,
  };
}

export function maskOfOtherTokens(rows: number, tokens: number): Refusal {
  return {
    at: "mask",
    why: t`The mask has ${counted(rows, t`row`, t`rows`)}, and there are ${counted(tokens, t`token`, t`tokens`)}.`,
    help: t`Give it a row for each token.`,
  };
}

export function maskRowOfOtherTokens(entry: number, entries: number, tokens: number): Refusal {
  const there = counted(tokens, t`token`, t`tokens`);
  return {
    at: "mask",
    entry,
    why:
      entries === 1
        ? t`This row of the mask has 1 entry, and there are ${there}.`
        : t`This row of the mask has ${entries} entries, and there are ${there}.`,
    help: t`Give it a 1 for each token that is seen, and a 0 for each other.`,
  };
}

export function seesNothing(entry: number, within: boolean): Refusal {
  return {
    at: "mask",
    entry,
    why: within
      ? t`Token ${entry} sees nothing within its window, and a softmax over nothing is no number.`
      : t`Token ${entry} sees nothing, and a softmax over nothing is no number.`,
    help: t`Let it see itself, or give the softmax a "sink".`,
  };
}

export function tooManyRows(at: "valueSize" | "latent", count: number, most: number): Refusal {
  return {
    at,
    why:
      at === "latent"
        ? t`Keys and values read tokens by way of ${grouped(count)} numbers; the limit is ${grouped(most)}.`
        : t`The values of all heads have ${grouped(count)} rows; the limit is ${grouped(most)}.`,
    help: t`Study smaller ones: their laws follow the same formulas.`,
    tooLarge: true,
  };
}
