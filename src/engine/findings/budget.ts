/**
 * What an analysis may cost, in operations (findings/progress.ts), and which part of it each section may spend. Each
 * section estimates before it starts, and gives way with an `unknown`, the reason and the estimate where that is more
 * than its share. Two seconds' worth up to SMALL parameters, five beyond. The count of phi's laws and the search for
 * manifolds may take a hundred times as much where the user has asked for it. The metric's tests have no estimate to
 * show, and stay. (The laws of the network have limits of their own: theory/laws/network-count.ts.)
 */
import type { Effort } from "./progress";

/** The parts of an analysis that may be long. */
export type Share = keyof typeof SHARES;

const SHARES = {
  /** Counting the laws of phi. */
  laws: 0.35,
  /** Rank and kernel for the metric property. */
  kernel: 0.25,
  /** How the metric changes along the kernel. */
  violation: 0.1,
  /** Two networks that show it. */
  pair: 0.15,
  /** Invariant manifolds at the start. */
  manifolds: 0.25,
  /** What signals do at the start: a quarter for sending them, half for Jacobians, a quarter for ranks. */
  signal: 0.1,
} as const;

const SMALL = 1000;
const OPERATIONS = { small: 2e9, large: 5e9 } as const;
const PATIENCE = 100;
const PATIENT: ReadonlySet<Share> = new Set<Share>(["laws", "manifolds"]);

/** Operations that one section may take. */
export function budgetOf(share: Share, parameters: number, effort: Effort): number {
  const whole = parameters <= SMALL ? OPERATIONS.small : OPERATIONS.large;
  return SHARES[share] * whole * (effort === "patient" && PATIENT.has(share) ? PATIENCE : 1);
}

/** Operations of a second. */
export const OPERATIONS_PER_SECOND = 1e9;
