/**
 * Marks on the loss curve of a gradient flow: when the loss has fallen to a share of its start, and, for a deep linear network
 * that learns a target with whitened inputs, when each singular mode of the target is half learnt: the jumps from saddle to
 * saddle (arXiv:1312.6120). The integrator locates each on its own curve.
 */
import type { WatchedEvent } from "../../flow/integrate/events";
import { svd } from "../../math/dense/svd";
import { isLinearChain } from "../../model/structure";
import { transferOf } from "../../model/transfer";
import type { Training } from "./training";

export const ESCAPE_EVENT = "loss below half of its start";
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
    { name: ESCAPE_EVENT, part: 0.5 },
    { name: "loss below 1 % of its start", part: 0.01 },
  ].map(({ name, part }) => ({
    name,
    direction: "falling",
    terminal: false,
    value: (_t, at) => objective.loss(at) - part * start,
  }));
}

/** u_aᵀ Z v_a against half of S_a, for the strongest modes of the target. */
function modeMarks({ network, target }: Training): WatchedEvent[] {
  if (target === null || !isLinearChain(network) || Math.max(target.rows, target.columns) > WIDEST) return [];
  const { left, values, right } = svd(target);
  const product = (theta: Float64Array): Float64Array =>
    transferOf(network, theta).forward[network.layers.length - 1].data;
  return Array.from(values)
    .slice(0, MOST_MODES)
    .filter((strength) => strength > 1e-12 * values[0])
    .map((strength, a): WatchedEvent => ({
      name: `mode ${a + 1} half learnt`,
      direction: "rising",
      terminal: false,
      value: (_t, theta) => {
        const z = product(theta);
        let along = 0;
        for (let i = 0; i < target.rows; i++)
          for (let j = 0; j < target.columns; j++)
            along += left.data[i * left.columns + a] * z[i * target.columns + j] * right.data[j * right.columns + a];
        return along - strength / 2;
      },
    }));
}
