/** The cure of an output that is squashed twice: the output layer becomes linear, and the changed text is analysed. */
import { t } from "../../findings/language";
import type { Progress } from "../../findings/progress";
import { editOutputLinear } from "../../spec/edit/architecture";
import { replacementFor } from "../../spec/edit/text-edit";
import type { OpenWeights } from "../../subject/parameters";
import { analyzeSpec } from "../analyze/analyze";
import type { CureResult } from "./result";
import { withFailed } from "./words";

export function* cureOutput(
  text: string,
  path: string | null,
  openWeights: OpenWeights | null,
): Generator<Progress, CureResult> {
  const changed = editOutputLinear(text);
  const edit = changed === null ? null : replacementFor(text, changed);
  if (changed === null || edit === null) return NOT_THERE;
  const result = yield* analyzeSpec(changed, { path, lean: true, openWeights: openWeights ?? undefined });
  if (result.kind === "invalid" || result.report.problems.some(({ code }) => code === "training.double-sigmoid"))
    return NOT_THERE;
  const message = t`The output layer is linear now; the loss turns its outputs into probabilities.`;
  return { kind: "edit", edits: [edit], message: withFailed(message, result.report.problems) };
}

const NOT_THERE: CureResult = {
  kind: "refused",
  reason: t`The output layer has no activation that could be removed.`,
  help: t`Nothing was changed.`,
};
