/**
 * Everything that is said about a linear neural ODE at its start: the balance of its path, the metric against its
 * closed form, and whether the dynamics of Z_1 are intrinsic.
 *
 * Sufficient: continuous relaxed balance (ICLR Thm 3.13, v1 Thm 4.8). Every path with the same laws is then relaxed
 * balanced with the same λ, so that the closed form holds on the whole level set. Off that set a direction is looked
 * for that keeps Z_1 and all laws and changes the metric (violation.ts; Theorem 2.14), and a pair of paths that shows
 * it (pair.ts). That M differs from the closed form proves nothing by itself, and is not used as a reason.
 *
 * Where the grid does not carry the path, its integrals are not the path's: then nothing is decided beyond the balance.
 */
import { measured, theorem, unknown, type Claim } from "../../findings/claim";
import { t } from "../../findings/language";
import type { Progress } from "../../findings/progress";
import { cited } from "../../findings/reference";
import { transporter, type Transporter } from "../../model/path/transport";
import type { Verdict } from "../../findings/verdict";
import type { MetricResult } from "../metric/result";
import type { TheoremCheck } from "../metric/theorems";
import { compareDepths, type FiniteDepth } from "./finite-depth";
import {
  balanceAlong,
  isContinuousBalanced,
  RESOLUTION_TOLERANCE,
  unresolvedPart,
  type ContinuousBalance,
} from "./laws";
import { compareWithClosedForm, transported, type Transported } from "./metric";
import { pathPair, WIDEST_PAIR, type PathPair } from "./pair";
import { canSearch, pathViolation } from "./violation";
import {
  CLASH,
  INFINITE_KERNEL,
  METRIC_CHANGES_ALONG,
  NOT_RECOVERABLE,
  NO_CLEAR_CHANGE,
  TOO_WIDE_TO_SEARCH,
  secondPath,
} from "./words";

const DEPTH_REFERENCE = cited("arXiv:2508.07370", "theorem", "3.13", " (v1: 4.8)");

/**
 * Far above what an imbalance at its own tolerance and rounding can do to the metric, far below what an unbalanced path
 * does.
 */
export const CLOSED_FORM_TOLERANCE = 1e-6;
/** A violation above it is one: residuals of the directions are at 10⁻⁹ or below. */
const VIOLATION_TOLERANCE = 1e-6;
const RESIDUAL_TOLERANCE = 1e-9;

export interface DepthFindings {
  readonly transport: Transporter;
  readonly at: Transported;
  readonly balance: ContinuousBalance;
  readonly unresolved: number;
  /** `null`: too large to compare, or not finite. */
  readonly closedFormError: number | null;
  readonly finite: readonly FiniteDepth[];
  readonly pair: PathPair | null;
  readonly metric: MetricResult;
}

/** `null`: the solution leaves the range of double precision. */
export function* studyPath(
  width: number,
  nodes: number,
  path: Float64Array,
): Generator<Progress, DepthFindings | null> {
  yield { stage: "Following the path through depth", fraction: null };
  const transport = transporter(width, nodes);
  const at = transported(transport, path);
  if (!at.z.every(Number.isFinite) || !at.p.every(Number.isFinite)) return null;
  const balance = balanceAlong(transport, path);
  const unresolved = unresolvedPart(transport, path);
  yield { stage: "Comparing the metric with its closed form", fraction: null };
  const closedFormError = compareWithClosedForm(transport, at)?.error ?? null;
  const finite = compareDepths(transport, path, at);
  const { metric, pair } = yield* decide(transport, path, at, balance, unresolved, closedFormError);
  return { transport, at, balance, unresolved, closedFormError, finite, pair, metric };
}

