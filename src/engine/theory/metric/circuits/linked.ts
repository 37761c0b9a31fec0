/**
 * Circuits of several wires that share weights: attention without softmax, a gate and what it gates, chains of convolutions. φ is whatever
 * their group leaves unchanged: where no generator leaves θ where it is, its orbits are the fibres of a map near θ (docs/mathematics.md, “The
 * metric of circuits”), and Theorem W decides wire by wire. It holds if every law matrix is a multiple of the identity. Else the metric
 * changes as quotient.ts says, and the property fails, if the laws of the wires are all.
 *
 * So that φ is what the products along the wires show, every channel must have weights on both sides, and what writes and what reads a wire
 * with every T as many independent lines as it has channels; else nothing is said.
 *
 * Of one number each: no generator x leaves θ where it is when every part is joined to a weight of its own by nonzero weights, since
 * θ_e (x_p - x_q) = 0 carries x = 0 along them. With matrices the rank of the orbit's directions decides.
 */
import { measured, theorem, type Claim } from "../../../findings/claim";
import { telling, type Progress } from "../../../findings/progress";
import { cited } from "../../../findings/reference";
import type { Verdict } from "../../../findings/verdict";
import { norm, zeros, viewOf } from "../../../math/dense/matrix";
import { rankSteps, rankWork, decideRank, spectrumSteps } from "../../../math/dense/rank";
import { BALANCE_TOLERANCE, SURELY_UNBALANCED } from "../../balance/relaxed-balance";
import { measure } from "../measure";
import { localOf, type Local } from "./action";
import { balanceOn, STAGE, twoLayersOf, type TwoLayers } from "./chain";
import type { Circuit, CircuitPart } from "./circuit";
import { decideByPaths } from "./paths";
import { lawRows } from "./products";
import { orbitDirections, quotientOf, quotientWork } from "./quotient";
import { undecided } from "./single";
import { THEOREM_W, type Allowance } from "./basis";
import type { CircuitVerdict } from "../result";
import {
  BEYOND,
  CHANGES,
  multiplesOfIdentity,
  NEAR_BALANCE,
  NO_CHANGE_SEEN,
  NOT_FREE,
  ONE_BY_ONE,
  OPEN_LAWS,
  PHASES,
  RANK_OF_WIRE,
} from "./words";

const RECOVERY = cited("arXiv:2508.07370", "theorem", "2.17");

type Found = Omit<CircuitVerdict, "name" | "kind" | "channels">;

/** `complete`: the laws of the wires are known to be all laws of the network. */
export function* decideLinked(
  { parts }: Circuit,
  theta: Float64Array,
  complete: boolean,
  allowance: Allowance,
): Generator<Progress, Found> {
  if (parts.some((part) => !hasBothSides(part, theta))) return yield* decideByPaths(parts, theta, complete, allowance);
  const matrices = parts
    .filter(({ writers, phases }) => writers.length > 1 && !phases)
    .map((part) => twoLayersOf(part, theta));
  const balances: NonNullable<Found["balance"]>[] = [];
  for (const layers of matrices) {
    yield STAGE;
    const balance = balanceOn(layers);
    if (balance === null) return undecided(BEYOND);
    balances.push({ lambda: balance.lambda, imbalance: balance.imbalance });
    if (!hasFullRank(layers)) return { ...undecided(RANK_OF_WIRE), balance: worstOf(balances) };
  }
  const balance = worstOf(balances);
  const local = localOf(parts, theta);
  const free = balance === null ? isGrounded(local) : yield* actsFreely(local, allowance);
  if (free === false && balance === null) return yield* decideByPaths(parts, theta, complete, allowance);
  if (free !== true) return { ...undecided(free === null ? BEYOND : NOT_FREE), balance };
  const turns = matrices.reduce((sum, { widths: [, n] }) => sum + (n * (n - 1)) / 2, 0);
  const phases = parts.filter((part) => part.phases).length;
  if (balance === null || balance.imbalance <= BALANCE_TOLERANCE) return closed(turns + phases, balance);
  if (balance.imbalance <= SURELY_UNBALANCED) return { ...undecided(NEAR_BALANCE), balance };
  if (quotientWork(local) + rankWork(2 * theta.length, local.theta.length) > allowance.left)
    return { ...undecided(BEYOND), balance };
  allowance.left -= quotientWork(local);
  const { projection, map, hasAllLaws } = quotientOf(local);
  const laws = lawRows(local);
  const stacked = zeros(projection.rows + laws.rows, laws.columns);
  [projection, laws].forEach(({ data }, i) =>
    stacked.data.set(
      data.map((x) => x / (norm(data) || 1)),
      i * projection.data.length,
    ),
  );
  const decision = yield* telling(rankSteps(stacked), STAGE);
  const found = yield* measure(map, decision, local.theta, allowance.left);
  const kernel = measured(decision.kernel.columns, decision.residual, decision.tolerance);
  const base = {
    kernelDimension: kernel,
    violation: measured(found.violation ?? 0, found.violation ?? 0, found.tolerance),
    recoverable: measured(decision.kernel.columns === 0, decision.residual, decision.tolerance),
    balance,
    openQuestion: false,
  };
  if (found.verdict !== "fails") return { ...base, verdict: open(NO_CHANGE_SEEN), openQuestion: true };
  if (!complete && !hasAllLaws()) return { ...base, verdict: open(OPEN_LAWS), openQuestion: true };
  return {
    ...base,
    verdict: measured<Verdict>("fails", found.violation ?? 0, found.tolerance, {
      reference: THEOREM_W.text,
      note: CHANGES,
    }),
  };
}

