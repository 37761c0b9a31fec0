/**
 * Marks on the loss curve of a gradient flow: when the loss has fallen to a share of its start, and, for a deep linear
 * network that learns a target with whitened inputs, when each singular mode of the target is half learnt: the jumps
 * from saddle to saddle (arXiv:1312.6120). The integrator locates each on its own curve.
 */
import type { WatchedEvent } from "../../flow/integrate/events";
import type { Matrix } from "../../math/dense/matrix";
import { isLinearChain } from "../../model/structure";
import { linearNetwork } from "../../model/passes/transfer/linear";
import { endToEndMatrix } from "../../model/passes/transfer/transfer";
import { targetModes } from "../exact-solutions/mode-strengths";
import type { Training } from "./training";
import { t } from "../../findings/language";

const MOST_MODES = 8;
const WIDEST = 60;

export function marksOf(training: Training): WatchedEvent[] {
  return [...lossMarks(training), ...modeMarks(training)];
}

/** The loss of a gradient flow only falls, so each is crossed once. */
function lossMarks({ objective, theta }: Training): WatchedEvent[] {
  const start = objective.loss(theta);
  if (!(start > 0)) return [];
  return [
    { name: t`loss below half of its start`, mark: t`below half of its start`, lossBelow: 0.5 },
    { name: t`loss below 1 % of its start`, mark: t`below 1 % of its start`, lossBelow: 0.01 },
  ].map(({ name, mark, lossBelow }) => ({
    name,
    mark,
    lossBelow,
    direction: "falling",
    terminal: false,
    value: (_t, at) => objective.loss(at) - lossBelow * start,
  }));
}

/** Strengths (mode-strengths.ts) against half of the target's, for the strongest modes. */
function modeMarks({ network, target }: Training): WatchedEvent[] {
  if (target === null || !isLinearChain(network) || Math.max(target.rows, target.columns) > WIDEST) return [];
  const modes = targetModes(target);
  const program = linearNetwork(network);
  const product = (theta: Float64Array): Matrix => endToEndMatrix(program, theta);
  return modes.strengths.slice(0, MOST_MODES).map((strength, a): WatchedEvent => ({
    name: t`mode ${a + 1} half learnt`,
    mark: t`mode ${a + 1}`,
    direction: "rising",
    terminal: false,
    value: (_t, theta) => modes.of(product(theta), a + 1)[a] - strength / 2,
  }));
}
