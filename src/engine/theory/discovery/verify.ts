/**
 * Proof that a polynomial is a law: <grad h, grad phi_c> is expanded over the integers for every coordinate phi_c and
 * must vanish term by term. phi_c is a sum of products of distinct weights (model/paths.ts), so the expansion is exact.
 */
import type { PathLifting } from "../../model/paths";
import type { Polynomial } from "./polynomial";

/** Terms the expansion of one law may have before it is called too large. */
export const MOST_TERMS = 2_000_000;

/** Number of products the expansion needs. */
export function expansionSize(h: Polynomial, lifting: PathLifting): number {
  const edges = lifting.paths.reduce((sum, { edges: list }) => sum + list.length, 0);
  return h.reduce((sum, { monomial }) => sum + monomial.length, 0) * edges;
}

/** True when every term of every <grad h, grad phi_c> cancels. */
export function isLaw(h: Polynomial, lifting: PathLifting): boolean {
  /** parameter -> the terms of dh/dtheta_e: coefficient and remaining monomial. */
  const derivative = new Map<number, { coefficient: number; rest: number[] }[]>();
  for (const { coefficient, monomial } of h)
    monomial.forEach((e, i) => {
      const rest = monomial.filter((_, k) => k !== i);
      const list = derivative.get(e);
      if (list === undefined) derivative.set(e, [{ coefficient, rest }]);
      else list.push({ coefficient, rest });
    });
  const sums = new Map<string, number>();
  for (const { edges, coordinate } of lifting.paths)
    edges.forEach((e, i) => {
      const others = edges.filter((_, k) => k !== i);
      for (const { coefficient, rest } of derivative.get(e) ?? []) {
        const key = `${coordinate}:${[...rest, ...others].sort((a, b) => a - b).join()}`;
        sums.set(key, (sums.get(key) ?? 0) + coefficient);
      }
    });
  for (const sum of sums.values()) if (sum !== 0) return false;
  return true;
}
