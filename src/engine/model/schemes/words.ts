/** What schemes are, where it takes more than a line. */
import { t } from "../../findings/language";

export const SMOOTH_ENTRIES = t`Of a \`linear-ode\` layer each entry is a smooth random function of \`s\` with that deviation.`;

export const RELAXED_BALANCE = t`\`U_{i+1}ᵀ U_{i+1} - U_i U_iᵀ = λ_i I\` for neighbouring layers of a linear network, met exactly. There the dynamics of the end-to-end matrix are intrinsic.`;
