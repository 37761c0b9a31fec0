/**
 * When the loss leaves its plateau: the first time it is at ESCAPE_LEVEL of its start, under gradient flow.
 *
 *   never     where the gradient is exactly 0 (./stillness.ts), where the data keep the loss above the level (./loss-floor.ts), or
 *             where the flow is followed to a minimum above it (./settled.ts);
 *   followed  the flow itself, at falling tolerances until two times agree. The error of a run of tolerance τ goes to 0 with τ, so
 *             the distance of two runs is about the error of the looser one, and makes the error bar of the finer one;
 *   formula   where the budget ends before two runs are there: the scalar equation of the layers (./scalar-escape.ts), for starts
 *             of its kind, with a bar that covers what it leaves out.
 * Otherwise the time is unknown: nothing is read off a start, nor off a flow on its way, about times that it has not reached.
 *
 * Cost: within the budget, in multiply-adds of the passes over the samples.
 */
import { predicted, unknown, type Claim } from "../../findings/claim";
import type { Progress } from "../../findings/progress";
import type { DataSet } from "../../flow/data-set";
import type { LossName } from "../../flow/objective/losses";
import { dop853 } from "../../flow/integrate/dop853";
import { dopri5 } from "../../flow/integrate/dopri5";
import type { Method } from "../../flow/integrate/method";
import type { Objective } from "../../flow/objective/objective";
import { sigmaOf } from "../../model/activations";
import type { Network } from "../../model/network";
import { parameterCount } from "../../model/compile";
import { ESCAPE_REFERENCE } from "./bottlenecks";
import { follow, squaredNorm, type Followed } from "./follow";
import { lossFloor } from "./loss-floor";
import { scalarEscape, type ScalarEscape } from "./scalar-escape";
import { FLAT } from "./settled";
import { isStill } from "./stillness";
import * as words from "./words";

/** The spec language's default for "escaped". */
export const ESCAPE_LEVEL = 0.5;

/** The loss that is followed, and what it is made of. */
export interface EscapeData {
  readonly objective: Objective;
  readonly set: DataSet;
  readonly loss: LossName;
}

export interface EscapeEstimate {
  /** Predicted with a bar; without a value where the loss never escapes, and then not `unknown`; else `unknown`. */
  readonly claim: Claim<number>;
  readonly how: "formula" | "followed" | "none";
  /** The loss falls much faster at its escape than at its slowest before: there is a plateau to leave. A loss that only slows down has none. */
  readonly plateau: boolean;
}

/** Multiply-adds that following the flow may take: some tenths of a second, and some seconds. */
export const ESCAPE_BUDGET = { typing: 1.5e9, patient: 1e10 } as const;

/**
 * Tolerances of the runs, one after the other as far as two neighbours disagree by more than ENOUGH. Gates that open and close are
 * kinks of the flow: there a low order at loose tolerances comes as far with a tenth of the gradients.
 */
const SMOOTH: Ladder = { method: dop853, tolerances: [1e-5, 1e-7, 1e-9, 1e-11], factor: 1, narrowest: 1e-6 };
const KINKED: Ladder = { method: dopri5, tolerances: [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8], factor: 3, narrowest: 1e-2 };

interface Ladder {
  readonly method: Method;
  readonly tolerances: readonly number[];
  /** Half of the bar in distances of the last two runs: at kinks errors fall less regularly. */
  readonly factor: number;
  /** Half of the bar is no less, relative: what errors that happen to be alike may hide. */
  readonly narrowest: number;
}

const ENOUGH = 1e-3;
/** A run at the next tolerance takes about so many times the gradients of the last; it is not begun where they are not left. */
const DEARER = 1.3;
/** A bar wider than this, relative, is no prediction. */
const WIDEST = 0.5;
/** Half of the relative bar of the formula: tests find it within 6 % where small scales meet smooth activations. */
const FORMULA_ERROR = 0.12;
/** There is a plateau where the loss falls so much slower before than at its end. */
const SLOWER = 0.5;
/** Elementwise functions cost about so many multiply-adds each, and a call as many as these whatever the size. */
const PER_ACTIVATION = 40;
const PER_CALL = 4000;
/** Of the loss of a silent network: below, a loss is made of rounding errors. */
const ROUNDING = 1e-26;

