/** The saddle in the text report: class, bottlenecks, how the escape time grows, and the time. */
import { formatNumber } from "../../findings/numbers";
import { claimLine, line, type FactLine } from "../../findings/lines";
import type { PlateauFacts } from "./facts";
import { escapeNote, gainsNote } from "./words";

export function plateauLines({ plateau }: PlateauFacts): FactLine[] {
  if (plateau === null) return [];
  const {
    activationClass,
    gains,
    gainThreshold,
    bottleneckLayers,
    exponent,
    resonance,
    escapeTime,
    escapeSteps,
    runTime,
    measuredEscapeTime,
    imbalance,
    modes,
    level,
  } = plateau;
  const small = gains.filter(({ bottleneck }) => bottleneck).map(({ layer }) => layer);
  const worst = imbalance.reduce((most, { difference }) => Math.max(most, difference), 0);
  return [
    claimLine("activation class", activationClass, String),
    claimLine("bottleneck layers", bottleneckLayers, String),
    ...(gains.length === 0
      ? []
      : [line("  gains", gains.map(({ gain }) => formatNumber(gain, 2)).join(", "), gainsNote(gainThreshold, small))]),
    claimLine("escape exponent", exponent, (x) => formatNumber(x)),
    ...(resonance
      ? [
          line(
            "  resonance",
            "L = q + 1",
            "the correction to the law has a logarithm, so that slopes approach it slowly",
          ),
        ]
      : []),
    claimLine("escape time", escapeTime, (t) => `t = ${formatNumber(t)}`),
    ...(escapeTime.value === null ? [] : [line("", "", escapeNote(level, escapeSteps, runTime))]),
    ...(measuredEscapeTime === undefined
      ? []
      : [claimLine("  measured", measuredEscapeTime, (t) => `t = ${formatNumber(t)}`)]),
    ...imbalance.map(({ layer, left, right }) =>
      line(
        `  imbalance of ${layer}`,
        formatNumber(left),
        `per unit of time, from the gradient; ${formatNumber(right)} from φ_σ`,
      ),
    ),
    ...(imbalance.length === 0
      ? []
      : [line("  both sides agree to", formatNumber(worst, 2), "relative to their terms, measured")]),
    ...(modes ?? []).map(({ target, learningTime }, k) =>
      claimLine(`  mode ${k + 1} (${formatNumber(target)}) at`, learningTime, (t) => `t = ${formatNumber(t)}`),
    ),
  ];
}
