/** Signals in the text report: how they change at a layer, then layer by layer. */
import { claimLine, line, type FactLine } from "../../findings/lines";
import { formatNumber } from "../../findings/numbers";
import type { SignalFacts } from "./facts";
import { sentWords, signalSentence, singularValuesText } from "./words";
import { t } from "../../findings/language";

export function signalLines({ signal }: SignalFacts): FactLine[] {
  if (signal === null) return [];
  const { gain, backwardGain, jacobian, meanField, fluctuation } = signal;
  const sentence = signalSentence(signal);
  const number = (x: number): string => formatNumber(x);
  return [
    ...(sentence === null ? [] : [line(t`signals`, sentWords(signal), sentence)]),
    claimLine(`  ${t`gain at a layer`}`, gain, number),
    claimLine(`  ${t`of gradients`}`, backwardGain, number),
    claimLine("  ∂output/∂input", jacobian, () => singularValuesText(signal)),
    ...(meanField.chi.value === null ? [] : [claimLine(`  ${t`χ of wide networks`}`, meanField.chi, number)]),
    ...(meanField.depthScale === null
      ? []
      : [line(`  ${t`depth scale`}`, formatNumber(meanField.depthScale), t`layers, 1 / |ln χ|`)]),
    ...(fluctuation.value === null ? [] : [claimLine(`  ${t`varies between draws`}`, fluctuation, number)]),
  ];
}

export function layerLines({ signal }: SignalFacts): FactLine[] {
  return (signal?.layers ?? []).map(({ layer, forward, backward, rank, constant, units }) =>
    line(
      t`signal at ${layer}`,
      formatNumber(forward),
      [
        t`gradient ${formatNumber(backward)}`,
        ...(rank.value === null ? [] : [t`rank ${rank.value} of ${units}`]),
        ...(constant === null || constant === 0 ? [] : [t`${constant} constant`]),
      ].join(", "),
    ),
  );
}
