/**
 * Wirings of attention on a sequence of T tokens, head by head. Queries lie token by token, all heads' rows after one another
 * (q[t, h dh + i]); keys and values likewise with fewer heads, of which several query heads share one; scores and what is made
 * of them as p[h, t, t'].
 *
 *   scores    s[h, t, t'] = sum_i q[t, h, i] k[t', g(h), i]          mixtures   y[t, h, i] = sum_t' p[h, t, t'] v[t', g(h), i]
 *   distances s[h, t, t'] = r[h, t - t' - from], one number for each distance of two tokens that see each other
 *   turns     (RoPE) each pair (a, b) of a token's rows becomes (c a - s b, s a + c b)
 */
import type { Wiring } from "./wirings";

export interface Heads {
  readonly tokens: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly size: number;
}

/** Which key and value head a query head uses: as many query heads one after the other share one. */
function groupOf({ heads, kvHeads }: Heads, head: number): number {
  return Math.floor((head * kvHeads) / heads);
}

/** Which tokens look at which, and how many pairs of them there are. */
export interface Mask {
  seen(t: number, other: number): boolean;
  readonly pairs: number;
}

/** Each token looks at those less than `reach` away, `causal`: before it. */
export function maskOf(tokens: number, reach: number, causal: boolean): Mask {
  const before = (reach * (reach + 1)) / 2 + (tokens - reach) * reach;
  return {
    seen: (t, other) => t - other < reach && (causal ? other <= t : other - t < reach),
    pairs: causal ? before : 2 * before - tokens,
  };
}

/** All tokens look at all. */
export function openMask(tokens: number): Mask {
  return { seen: () => true, pairs: tokens * tokens };
}

export function scores(of: Heads, mask: Mask): Wiring {
  const { tokens, heads, kvHeads, size } = of;
  return wiring("scores", of, mask, {
    left: tokens * heads * size,
    right: tokens * kvHeads * size,
    outputs: heads * tokens * tokens,
    edge: ({ query, key, score }) => [query, key, score],
  });
}

export function mixtures(of: Heads, mask: Mask): Wiring {
  const { tokens, heads, kvHeads, size } = of;
  return wiring("mixtures", of, mask, {
    left: heads * tokens * tokens,
    right: tokens * kvHeads * size,
    outputs: tokens * heads * size,
    edge: ({ query, key, score }) => [score, key, query],
  });
}

/** Left: for each head a number for each of the distances t − t' = from, from + 1, …; right: a 1. */
export function distances(
  { tokens, heads }: Heads,
  { from, count }: { readonly from: number; readonly count: number },
  { seen, pairs }: Mask,
): Wiring {
  return {
    name: "distances",
    left: heads * count,
    right: 1,
    outputs: heads * tokens * tokens,
    edgeCount: heads * pairs,
    oneEdgeEach: false,
    edges(visit) {
      for (let h = 0; h < heads; h++)
        for (let t = 0; t < tokens; t++)
          for (let u = 0; u < tokens; u++)
            if (seen(t, u)) visit(h * count + t - u - from, 0, (h * tokens + t) * tokens + u);
    },
  };
}

interface Places {
  readonly query: number;
  readonly key: number;
  readonly score: number;
}

function wiring(
  name: "scores" | "mixtures",
  of: Heads,
  { seen, pairs }: Mask,
  { edge, ...sizes }: Pick<Wiring, "left" | "right" | "outputs"> & { edge: (at: Places) => [number, number, number] },
): Wiring {
  const { tokens, heads, kvHeads, size } = of;
  return {
    name,
    ...sizes,
    edgeCount: heads * size * pairs,
    oneEdgeEach: false,
    edges(visit) {
      for (let h = 0; h < heads; h++)
        for (let t = 0; t < tokens; t++)
          for (let u = 0; u < tokens; u++) {
            if (!seen(t, u)) continue;
            for (let i = 0; i < size; i++)
              visit(
                ...edge({
                  query: (t * heads + h) * size + i,
                  key: (u * kvHeads + groupOf(of, h)) * size + i,
                  score: (h * tokens + t) * tokens + u,
                }),
              );
          }
    },
  };
}

/** The other row of each row's pair, and which of the two it is; `null`: it is not turned. */
export type Pairing = (row: number) => { readonly pair: number; readonly second: boolean } | null;

/**
 * Left: for each token and pair its cosine and its sine, and at the end a 1 for rows that are not turned. Right and out: rows
 * of `heads` heads at every token.
 */
export function turns(tokens: number, heads: number, size: number, pairs: number, pairing: Pairing): Wiring {
  return {
    name: "turns",
    left: tokens * pairs * 3 + 1,
    right: tokens * heads * size,
    outputs: tokens * heads * size,
    edgeCount: tokens * heads * (4 * pairs + (size - 2 * pairs)),
    oneEdgeEach: false,
    edges(visit) {
      const rowsOf = new Map<number, number[]>();
      for (let i = 0; i < size; i++) {
        const at = pairing(i);
        if (at !== null) (rowsOf.get(at.pair) ?? rowsOf.set(at.pair, [-1, -1]).get(at.pair)!)[at.second ? 1 : 0] = i;
      }
      const still = Array.from({ length: size }, (_, i) => i).filter((i) => pairing(i) === null);
      for (let t = 0; t < tokens; t++)
        for (let h = 0; h < heads; h++) {
          const row = (t * heads + h) * size;
          for (const [pair, [a, b]] of rowsOf) {
            const [cosine, sine, minus] = [0, 1, 2].map((k) => (t * pairs + pair) * 3 + k);
            visit(cosine, row + a, row + a);
            visit(minus, row + b, row + a);
            visit(sine, row + a, row + b);
            visit(cosine, row + b, row + b);
          }
          for (const i of still) visit(tokens * pairs * 3, row + i, row + i);
        }
    },
  };
}