export function* escapeTime(
  network: Network,
  data: EscapeData,
  theta: Float64Array,
  bottlenecks: readonly number[] | null,
  budget: number,
): Generator<Progress, EscapeEstimate> {
  const { objective } = data;
  const gradient = new Float64Array(theta.length);
  const start = objective.gradient(theta, gradient);
  if (!Number.isFinite(start)) return none(unknown(words.TOO_LARGE));
  // Where all weights are 0 a norm without eps divides 0 by 0: that tells nothing of rounding.
  if (start === 0 || start <= ROUNDING * objective.loss(new Float64Array(theta.length)))
    return none(unknown(words.AT_THE_BOTTOM));
  if (gradient.every((x) => x === 0))
    return none(
      isStill(network, theta, data.set, data.loss)
        ? { value: null, basis: "certified", note: words.STILL }
        : unknown(words.PERHAPS_STILL),
    );
  const level = ESCAPE_LEVEL * start;
  const floor = lossFloor(network, data.set, data.loss);
  if (floor > level)
    return none({
      value: null,
      basis: "measured",
      residual: floor / start,
      tolerance: ESCAPE_LEVEL,
      note: words.FLOOR,
    });
  const affordable = Math.floor(budget / costOfPass(network, objective));
  if (affordable < LEAST_FOR_A_LOOK) return none(unknown(words.TOO_DEAR));
  const smooth = network.layers.every(({ activation }) => sigmaOf(activation).analytic);
  const found = yield* followed(objective, theta, smooth ? SMOOTH : KINKED, { level, affordable });
  if (found.how === "followed" || found.claim.basis !== "unknown" || bottlenecks === null || bottlenecks.length === 0)
    return found;
  const scalar =
    affordable < GRADIENTS_OF_FORMULA ? null : scalarEscape(network, objective, theta, bottlenecks, ESCAPE_LEVEL);
  return scalar === null ? found : ofFormula(network, scalar, start, squaredNorm(gradient));
}

/** Fewer gradients do not carry a run anywhere. */
const LEAST_FOR_A_LOOK = 48;
/** What ./scalar-escape.ts takes. */
const GRADIENTS_OF_FORMULA = 200;

function* followed(
  objective: Objective,
  theta: Float64Array,
  { method, tolerances, factor, narrowest }: Ladder,
  { level, affordable }: { readonly level: number; readonly affordable: number },
): Generator<Progress, EscapeEstimate> {
  let left = affordable;
  let needed = LEAST_FOR_A_LOOK;
  let best: { readonly run: Followed; readonly error: number; readonly tolerance: number } | null = null;
  for (const tolerance of tolerances) {
    if (left < needed) break;
    const run: Followed = yield* follow(objective, theta, { level, tolerance, method, evaluations: left });
    left -= run.evaluations;
    needed = DEARER * run.evaluations;
    if (run.kind !== "escaped") {
      if (best === null || run.kind === "settled") return notEscaped(run, best !== null);
      break;
    }
    best = { run, error: best === null ? Infinity : Math.abs(run.time - best.run.time), tolerance };
    if (best.error <= ENOUGH * run.time) break;
  }
  if (best === null) return none(unknown(words.TOO_DEAR));
  const { run, error, tolerance } = best;
  if (error === Infinity) return none(unknown(words.onlyOnce(run.time)));
  const half = Math.max(factor * error, narrowest * run.time);
  if (!(half <= WIDEST * run.time)) return none(unknown(words.unsteady(run.time, tolerance)));
  const bar = { low: run.time - half, high: run.time + half };
  return {
    claim: predicted(run.time, bar, { reference: ESCAPE_REFERENCE, note: words.followedTo(tolerance, error, half) }),
    how: "followed",
    plateau: run.slowest < SLOWER * run.last,
  };
}

function notEscaped(run: Followed, escapedBefore: boolean): EscapeEstimate {
  switch (run.kind) {
    case "settled":
      return none(
        escapedBefore
          ? unknown(words.CONTRADICTION)
          : {
              value: null,
              basis: "measured",
              residual: run.rest.negative,
              tolerance: FLAT,
              note: words.settled(run.time, run.loss),
            },
      );
    case "stopped":
      return none(unknown(words.stopped(run.sentence)));
    case "escaped":
    case "spent":
      return none(unknown(words.spent(run.time)));
  }
}

function ofFormula(network: Network, scalar: ScalarEscape, start: number, rate: number): EscapeEstimate {
  const { time } = scalar;
  const bar = { low: (1 - FORMULA_ERROR) * time, high: (1 + FORMULA_ERROR) * time };
  return {
    claim: predicted(time, bar, { reference: ESCAPE_REFERENCE, note: words.ofFormula(network, scalar) }),
    how: "formula",
    // Against the rate that half of the loss in this time makes.
    plateau: rate < (SLOWER * (1 - ESCAPE_LEVEL) * start) / time,
  };
}

/** Of one gradient. */
function costOfPass(network: Network, { passed }: Objective): number {
  const units = network.layers.reduce((sum, layer) => sum + layer.units, 0);
  return PER_CALL + passed * (3 * parameterCount(network) + PER_ACTIVATION * units);
}

function none(claim: Claim<number>): EscapeEstimate {
  return { claim, how: "none", plateau: false };
}
