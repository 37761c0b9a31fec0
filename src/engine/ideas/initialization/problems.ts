/** What the author of the spec should know of the balance: that it is off, and what would mend it. */
import type { Cure, Problem } from "../../findings/problem";
import type { MetricFacts } from "../../report/metric/facts";
import type { InitializationFacts } from "../../report/initialization/facts";
import type { Network } from "../../model/network";
import type { SpecPlaces } from "../../spec/read";
import { notBalanced, HOW_TO_BALANCE } from "./words";
import { initializationPlace } from "../../subject/places";
import { CHOOSE_LAMBDA } from "../../subject/draw-problems";
import { word } from "../../findings/language";

/** Titles say what is done; how, depends on the scheme (cure.ts). */
const NEAREST: Cure = { id: "nearest-relaxed-balanced", title: word`Make relaxed balanced (nearest)` };

const BALANCED: Cure = { id: "make-balanced", title: word`Make balanced` };

export function notRelaxedBalanced(
  facts: InitializationFacts & MetricFacts,
  network: Network,
  places: SpecPlaces,
): Problem[] {
  const { relaxedBalanced, interfaces } = facts.initialization;
  if (relaxedBalanced.value !== false || facts.intrinsicMetric.value === "holds") return [];
  const worst = interfaces.reduce((a, b) => (b.imbalance > a.imbalance ? b : a));
  const index = network.layers.findIndex((layer) => layer.name === worst.between[0]);
  return [
    {
      code: "init.not-relaxed-balanced",
      severity: "information",
      message: notBalanced(worst.between, worst.imbalance, worst.lambda),
      range: places.weights[index] ?? initializationPlace(places),
      help: HOW_TO_BALANCE,
      cures: [NEAREST, BALANCED, CHOOSE_LAMBDA],
    },
  ];
}