/** null: too large. */
function* actsFreely(local: Local, allowance: Allowance): Generator<Progress, boolean | null> {
  const generators = local.parts.reduce((sum, { writers, phases }) => sum + (phases ? 2 : writers.length ** 2), 0);
  const cost = rankWork(local.theta.length, generators);
  if (cost > allowance.left) return null;
  allowance.left -= cost;
  const { rank, clear } = yield* telling(spectrumSteps(orbitDirections(local)), STAGE);
  return clear && rank === generators;
}

/** Whether nonzero weights join every part to one that no other part meets; phases go with their sizes. */
function isGrounded({ parts, theta }: Local): boolean {
  const meeting = Array.from(theta, (): number[] => []);
  parts.forEach(({ writers, readers }, p) => {
    for (const row of [...writers, ...readers]) for (const at of row) meeting[at].push(p);
  });
  const joined = parts.map((): number[] => []);
  const open: number[] = [];
  meeting.forEach((own, at) => {
    if (theta[at] === 0) return;
    if (own.length === 1) open.push(own[0]);
    else if (own.length === 2) for (const [p, q] of [own, own.toReversed()]) joined[p].push(q);
  });
  const settled = new Set(open);
  for (let p = open.pop(); p !== undefined; p = open.pop())
    for (const q of joined[p])
      if (!settled.has(q)) {
        settled.add(q);
        open.push(q);
      }
  return settled.size === parts.length;
}

/** Theorem W (i): the antisymmetric generators are the kernel, and they are isometries that keep M. */
function closed(kernel: number, balance: Found["balance"]): Found {
  const note = balance !== null ? multiplesOfIdentity(balance.imbalance) : kernel > 0 ? PHASES : ONE_BY_ONE;
  const numbers = balance === null ? {} : { residual: balance.imbalance, tolerance: BALANCE_TOLERANCE };
  return {
    verdict: theorem<Verdict>("holds", kernel === 0 ? RECOVERY : THEOREM_W, { note, ...numbers }),
    kernelDimension: theorem(kernel, THEOREM_W),
    violation: theorem(0, THEOREM_W),
    recoverable: theorem(kernel === 0, RECOVERY, { note }),
    balance,
    openQuestion: false,
  };
}

function open(note: string): Claim<Verdict> {
  return { value: "unknown", basis: "unknown", note };
}

function worstOf(all: readonly NonNullable<Found["balance"]>[]): Found["balance"] {
  return all.length === 0 ? null : all.reduce((a, b) => (b.imbalance > a.imbalance ? b : a));
}

function hasBothSides({ writers, readers, degrees }: CircuitPart, theta: Float64Array): boolean {
  const has = (rows: readonly Int32Array[]): boolean => rows.some((row) => row.some((at) => theta[at] !== 0));
  return degrees.every((k) => k === 1 || writers.length === 1) && has(writers) && has(readers);
}

function hasFullRank({ theta, widths: [m, n, k] }: TwoLayers): boolean {
  return [viewOf(theta, 0, n, m), viewOf(theta, n * m, k, n)].every((factor) => {
    const { rank, clear } = decideRank(factor);
    return clear && rank === n;
  });
}
