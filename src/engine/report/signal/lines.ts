/** Signals in the text report: how they change at a layer, then layer by layer. */
import { claimLine, line, type FactLine } from "../../findings/lines";
import { formatNumber } from "../../findings/numbers";
import type { SignalFacts } from "./facts";
import { sentWords, signalSentence, singularValuesText } from "./words";

export function signalLines({ signal }: SignalFacts): FactLine[] {
  if (signal === null) return [];
  const { gain, backwardGain, jacobian, meanField, fluctuation } = signal;
  const sentence = signalSentence(signal);
  const number = (x: number): string => formatNumber(x);
  return [
    ...(sentence === null ? [] : [line("signals", sentWords(signal), sentence)]),
    claimLine("  gain at a layer", gain, number),
    claimLine("  of gradients", backwardGain, number),
    claimLine("  ∂output/∂input", jacobian, () => singularValuesText(signal)),
    ...(meanField.chi.value === null ? [] : [claimLine("  χ of wide networks", meanField.chi, number)]),
    ...(meanField.depthScale === null
      ? []
      : [line("  depth scale", formatNumber(meanField.depthScale), "layers, 1 / |ln χ|")]),
    ...(fluctuation.value === null ? [] : [claimLine("  varies between draws", fluctuation, number)]),
  ];
}

export function layerLines({ signal }: SignalFacts): FactLine[] {
  return (signal?.layers ?? []).map(({ layer, forward, backward, rank, constant, units }) =>
    line(
      `signal at ${layer}`,
      formatNumber(forward),
      [
        `gradient ${formatNumber(backward)}`,
        ...(rank.value === null ? [] : [`rank ${rank.value} of ${units}`]),
        ...(constant === null || constant === 0 ? [] : [`${constant} constant`]),
      ].join(", "),
    ),
  );
}
