/**
 * Wirings of attention on a sequence of T tokens, head by head. Queries lie token by token, all heads' rows after one another
 * (q[t, h dh + i]); keys and values likewise with fewer heads, of which several query heads share one; scores and what is made
 * of them as p[h, t, t'].
 *
 *   scores    s[h, t, t'] = sum_i q[t, h, i] k[t', g(h), i]          mixtures   y[t, h, i] = sum_t' p[h, t, t'] v[t', g(h), i]
 *   distances s[h, t, t'] = r[h, n(t - t')], a number for each distance of two tokens that see each other, which several may share
 *   turns     (RoPE) each pair (a, b) of a token's rows becomes (c a - s b, s a + c b)
 */
import type { MatrixProduct, Wiring } from "./wirings";

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
    block: ({ query, key, score }, { rows, columns }) => ({
      rows,
      inner: size,
      columns,
      a: [query, heads * size, 1],
      b: [key, 1, kvHeads * size],
      y: [score, tokens, 1],
    }),
  });
}

export function mixtures(of: Heads, mask: Mask): Wiring {
  const { tokens, heads, kvHeads, size } = of;
  return wiring("mixtures", of, mask, {
    left: heads * tokens * tokens,
    right: tokens * kvHeads * size,
    outputs: tokens * heads * size,
    edge: ({ query, key, score }) => [score, key, query],
    block: ({ query, key, score }, { rows, columns }) => ({
      rows,
      inner: columns,
      columns: size,
      a: [score, tokens, 1],
      b: [key, kvHeads * size, 1],
      y: [query, heads * size, 1],
    }),
  });
}

/** Left: for each head its `count` numbers, of which each distance t − t' has one; right: a 1. */
export function distances(
  { tokens, heads }: Heads,
  { count, of }: { readonly count: number; of(distance: number): number },
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
            if (seen(t, u)) visit(h * count + of(t - u), 0, (h * tokens + t) * tokens + u);
    },
  };
}

interface Places {
  readonly query: number;
  readonly key: number;
  readonly score: number;
}

/** What a wiring is made of at the places of one edge, and of all edges from those places on for a rectangle of pairs. */
interface Meeting extends Pick<Wiring, "left" | "right" | "outputs"> {
  edge(at: Places): [number, number, number];
  block(at: Places, size: { readonly rows: number; readonly columns: number }): MatrixProduct;
}

function wiring(
  name: "scores" | "mixtures",
  of: Heads,
  { seen, pairs }: Mask,
  { edge, block, ...sizes }: Meeting,
): Wiring {
  const { tokens, heads, kvHeads, size } = of;
  const placesAt = (h: number, t: number, u: number, i: number): Places => ({
    query: (t * heads + h) * size + i,
    key: (u * kvHeads + groupOf(of, h)) * size + i,
    score: (h * tokens + t) * tokens + u,
  });
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
            for (let i = 0; i < size; i++) visit(...edge(placesAt(h, t, u, i)));
          }
    },
    blocks(visit) {
      const found = rectangles(tokens, seen);
      for (let h = 0; h < heads; h++) for (const one of found) visit(block(placesAt(h, one.row, one.column, 0), one));
    },
  };
}

interface Rectangle {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Rectangles of pairs (t, t') that see each other, each pair in one of them: what all rows see together, then the same of the
 * rest of either half. Of a causal mask on n tokens they are n, the largest n/2 wide.
 */
function rectangles(tokens: number, seen: (t: number, other: number) => boolean): Rectangle[] {
  const found: Rectangle[] = [];
  /** Of the rows from one on what lies in [from, to), a stretch for each. */
  const cover = (row: number, stretches: readonly (readonly [from: number, to: number])[]): void => {
    if (stretches.every(([from, to]) => from >= to)) return;
    const [from, to] = [Math.max(...stretches.map(([a]) => a)), Math.min(...stretches.map(([, b]) => b))];
    const rows = stretches.length;
    const half = Math.ceil(rows / 2);
    const halves = (rest: readonly (readonly [number, number])[]): void => {
      if (rows === 1) return;
      cover(row, rest.slice(0, half));
      cover(row + half, rest.slice(half));
    };
    if (from >= to) {
      halves(stretches);
      return;
    }
    halves(stretches.map(([a]) => [a, from]));
    found.push({ row, column: from, rows, columns: to - from });
    halves(stretches.map(([, b]) => [to, b]));
  };
  for (const stretches of stretchesOf(tokens, seen)) cover(0, stretches);
  return found;
}

/** What each token sees, as stretches one after the other: the first of each, the second of each, … */
function stretchesOf(tokens: number, seen: (t: number, other: number) => boolean): (readonly [number, number])[][] {
  const all: (readonly [number, number])[][] = [];
  for (let t = 0; t < tokens; t++) {
    let nth = 0;
    for (let u = 0; u < tokens; u++) {
      if (!seen(t, u)) continue;
      const from = u;
      while (u < tokens && seen(t, u)) u++;
      (all[nth] ??= Array.from({ length: tokens }, () => [0, 0] as const))[t] = [from, u];
      nth++;
    }
  }
  return all;
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