function* decide(
  transport: Transporter,
  path: Float64Array,
  at: Transported,
  balance: ContinuousBalance,
  unresolved: number,
  error: number | null,
): Generator<Progress, { readonly metric: MetricResult; readonly pair: PathPair | null }> {
  const { width } = transport;
  const balanced = isContinuousBalanced(balance);
  const check: TheoremCheck = {
    reference: DEPTH_REFERENCE,
    published: true,
    conclusion: "holds",
    hypotheses: [
      {
        text: t`continuous relaxed balanced: h_s = λ(s) I for every s`,
        met: balanced,
        residual: balance.worst,
        tolerance: balance.tolerance,
      },
      { text: t`Z_s is invertible: det Z_s = exp ∫ tr A > 0, always`, met: true },
    ],
  };
  const base = { theorems: [check], decision: null, witness: null, ...aboutKernel(width) };
  const alone = (metric: Pick<MetricResult, "verdict" | "measurement" | "violation" | "openQuestion">) => ({
    metric: { ...base, ...metric },
    pair: null,
  });
  if (balanced) return alone(underBalance(balance, error));
  if (unresolved > RESOLUTION_TOLERANCE)
    return alone(
      undecided(t`The grid does not carry this path, so its integrals are not known well enough to compare metrics.`),
    );
  if (!canSearch(width, transport.nodes)) return alone(undecided(TOO_WIDE_TO_SEARCH));
  const found = yield* pathViolation(transport, path, at);
  if (found === null)
    return alone(
      undecided(
        t`Directions that keep all laws do not move Z_1 freely from this path, so nothing follows from them.`,
        true,
      ),
    );
  const residual = Math.max(found.liftedResidual, found.lawResidual);
  if (residual > RESIDUAL_TOLERANCE || found.value <= VIOLATION_TOLERANCE)
    return alone(undecided(NO_CLEAR_CHANGE, true));
  yield { stage: "Looking for a pair of paths", fraction: null };
  const pair = width <= WIDEST_PAIR ? pathPair(transport, path, at, found) : null;
  const extra = {
    reference: "arXiv:2508.07370, Theorem 2.14 (necessary condition)",
    note: METRIC_CHANGES_ALONG,
  };
  const verdict = measured<Verdict>("fails", found.value, VIOLATION_TOLERANCE, extra);
  const witness = {
    note:
      pair === null
        ? t`A direction was found; no pair of paths at a finite distance.`
        : secondPath(pair.metricDifference),
  };
  return {
    metric: {
      ...base,
      verdict,
      measurement: verdict,
      violation: measured(found.value, residual, RESIDUAL_TOLERANCE, extra),
      openQuestion: false,
      witness,
    },
    pair,
  };
}

function underBalance(
  { worst, tolerance }: ContinuousBalance,
  error: number | null,
): Pick<MetricResult, "verdict" | "measurement" | "violation" | "openQuestion"> {
  const numbers = { residual: worst, tolerance };
  const note = t`Relative difference of the metric from its closed form in Z_1.`;
  if (error === null) {
    const why = t`Too wide to compare the metric with its closed form entry by entry.`;
    return {
      verdict: theorem("holds", DEPTH_REFERENCE, numbers),
      measurement: unknown(why),
      violation: unknown(why),
      openQuestion: false,
    };
  }
  const violation = measured(error, error, CLOSED_FORM_TOLERANCE, { reference: DEPTH_REFERENCE.text, note });
  if (error > CLOSED_FORM_TOLERANCE) {
    return {
      verdict: { value: "unknown", basis: "unknown", note: CLASH },
      measurement: measured<Verdict>("fails", error, CLOSED_FORM_TOLERANCE, { note }),
      violation,
      openQuestion: false,
    };
  }
  return {
    verdict: theorem("holds", DEPTH_REFERENCE, numbers),
    measurement: measured<Verdict>("holds", error, CLOSED_FORM_TOLERANCE, { note }),
    violation,
    openQuestion: false,
  };
}

/** `open`: theory leaves it open; else the reason is ours. */
function undecided(
  note: string,
  open = false,
): Pick<MetricResult, "verdict" | "measurement" | "violation" | "openQuestion"> {
  const verdict: Claim<Verdict> = { value: "unknown", basis: "unknown", note };
  return { verdict, measurement: verdict, violation: unknown(note), openQuestion: open };
}

const OURS = "docs/mathematics.md, Infinite depth";

/** Skew paths and S_0 move freely on the level set, and Z_1 has n² coordinates only; for n = 1 the law is 2 a'(s). */
function aboutKernel(width: number): Pick<MetricResult, "kernelDimension" | "recoverable"> {
  return width === 1
    ? {
        kernelDimension: { value: 0, basis: "certified", reference: OURS },
        recoverable: {
          value: true,
          basis: "certified",
          reference: OURS,
          note: t`With width 1, a' and Z_1 determine the path.`,
        },
      }
    : {
        kernelDimension: unknown(INFINITE_KERNEL),
        recoverable: {
          value: false,
          basis: "certified",
          reference: OURS,
          note: NOT_RECOVERABLE,
        },
      };
}
