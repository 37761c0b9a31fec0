/**
 * The metric of the products through one wire (circuit.ts), part by part; the proofs are in docs/mathematics.md, “The metric of circuits”.
 *
 *  - one number for each channel or part: w and r nonzero fix themselves by w rᵀ and ‖w‖² - k ‖r‖²: recoverable, so the property holds. Both
 *    zero: the balanced point Z = 0, it holds. Only one of them: two layers with one unit (chain.ts).
 *  - one complex number for each pair: Z = w* r ≠ 0 and ‖w‖² - ‖r‖² fix w and r up to the phase, along which M stays. It holds.
 *  - every T: two linear layers.
 */
import { measured, theorem, unknown, type Claim } from "../../../findings/claim";
import { allOf, largest, summed } from "./together";
import { telling, type Effort, type Progress } from "../../../findings/progress";
import { cited } from "../../../findings/reference";
import type { Verdict } from "../../../findings/verdict";
import { norm, zeros, type Matrix } from "../../../math/dense/matrix";
import { rankSteps, rankWork } from "../../../math/dense/rank";
import { measure, type Measurement } from "../measure";
import type { LiftedMap } from "../lifted";
import { localOf, type Local } from "./action";
import { balanceOn, decideTwoLayers, STAGE, twoLayersOf } from "./chain";
import type { Circuit, CircuitPart } from "./circuit";
import { lawRows, productCount, productsOf } from "./products";
import { THEOREM_W, type Allowance } from "./basis";
import type { CircuitVerdict } from "../result";
import {
  asTwoLayers,
  DISAGREE,
  measuredAs,
  NOT_MEASURED,
  ONE_BY_ONE,
  ONE_SIDED_PHASES,
  ONE_SIDED_SQUARE,
  PHASES,
  STILL,
} from "./words";

const RECOVERY = cited("arXiv:2508.07370", "theorem", "2.17");

type Found = Omit<CircuitVerdict, "name" | "kind" | "channels">;

export function* decideSingle(
  circuit: Circuit,
  theta: Float64Array,
  effort: Effort,
  allowance: Allowance,
): Generator<Progress, Found> {
  switch (circuit.kind) {
    case "phases":
      return yield* decidePhases(circuit.parts, theta, allowance);
    case "rescaling":
      return yield* decideRescaling(circuit.parts, theta, effort, allowance);
    case "matrix":
    case "linked":
      return worst(yield* eachAsTwoLayers(circuit.parts, theta, effort, allowance));
  }
}

/** Parts with weights on one side only that are looked at. */
const MOST_ONE_SIDED = 8;

function* decideRescaling(
  parts: readonly CircuitPart[],
  theta: Float64Array,
  effort: Effort,
  allowance: Allowance,
): Generator<Progress, Found> {
  const full = parts.filter((part) => sidesOf(part, theta) === "both");
  const still = parts.filter((part) => sidesOf(part, theta) === "none");
  const oneSided = parts.filter((part) => sidesOf(part, theta) === "one");
  const checked = full.length === 0 ? [] : [yield* recoverableParts(full, theta, allowance)];
  if ([...still, ...oneSided].some(({ degrees }) => degrees.some((k) => k !== 1)))
    return worst([...checked, undecided(ONE_SIDED_SQUARE)]);
  const rest = yield* eachAsTwoLayers(oneSided.slice(0, MOST_ONE_SIDED), theta, effort, allowance);
  const beyond = oneSided.length > MOST_ONE_SIDED ? [undecided(NOT_MEASURED)] : [];
  const idle = still.length === 0 ? [] : [idleParts(still)];
  return worst([...checked, ...idle, ...rest, ...beyond].map((found) => ({ ...found, balance: null })));
}

function* recoverableParts(
  parts: readonly CircuitPart[],
  theta: Float64Array,
  allowance: Allowance,
): Generator<Progress, Found> {
  const linear = parts.every(({ degrees }) => degrees.every((k) => k === 1));
  const found = linear ? yield* measuredOn(parts, theta, allowance) : null;
  const kernel = found?.decision?.kernel.columns ?? 0;
  if (found !== null && found.decision?.clear === true && kernel > 0) return undecided(DISAGREE);
  const seen = found === null ? "" : ` ${measuredAs(kernel, found.verdict)}`;
  return {
    verdict: theorem<Verdict>("holds", RECOVERY, { note: ONE_BY_ONE + seen }),
    kernelDimension: theorem(0, THEOREM_W),
    violation: theorem(0, THEOREM_W),
    recoverable: theorem(true, THEOREM_W),
    balance: null,
    openQuestion: false,
  };
}

/** φ = w rᵀ and the laws have no derivative at all at w = r = 0, and near it on ‖w‖ = ‖r‖ the metric is ‖Z‖ times what Z says. */
function idleParts(parts: readonly CircuitPart[]): Found {
  const weights = parts.reduce((sum, { writers, readers }) => sum + writers[0].length + readers[0].length, 0);
  return {
    verdict: theorem<Verdict>("holds", cited("arXiv:2508.07370", "theorem", "3.8", " (v1: 4.3)"), { note: STILL }),
    kernelDimension: theorem(weights, THEOREM_W),
    violation: theorem(0, THEOREM_W),
    recoverable: theorem(false, RECOVERY, { note: STILL }),
    balance: null,
    openQuestion: false,
  };
}

