/** What the analysis says of a plateau that would take up most of the training run: at the scale that makes it long. */
import { barText } from "../../findings/bar";
import { formatNumber } from "../../findings/numbers";
import type { Problem, Range } from "../../findings/problem";
import type { PlateauFacts, PlateauSection } from "../../report/plateau/facts";
import type { SpecPlaces, SpecReading } from "../../spec/read";
import { longPlateau, tooSmallToPass } from "../../report/plateau/words";
import { t } from "../../findings/language";

/** A plateau is long when it takes more than this share of the run, and the cure aims at half of that. */
const LONG = 0.5;

/** The time within which a cure lets the loss escape; `null` where there is no run. */
export function wantedEscapeTime({ runTime }: PlateauSection): number | null {
  return runTime === null || runTime === 0 ? null : (LONG / 2) * runTime;
}

/** A loss that falls slowly and ever more slowly, as that of a trained network, is not on a plateau. */
export function isLong({ escapeTime, escapeFromPlateau, runTime }: PlateauSection): boolean {
  return (
    escapeFromPlateau &&
    escapeTime.value !== null &&
    runTime !== null &&
    runTime > 0 &&
    escapeTime.value > LONG * runTime
  );
}

export function plateauProblems({ plateau }: PlateauFacts, { places }: SpecReading): Problem[] {
  if (plateau === null) return [];
  const { escapeTime, runTime, escapeSteps, level, bottleneckLayers } = plateau;
  const wanted = wantedEscapeTime(plateau);
  if (escapeTime.value === null || runTime === null || wanted === null || !isLong(plateau)) return [];
  const small = plateau.gains.filter(({ bottleneck }) => bottleneck).map(({ layer }) => layer);
  const steps = escapeSteps === null ? "" : t`, about ${escapeSteps} steps at this learning rate`;
  const { low = escapeTime.value, high = escapeTime.value } = escapeTime;
  const bar = t` (error bar ${barText({ low, high })})`;
  const share =
    escapeTime.value >= runTime
      ? t`the run ends before, at t = ${formatNumber(runTime)}`
      : t`that is ${formatNumber((100 * escapeTime.value) / runTime, 2)} % of the run`;
  const why = small.length === 0 || bottleneckLayers.value === null ? "" : tooSmallToPass(small);
  return [
    {
      code: "plateau.long",
      severity: "information",
      message: longPlateau({ level, time: escapeTime.value, bar, steps, share, why }),
      range: scalePlace(plateau, places),
      help: t`Start with larger weights in these layers, or train for longer.`,
      // Only small layers can be cured by a larger scale.
      ...(small.length === 0
        ? {}
        : { cures: [{ id: "escape-sooner", title: t`Scale to escape within t = ${formatNumber(wanted, 2)}` }] }),
    },
  ];
}

/** The scale that the first bottleneck has: its own, or that of all layers. */
function scalePlace(
  { gains }: PlateauSection,
  { scale, scales, initialization, architecture, start }: SpecPlaces,
): Range {
  const own = gains.flatMap(({ bottleneck }, layer) => (bottleneck ? (scales[layer] ?? []) : []));
  return own.at(0) ?? scale ?? initialization ?? architecture ?? start;
}
