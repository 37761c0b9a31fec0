/**
 * Activations by what breaks the balance of neighbouring layers (arXiv:2605.01288). With φ_σ(z) = z σ'(z) - σ(z) and
 * the expansion σ = sum a_k z^k, φ_σ = sum (k - 1) a_k z^k: the linear term drops out, and the first of the others
 * decides.
 *   A  φ_σ = 0 (σ homogeneous)        B  the first one is odd (degree q = 3, 5, …)
 *   C  the first one is even (q = 2, …)   D  σ(0) ≠ 0, so that φ_σ(0) = -σ(0) ≠ 0
 * The coefficients are exact (./expansion.ts), so the class is a certificate; A follows from homogeneity alone (Euler).
 */
import { plus, rational, times, toNumber, type Rational } from "../../math/series/rational";
import { fractionText, isZero } from "../../math/series/rational";
import { activationTraits } from "../../model/activations";
import type { Activation } from "../../model/network";
import { expansionOf, type Expansion, type SmoothActivation } from "./expansion";

export type ClassName = "A" | "B" | "C" | "D";

export interface ActivationClass {
  readonly class: ClassName;
  /** Degree q and coefficient c_q of the first term of φ_σ; `null` for class A. */
  readonly order: number | null;
  readonly coefficient: number | null;
  /** That term as text, exact: "−2/3 z³". "0" for class A. */
  readonly leadingTerm: string;
  /**
   * σ'(0), the factor by which small signals pass; for relu and leaky-relu, which have two slopes, the root mean square
   * of both.
   */
  readonly slope: number;
}

export function classOf(activation: Activation): ActivationClass {
  if (activationTraits(activation).homogeneous)
    return { class: "A", order: null, coefficient: null, leadingTerm: "0", slope: slopeOfPieces(activation) };
  const expansion = expansionOf(activation.name as SmoothActivation);
  const slope = valueOf(expansion, 1, ONCE);
  for (let k = 0; k < expansion.rational.length; k++) {
    // (k - 1) a_k, part by part.
    const factor = rational(k - 1);
    const parts = { plain: times(factor, expansion.rational[k]), multiple: times(factor, expansion.irrational[k]) };
    if (isZero(parts.plain) && isZero(parts.multiple)) continue;
    return {
      class: k === 0 ? "D" : k % 2 === 1 ? "B" : "C",
      order: k,
      coefficient: valueOf(expansion, k, factor),
      leadingTerm: termText(coefficientText(parts.plain, parts.multiple, expansion), k),
      slope,
    };
  }
  throw new Error(`the expansion of ${activation.name} is too short to see its class`);
}

const ONCE = rational(1);

function slopeOfPieces({ name, slope }: Activation): number {
  return name === "identity" ? 1 : Math.sqrt((1 + slope * slope) / 2);
}

function valueOf({ rational: p, irrational: q, constant }: Expansion, k: number, factor: Rational): number {
  return toNumber(times(factor, p[k])) + toNumber(times(factor, q[k])) * (constant?.value ?? 0);
}

function coefficientText(plain: Rational, multiple: Rational, { constant }: Expansion): string {
  if (isZero(multiple) || constant === null) return fractionText(plain);
  const product = isZero(plus(multiple, rational(-1)))
    ? constant.text
    : isZero(plus(multiple, rational(1)))
      ? `−${constant.text}`
      : `${fractionText(multiple)} · ${constant.text}`;
  return isZero(plain) ? product : `(${fractionText(plain)} + ${product})`;
}

function termText(coefficient: string, k: number): string {
  if (k === 0) return coefficient;
  const power = `z${[...String(k)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`;
  return coefficient === "1" ? power : coefficient === "−1" ? `−${power}` : `${coefficient} ${power}`;
}