function* decidePhases(
  parts: readonly CircuitPart[],
  theta: Float64Array,
  allowance: Allowance,
): Generator<Progress, Found> {
  const proven = parts.every((part) => sidesOf(part, theta) === "both");
  const found = yield* measuredOn(parts, theta, allowance);
  const kernel = found?.decision?.kernel.columns ?? null;
  if (proven) {
    const disagrees = found?.decision?.clear === true && (found.verdict === "fails" || kernel !== parts.length);
    if (disagrees) return undecided(DISAGREE);
    const numbers = found?.violation == null ? {} : { residual: found.violation, tolerance: found.tolerance };
    return {
      verdict: theorem<Verdict>("holds", THEOREM_W, { note: PHASES, ...numbers }),
      kernelDimension: theorem(parts.length, THEOREM_W),
      violation: found === null ? theorem(0, THEOREM_W) : violationOf(found),
      recoverable: theorem(false, RECOVERY, { note: PHASES }),
      balance: null,
      openQuestion: false,
    };
  }
  if (found?.verdict !== "fails" || found.decision === null) return undecided(ONE_SIDED_PHASES);
  const { residual, tolerance } = found.decision;
  return {
    verdict: measured<Verdict>("fails", found.violation ?? 0, found.tolerance),
    kernelDimension: measured(found.decision.kernel.columns, residual, tolerance),
    violation: violationOf(found),
    recoverable: measured(false, residual, tolerance, { reference: RECOVERY.text }),
    balance: null,
    openQuestion: false,
  };
}

function* eachAsTwoLayers(
  parts: readonly CircuitPart[],
  theta: Float64Array,
  effort: Effort,
  allowance: Allowance,
): Generator<Progress, Found[]> {
  const all: Found[] = [];
  for (const part of parts) {
    const layers = twoLayersOf(part, theta);
    const { verdict, kernelDimension, violation, recoverable, openQuestion } = yield* decideTwoLayers(
      layers,
      effort,
      allowance,
    );
    const note = asTwoLayers(layers.widths, verdict.note);
    const balance = balanceOn(layers);
    all.push({
      verdict: { ...verdict, note },
      kernelDimension,
      violation,
      recoverable,
      openQuestion,
      balance: balance === null ? null : { lambda: balance.lambda, imbalance: balance.imbalance },
    });
  }
  return all;
}

function sidesOf({ writers, readers }: CircuitPart, theta: Float64Array): "both" | "one" | "none" {
  const has = (rows: readonly Int32Array[]): boolean => rows.some((row) => row.some((at) => theta[at] !== 0));
  const [into, outOf] = [has(writers), has(readers)];
  return into && outOf ? "both" : into || outOf ? "one" : "none";
}

/** The kernel of [∂φ; ∂h] on these parts and the metric along it; null: too large. */
function* measuredOn(
  parts: readonly CircuitPart[],
  theta: Float64Array,
  allowance: Allowance,
): Generator<Progress, Measurement | null> {
  const products = productCount({ parts });
  const weights = parts.reduce(
    (sum, { writers, readers }) => sum + writers.length * (writers[0].length + readers[0].length),
    0,
  );
  const cost = rankWork(products + parts.length, weights);
  if (cost + weights * 2 * products ** 2 > allowance.left) return null;
  allowance.left -= cost;
  const local = localOf(parts, theta);
  return yield* measureProducts(local, productsOf(local), allowance.left);
}

/** `map`: of these weights. */
export function* measureProducts(
  local: Local,
  map: Pick<LiftedMap, "jacobian" | "metric" | "metricWork">,
  most: number,
): Generator<Progress, Measurement> {
  const decision = yield* telling(rankSteps(stackedOn(map.jacobian(local.theta), lawRows(local))), STAGE);
  return yield* measure(map, decision, local.theta, most);
}

/** One above the other, each divided by its norm. */
function stackedOn(phi: Matrix, laws: Matrix): Matrix {
  const stacked = zeros(phi.rows + laws.rows, phi.columns);
  [phi, laws].forEach(({ data }, i) => {
    const size = norm(data) || 1;
    stacked.data.set(
      data.map((x) => x / size),
      i * phi.data.length,
    );
  });
  return stacked;
}

function violationOf({ violation, tolerance }: Measurement): Claim<number> {
  return violation === null ? unknown(NOT_MEASURED) : measured(violation, violation, tolerance);
}

export function undecided(note: string): Found {
  return {
    verdict: { value: "unknown", basis: "unknown", note },
    kernelDimension: unknown(note),
    violation: unknown(note),
    recoverable: unknown(note),
    balance: null,
    openQuestion: false,
  };
}

/** Of several that are changed apart: φ, the laws and M are each made of theirs. */
function worst(all: readonly Found[]): Found {
  const rank = ({ verdict: { value } }: Found): number => (value === "fails" ? 2 : value === "holds" ? 0 : 1);
  const first = all.reduce((found, one) => (rank(one) > rank(found) ? one : found));
  return {
    verdict: first.verdict,
    kernelDimension: summed(all.map(({ kernelDimension }) => kernelDimension)),
    violation: largest(all.map(({ violation }) => violation)),
    recoverable: allOf(all.map(({ recoverable }) => recoverable)),
    balance: all.reduce<Found["balance"]>(
      (found, { balance }) =>
        balance !== null && (found === null || balance.imbalance > found.imbalance) ? balance : found,
      null,
    ),
    openQuestion: all.some(({ openQuestion }) => openQuestion),
  };
}
