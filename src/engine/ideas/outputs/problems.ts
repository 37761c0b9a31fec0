/**
 * A loss that squashes the outputs itself, on outputs that are squashed already: logistic(sigmoid(z)) sees outputs
 * within (0, 1) only, so that class 0 never gets a probability above 1/2, nor class 1 one above 1 / (1 + e⁻¹); a
 * softmax of sigmoids gives no class more than e / (e + o − 1).
 */
import { formatNumber } from "../../findings/numbers";
import type { Problem } from "../../findings/problem";
import type { Network } from "../../model/network";
import type { SpecReading } from "../../spec/read";
import { NEVER_SURER, appliedTwice } from "./words";
import { t, word } from "../../findings/language";

export function outputProblems(network: Network, { training, places }: SpecReading): Problem[] {
  const { activation, units } = network.layers[network.layers.length - 1];
  const loss = training?.plan.loss ?? "mse";
  if (activation.name !== "sigmoid" || loss === "mse") return [];
  const [what, why] =
    loss === "logistic"
      ? ["sigmoid", NEVER_SURER]
      : ["softmax", t`no class is ever given a probability above ${formatNumber(Math.E / (Math.E + units - 1))}`];
  return [
    {
      code: "training.double-sigmoid",
      severity: "warning",
      message: appliedTwice(loss, what, why),
      range: places.outputActivation ?? places.layers.at(-1) ?? places.start,
      help: t`Make the output layer linear: the loss turns its outputs into probabilities.`,
      cures: [{ id: "linear-output", title: word`Make the output linear` }],
    },
  ];
}
