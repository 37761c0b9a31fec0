/** The balance between layers in the text report. */
import { claimLine, line, yesNo, type FactLine } from "../../findings/lines";
import { formatNumber } from "../../findings/numbers";
import type { InitializationFacts } from "./facts";
import { t } from "../../findings/language";

export function balanceLines({ initialization }: InitializationFacts): FactLine[] {
  return [claimLine(t`relaxed balanced`, initialization.relaxedBalanced, yesNo)];
}

export function interfaceLines({ initialization }: InitializationFacts): FactLine[] {
  return initialization.interfaces.map(({ between, lambda, imbalance }) =>
    line(between.join(" → "), `λ ${formatNumber(lambda)}`, t`imbalance ${formatNumber(imbalance)}`),
  );
}
