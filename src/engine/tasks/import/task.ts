/** Writes a spec beside a model of another program, for an editor. */
import { ACTIVATION_NAMES } from "../../model/activations";
import type { Run } from "../task";

export const importModel: Run<"import"> = function* ({ from, activation }, _spec, { models }) {
  yield { stage: "Reading what the model is", fraction: null };
  const imported = models.read(from, ACTIVATION_NAMES.find((name) => name === activation) ?? null);
  if (imported.kind === "refused") {
    const { reason, help, asks } = imported;
    return asks === null
      ? { kind: "refused", reason, help }
      : { kind: "found", result: { kind: "activation", layers: asks.activationOf, names: ACTIVATION_NAMES } };
  }
  yield { stage: "Writing the spec", fraction: null };
  const written = models.write(from, imported.text);
  if (written.kind === "none") return { kind: "refused", reason: written.why, help: written.help };
  const { folder, name, isNew } = written;
  const { gaps, hasWeights } = imported;
  return { kind: "found", result: { kind: "spec", folder, name, isNew, hasWeights, gaps: gaps.length } };
};
