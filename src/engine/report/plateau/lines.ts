/** The saddle in the text report: class, bottlenecks, how the escape time grows, and the time. */
import { formatNumber } from "../../findings/numbers";
import { claimLine, line, type FactLine } from "../../findings/lines";
import type { PlateauFacts } from "./facts";
import { escapeNote, gainsNote } from "./words";
import { t } from "../../findings/language";

const at = (time: number): string => `t = ${formatNumber(time)}`;

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
    claimLine(t`activation class`, activationClass, String),
    claimLine(t`bottleneck layers`, bottleneckLayers, String),
    ...(gains.length === 0
      ? []
      : [
          line(
            `  ${t`gains`}`,
            gains.map(({ gain }) => formatNumber(gain, 2)).join(", "),
            gainsNote(gainThreshold, small),
          ),
        ]),
    claimLine(t`escape exponent`, exponent, (x) => formatNumber(x)),
    ...(resonance
      ? [
          line(
            `  ${t`resonance`}`,
            "L = q + 1",
            t`the correction to the law has a logarithm, so that slopes approach it slowly`,
          ),
        ]
      : []),
    claimLine(t`escape time`, escapeTime, at),
    ...(escapeTime.value === null ? [] : [line("", "", escapeNote(level, escapeSteps, runTime))]),
    ...(measuredEscapeTime === undefined ? [] : [claimLine(`  ${t`measured`}`, measuredEscapeTime, at)]),
    ...imbalance.map(({ layer, left, right }) =>
      line(
        `  ${t`imbalance of ${layer}`}`,
        formatNumber(left),
        t`per unit of time, from the gradient; ${formatNumber(right)} from φ_σ`,
      ),
    ),
    ...(imbalance.length === 0
      ? []
      : [line(`  ${t`both sides agree to`}`, formatNumber(worst, 2), t`relative to their terms, measured`)]),
    ...(modes ?? []).map(({ target, learningTime }, k) =>
      claimLine(`  ${t`mode ${k + 1} (${formatNumber(target)}) at`}`, learningTime, at),
    ),
  ];
}
