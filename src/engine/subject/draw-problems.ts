/** Initializations that cannot be drawn: why not, and what could be. */
import type { Cure, Problem } from "../findings/problem";
import type { Network } from "../model/network";
import type { InitializationPlan } from "../model/initialization";
import type { NoSuchPoint } from "../model/relaxed-balanced";
import type { SpecPlaces } from "../spec/read";
import { formatNumber } from "../findings/numbers";
import { initializationPlace } from "./places";
import { negativeEigenvalues, rankAboveUnits, tooLongToDraw } from "./words";
import { t, word } from "../findings/language";

export const CHOOSE_LAMBDA: Cure = { id: "choose-lambda", title: word`Choose λ for me (least change)` };

export function noSuchPointProblem(
  network: Network,
  plan: InitializationPlan,
  why: NoSuchPoint,
  places: SpecPlaces,
): Problem {
  const [a, b] = [network.layers[why.interface].name, network.layers[why.interface + 1].name];
  const lambda = plan.lambda?.[why.interface] ?? 0;
  const [u, next] = [subscript(why.interface + 1), subscript(why.interface + 2)];
  const equation = `U${next}ᵀU${next} = λ I + U${u}U${u}ᵀ`;
  const value = formatNumber(lambda, 6);
  const message =
    why.why === "too-few-rows"
      ? rankAboveUnits({ equation, a, b, value }, network.layers[why.interface + 1].units)
      : negativeEigenvalues({ equation, a, b, value }, `U${u}U${u}ᵀ`);
  const nearby = why.nearby.length === 1 ? `${why.nearby[0]}` : `[${why.nearby.join(", ")}]`;
  return {
    code: "init.no-relaxed-balanced-point",
    severity: "error",
    message,
    range: places.lambda ?? initializationPlace(places),
    help: t`Relaxed balanced points exist for λ = ${nearby}, the nearest list found; or change the widths.`,
    cures: [CHOOSE_LAMBDA],
  };
}

export function drawTooLargeProblem(plan: InitializationPlan, seconds: number, places: SpecPlaces): Problem {
  return {
    code: "spec.too-large",
    severity: "error",
    message: tooLongToDraw(plan.scheme, seconds),
    range: initializationPlace(places),
    help: t`Use narrower layers, or a scheme that draws entry by entry, such as gaussian.`,
  };
}

function subscript(index: number): string {
  return [...String(index)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
}
