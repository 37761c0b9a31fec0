/** What is said of a linear neural ODE. */
import { formatNumber } from "../../findings/numbers";
import { t } from "../../findings/language";

export const CLOSED_FORM_NEEDS_BALANCE = t`The closed form belongs to relaxed balance: off it the difference says how far, not whether the property fails.`;

export function notContinuousBalanced(worst: number, tolerance: number): string {
  return t`The path is not continuous relaxed balanced: the traceless part of h_s is up to ${formatNumber(worst)} of the size of its terms (limit ${formatNumber(tolerance)}).`;
}

export function tooFewNodes(nodes: number, unresolved: number, limit: number): string {
  return t`${nodes} nodes do not carry this path: ${formatNumber(unresolved)} of it lies in the highest coefficients of its polynomial (limit ${formatNumber(limit)}).`;
}

export function nearlySingular(condition: number | null | undefined): string {
  return t`Z₁ is nearly singular: its condition number is ${condition === null ? t`beyond double precision` : formatNumber(condition ?? 0)}. It can never become singular, because det Z₁ = exp ∫ tr A, but training along its weak directions is slow and inexact.`;
}

export function conditionNote(condition: number | null, determinant: number | null): string {
  return t`condition ${condition === null ? "—" : formatNumber(condition)}, determinant ${determinant === null ? "—" : formatNumber(determinant)}`;
}

export function metricsApart(rates: readonly [number, number]): string {
  return t`between their metrics; a loss falls at ${formatNumber(rates[0])} and ${formatNumber(rates[1])}`;
}

export function finiteDepthLabel(deepest: number, what: "end" | "laws" | "metric"): string {
  return {
    end: t`depth ${deepest}: product`,
    laws: t`depth ${deepest}: laws × L²`,
    metric: t`depth ${deepest}: metric / L`,
  }[what];
}

export function orderNote(order: number | null): string {
  return t`from the ODE, order ${order === null ? "—" : formatNumber(order)} in 1/L`;
}
