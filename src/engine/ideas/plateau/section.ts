/** From the study of the saddle to its section of the report; and what a run adds to it. */
import type { Claim } from "../../findings/claim";
import { measured, unknown } from "../../findings/claim";
import type { Optimizer } from "../../flow/plan";
import type { Network } from "../../model/network";
import { isGate } from "../../model/structure";
import type { PlateauSection } from "../../report/plateau/facts";
import type { TrajectorySection } from "../../report/run/facts";
import { BOTTLENECK_GAIN } from "../../theory/plateau/bottlenecks";
import { ESCAPE_LEVEL } from "../../theory/plateau/escape-time";
import type { ImbalanceRate } from "../../theory/balance/imbalance-rate";
import type { PlateauStudy } from "../../theory/plateau/study";
import { t } from "../../findings/language";

export function plateauSection(network: Network, study: PlateauStudy, optimizer: Optimizer | null): PlateauSection {
  const { classes, activationClass, gains, bottlenecks, exponent, resonance, escape, rates, modes } = study;
  const name = (layer: number): string => network.layers[layer].name;
  const pace = optimizer === null ? null : timePerStep(optimizer);
  return {
    activationClass,
    activations: classes.map(({ class: letter, order, coefficient, leadingTerm }, layer) => ({
      layer: name(layer),
      activation: network.layers[layer].activation.name,
      kink: isGate(network.layers[layer].activation),
      class: letter,
      order,
      coefficient,
      leadingTerm,
    })),
    gains: gains.map(({ layer, gain, bottleneck }) => ({ layer: name(layer), gain, bottleneck })),
    gainThreshold: BOTTLENECK_GAIN,
    bottleneckLayers: bottlenecks,
    exponent,
    resonance,
    level: ESCAPE_LEVEL,
    escapeTime: escape.claim,
    escapeMethod: escape.how,
    escapeFromPlateau: escape.plateau,
    escapeSteps: escape.claim.value === null || pace === null ? null : Math.ceil(escape.claim.value / pace),
    runTime: optimizer === null ? null : runTime(optimizer),
    imbalance: rates.map((rate) => ({
      layer: name(rate.layer),
      left: rate.left,
      right: rate.right,
      difference: relativeDifference(rate),
      scale: rate.scale,
    })),
    modes: modes?.map(({ target, initial, learningTime }) => ({ target, initial, learningTime })) ?? null,
  };
}

/** |left - right| / scale; 0 where nothing moves. */
function relativeDifference({ left, right, scale }: ImbalanceRate): number {
  return scale === 0 ? 0 : Math.abs(left - right) / scale;
}

/** Training time that one step of gradient descent makes, with momentum in the long run; `null` for gradient flow. */
function timePerStep(optimizer: Optimizer): number | null {
  return optimizer.type === "gradient-flow" ? null : optimizer.learningRate / (1 - optimizer.momentum);
}

function runTime(optimizer: Optimizer): number {
  return optimizer.type === "gradient-flow" ? optimizer.time : optimizer.steps * (timePerStep(optimizer) ?? 0);
}

/** On a run's own axis: time, or steps. */
export function predictedEscape({ escapeTime, escapeSteps }: PlateauSection): number | null {
  return escapeSteps ?? escapeTime.value;
}

/** The section with what the run shows of the escape, in training time. */
export function withMeasuredEscape(
  plateau: PlateauSection,
  trajectory: TrajectorySection,
  optimizer: Optimizer,
): PlateauSection {
  const pace = timePerStep(optimizer) ?? 1;
  const at = trajectory.loss.findIndex((loss) => loss < plateau.level * trajectory.loss[0]);
  const event = trajectory.events.find(({ lossBelow }) => lossBelow === plateau.level);
  const claim: Claim<number> =
    event !== undefined
      ? measured(
          event.time,
          2 * Number.EPSILON * event.time,
          optimizer.type === "gradient-flow" ? optimizer.tolerance * event.time : 0,
          { note: t`Located on the integrator's curve, which is held to the tolerance.` },
        )
      : at > 0
        ? measured(
            trajectory.times[at] * pace,
            (trajectory.times[at] - trajectory.times[at - 1]) * pace,
            trajectory.times[at] * pace,
            { note: t`The first sample below; the residual is the distance from the one before.` },
          )
        : unknown(t`The loss stays above ${100 * plateau.level} % of its start along the run.`);
  return { ...plateau, measuredEscapeTime: claim };
}
