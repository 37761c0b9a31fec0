/** What an attention layer says of itself, worked out: sizes, who sees whom, which parts there are. */
import { maskOf, type Heads, type Mask } from "../../program/heads";
import { USUAL_BASE } from "../../program/rotations";
import type { Shape } from "../../shape";
import type { LayerSize, Refusal } from "../block";
import type { LayerOwn, Pattern } from "../properties";
import { headsDoNotDivide, oddHead } from "../words";
import { bucketsOf, distancesFrom, type Distances } from "./distances";
import * as words from "./words";

export interface Plan extends Heads {
  /** Rows of a head's values, where those of queries and keys are `size`. */
  readonly valueSize: number;
  /** Numbers by way of which keys and values read a token; `null`: they read it themselves. */
  readonly latent: number | null;
  /** How many of a head's rows RoPE turns, the first ones, and in which pairs. */
  readonly turned: number;
  readonly pairs: Pairs;
  /** From which the angles follow. */
  readonly base: number;
  readonly norm: { readonly kind: "rms" | "layer"; readonly eps: number; readonly gains: boolean } | null;
  readonly temperature: boolean;
  readonly relative: NonNullable<LayerOwn["relative"]> | null;
  readonly softcap: number | null;
  readonly sink: "zero" | "learned" | null;
  readonly scores: NonNullable<LayerOwn["scores"]>;
  /** What is added to all scores of a token changes nothing. */
  readonly forgives: boolean;
  /** Which projections have a bias. */
  readonly biases: Readonly<Record<"query" | "key" | "value" | "out", boolean>>;
  readonly mask: Mask;
  /** Which distances t − t' there are between tokens that see each other, and what they share. */
  readonly distances: Distances;
  /** How far a token sees, where it is not written pair by pair; `null`: it is. */
  readonly reach: { readonly behind: number; readonly ahead: number } | null;
}

/** Which rows are a pair, of so many that are turned. */
type Pairs = (row: number, turned: number) => { readonly pair: number; readonly second: boolean };

/** HF's rotate_half pairs row i with i + n/2; … */
const HALVES: Pairs = (row, turned) => ({ pair: row % (turned / 2), second: row >= turned / 2 });
/** … Meta's code and GPT-J 2i with 2i + 1. */
const INTERLEAVED: Pairs = (row) => ({ pair: Math.floor(row / 2), second: row % 2 === 1 });

/** A plan, or the property that cannot be. Cost: nothing that grows with the layer, but a look at what is written of who sees whom. */
export function planOf({ own = {}, bias = false }: LayerSize, source: Shape): Plan | Refusal {
  const { heads = 1, kvHeads = heads, headSize, rope, window } = own;
  const [tokens] = source.extents;
  if (headSize === undefined && source.channels % heads !== 0) return headsDoNotDivide("heads", heads, source.channels);
  if (heads % kvHeads !== 0) return headsDoNotDivide("kvHeads", kvHeads, heads);
  const size = headSize ?? source.channels / heads;
  const turned = rope === undefined ? 0 : (own.ropeRows ?? size);
  if (rope !== undefined && own.ropeRows === undefined && size % 2 !== 0) return oddHead(size);
  const wrong = refused(own, size) ?? refusedPattern(own, tokens);
  if (wrong !== null) return wrong;
  const { mask = "none", scores = "softmax", relative = null, softcap = null, sink = null } = own;
  const reach = Math.min(tokens, window ?? tokens);
  // Behind each other only: distances have one sign.
  const causal = typeof mask === "string" ? mask === "causal" : mask.every((row, t) => row.lastIndexOf(1) <= t);
  const distances = relative === "buckets" ? bucketsOf(own, causal) : distancesFrom(causal ? 0 : 1 - reach, reach);
  if ("why" in distances) return distances;
  return {
    tokens,
    heads,
    kvHeads,
    size,
    valueSize: own.valueSize ?? size,
    latent: own.latent ?? null,
    turned,
    pairs: rope === "interleaved" ? INTERLEAVED : HALVES,
    base: own.ropeBase ?? USUAL_BASE,
    norm:
      own.qkNorm === undefined
        ? null
        : { kind: own.qkNorm, eps: own.eps ?? 1e-5, gains: (own.affine ?? "yes") === "yes" },
    temperature: own.temperature === "learned",
    relative,
    softcap,
    sink,
    scores,
    forgives: scores === "softmax" && softcap === null && sink === null,
    biases: bias ? { ...BIASES[own.biasOf ?? "qkv"], out: own.outBias !== "no" } : NO_BIASES,
    mask: typeof mask === "string" ? maskOf(tokens, reach, causal) : givenMask(mask, reach),
    distances,
    reach: typeof mask === "string" ? { behind: reach - 1, ahead: causal ? 0 : reach - 1 } : null,
  };
}

const BIASES: Readonly<Record<NonNullable<LayerOwn["biasOf"]>, Omit<Plan["biases"], "out">>> = {
  qkv: { query: true, key: true, value: true },
  qk: { query: true, key: true, value: false },
  qv: { query: true, key: false, value: true },
};
const NO_BIASES: Plan["biases"] = { query: false, key: false, value: false, out: false };

/** As it is written, within reach. */
function givenMask(rows: Pattern, reach: number): Mask {
  const seen: Mask["seen"] = (t, other) => Math.abs(t - other) < reach && rows[t][other] === 1;
  const pairs = rows.reduce((sum, row, t) => sum + row.filter((_, other) => seen(t, other)).length, 0);
  return { seen, pairs };
}

/** A table that is not of these tokens, or where one of them sees none, which a softmax makes nothing of. */
function refusedPattern({ mask = "none", window, scores = "softmax", sink }: LayerOwn, tokens: number): Refusal | null {
  if (typeof mask === "string") return null;
  if (mask.length !== tokens) return words.maskOfOtherTokens(mask.length, tokens);
  const other = mask.findIndex((row) => row.length !== tokens);
  if (other >= 0) return words.maskRowOfOtherTokens(other, mask[other].length, tokens);
  if (scores !== "softmax" || sink !== undefined) return null;
  const near = (t: number, u: number): boolean => Math.abs(t - u) < (window ?? tokens);
  const blind = mask.findIndex((row, t) => !row.some((one, u) => one === 1 && near(t, u)));
  return blind < 0 ? null : words.seesNothing(blind, window !== undefined);
}

/** What does not fit together, at the property that says it. */
function refused(own: LayerOwn, size: number): Refusal | null {
  const { rope, ropeRows, softcap, sink, scores, relative } = own;
  const idle = (["buckets", "maxDistance"] as const).find((name) => own[name] !== undefined);
  if (idle !== undefined && relative !== "buckets") return words.withoutBuckets(idle);
  const ofRope = (["ropeRows", "ropeBase"] as const).find((name) => own[name] !== undefined);
  if (ofRope !== undefined && rope === undefined) return words.withoutRope(ofRope);
  if (ropeRows !== undefined && (ropeRows > size || ropeRows % 2 !== 0)) return words.ropeRowsDoNotFit(ropeRows, size);
  if (softcap === 0) return words.SOFTCAP_OF_NOTHING;
  return sink !== undefined && scores !== undefined && scores !== "softmax" ? words.SINK_WITHOUT_SOFTMAX : null;
}
