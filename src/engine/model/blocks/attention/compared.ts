/**
 * What scores compare: queries and keys, normed head by head where that is asked for, with gains γ (and shifts β, of a layer norm)
 * that all heads share, then turned by their positions (Qwen3, Gemma 3).
 */
import type { Block } from "../../block";
import { consecutive } from "../../joints/joint";
import { normalization } from "../../joints/normalization";
import type { Value } from "../../program/program";
import { gains as gainsOf } from "../../program/wirings";
import { sequence } from "../../shape";
import type { BuildSite } from "../block";
import { tensorNames } from "../matrices";
import type { Plan } from "./plan";
import { turnedBy } from "./positions";
import { rowsFrom, withBias, type Projections } from "./projections";

/** Gains of normed queries or keys, and shifts behind them. */
export interface Gains {
  readonly gain: Block;
  readonly shift: Block | null;
}

export interface Compared {
  readonly query: Value;
  readonly key: Value;
  /** `null`: there are none. */
  readonly gains: { readonly q: Gains; readonly k: Gains } | null;
}

export function compared(site: BuildSite, plan: Plan, { q, k }: Projections): Compared {
  const { heads, kvHeads, norm, turned, size, forgives } = plan;
  if (norm === null)
    return { query: turnedBy(site, q.value, plan, heads), key: turnedBy(site, k.value, plan, kvHeads), gains: null };
  // The same shift at all keys adds the same to all scores of a token.
  const idle = forgives ? rowsFrom(turned, size, 1) : [];
  const query = normed(site, plan, q.value, heads, { tensor: "query", letters: ["γ", "β"] }, []);
  const key = normed(site, plan, k.value, kvHeads, { tensor: "key", letters: ["κ", "δ"] }, idle);
  return {
    query: turnedBy(site, query.value, plan, heads),
    key: turnedBy(site, key.value, plan, kvHeads),
    gains: query.gains === null || key.gains === null ? null : { q: query.gains, k: key.gains },
  };
}

interface Names {
  readonly tensor: string;
  readonly letters: readonly [string, string];
}

function normed(
  site: BuildSite,
  { tokens, size, norm }: Plan,
  value: Value,
  count: number,
  { tensor, letters: [gain, shift] }: Names,
  idle: readonly number[],
): { readonly value: Value; readonly gains: Gains | null } {
  const { program } = site;
  const { kind, eps, gains: trained } = norm!;
  const result = program.jointly(value, normalization(kind, eps), consecutive(tokens * count, size));
  if (!trained) return { value: result, gains: null };
  const rows = sequence(tokens * count, size);
  const wiring = gainsOf(rows);
  const made = site.tensor({
    tensor: `${tensor} gain`,
    names: tensorNames(gain, "list"),
    start: 1,
    rows: size,
    columns: 1,
    source: 0,
    wiring,
    fan: { in: 1, out: 1 },
  });
  const scaled = program.contract(made.value, result, wiring);
  if (kind === "rms") return { value: scaled, gains: { gain: made.block, shift: null } };
  const shifted = withBias(site, scaled, rows, { tensor: `${tensor} shift`, letter: shift }, idle);
  return { value: shifted.value, gains: { gain: made.block, shift: shifted.block } };
}
