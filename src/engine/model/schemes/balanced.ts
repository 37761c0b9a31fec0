/** Neighbouring layers in balance, exactly (../relaxed-balanced.ts). */
import { t } from "../../findings/language";
import { randomStream } from "../../math/random/streams";
import { drawRelaxedBalanced, relaxedDrawingCost } from "../relaxed-balanced";
import type { TogetherScheme } from "./scheme";
import { RELAXED_BALANCE } from "./words";

export const relaxedBalanced: TogetherScheme<never> = {
  draws: "together",
  words: RELAXED_BALANCE,
  pathWords: t`Of a \`linear-ode\` layer: \`A_s' + A_s'ᵀ + [A_sᵀ, A_s] = λ(s) I\`.`,
  numbers: {},
  needs: ["lambda"],
  takes: ["lengthScale"],
  draw: (widths, lambda, scale, seed) =>
    drawRelaxedBalanced(widths, lambda, scale, randomStream(seed, "relaxed-balanced")),
  cost: relaxedDrawingCost,
};

/** The same with λ = 0. */
export const balanced: TogetherScheme<never> = {
  draws: "together",
  words: t`\`U_{i+1}ᵀ U_{i+1} = U_i U_iᵀ\` for neighbouring layers of a linear network, met exactly.`,
  numbers: {},
  draw: relaxedBalanced.draw,
  cost: relaxedBalanced.cost,
};
