/** The network itself in the text report. */
import { line, type FactLine } from "../../findings/lines";
import type { ModelFacts } from "./facts";
import { modelNote } from "./words";
import { t } from "../../findings/language";

export function modelLines({ model }: ModelFacts): FactLine[] {
  const { parameters, liftedDimension, parametrization, family, fixed, note } = model;
  return [
    line(
      t`parameters → lifted`,
      `${parameters} → ${liftedDimension ?? "—"}`,
      modelNote({ parametrization, family, fixed, note }),
    ),
  ];
}
