/** What the author of the spec should know of a path: off balance, not carried by its grid, or nearly singular at its end. */
import type { Problem } from "../../findings/problem";
import type { SpecReading } from "../../spec/read";
import { initializationPlace } from "../../subject/places";
import { isContinuousBalanced, RESOLUTION_TOLERANCE } from "../../theory/depth/laws";
import type { DepthFindings } from "../../theory/depth/verdict";
import type { DepthFacts } from "../../report/depth/facts";
import { nearlySingular, notContinuousBalanced, tooFewNodes } from "../../report/depth/words";
import { t } from "../../findings/language";

/**
 * Beyond it the smallest singular value of Z_1 is nearly lost beside the largest, and gradients along it nearly vanish.
 */
const NEARLY_SINGULAR = 1e8;

export function depthProblems(
  { depth }: DepthFacts,
  { balance, unresolved, transport }: DepthFindings,
  { places }: SpecReading,
): Problem[] {
  const range = initializationPlace(places);
  const problems: (Problem | null)[] = [
    isContinuousBalanced(balance)
      ? null
      : {
          code: "init.not-relaxed-balanced",
          severity: "information",
          range,
          message: notContinuousBalanced(balance.worst, balance.tolerance),
          help: t`Use the scheme "relaxed-balanced" with a λ(s); if it is used already, raise "grid".`,
        },
    unresolved <= RESOLUTION_TOLERANCE
      ? null
      : {
          code: "init.path-not-resolved",
          severity: "warning",
          range,
          message: tooFewNodes(transport.nodes, unresolved, RESOLUTION_TOLERANCE),
          help: t`Raise "grid", or choose a smoother path (a larger "lengthScale").`,
        },
    (depth?.condition ?? Infinity) <= NEARLY_SINGULAR
      ? null
      : {
          code: "init.near-singular",
          severity: "warning",
          range,
          message: nearlySingular(depth?.condition),
          help: t`Choose a smaller "scale", so that A and with it the spread of the singular values is smaller.`,
        },
  ];
  return problems.filter((problem) => problem !== null);
}

export function beyondRange({ places }: SpecReading): Problem {
  return {
    code: "init.out-of-range",
    severity: "error",
    range: initializationPlace(places),
    message: t`Along this path Z_s leaves the range of double precision: A is too large.`,
    help: t`Choose a smaller "scale": Z grows like the exponential of A.`,
  };
}
