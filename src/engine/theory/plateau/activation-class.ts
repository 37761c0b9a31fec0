/**
 * Activations by what breaks the balance of neighbouring layers (arXiv:2605.01288). With φ_σ(z) = z σ'(z) - σ(z) and
 * the expansion σ = sum a_k z^k, φ_σ = sum (k - 1) a_k z^k: the linear term drops out, and the first of the others
 * decides.
 *   A  φ_σ = 0 (σ homogeneous)        B  the first one is odd (degree q = 3, 5, …)
 *   C  the first one is even (q = 2, …)   D  σ(0) ≠ 0, so that φ_σ(0) = -σ(0) ≠ 0
 * The coefficients are exact (model/activations/expansion.ts), so the class is a certificate; A follows from homogeneity
 * alone (Euler). Without a series at 0, or with none but a linear one, the class is not known.
 */
import { plus, rational, times, toNumber, type Rational } from "../../math/series/rational";
import { fractionText, isZero } from "../../math/series/rational";
import { sigmaOf } from "../../model/activations";
import type { Slopes } from "../../model/activations/activation";
import type { Expansion } from "../../model/activations/expansion";
import type { Activation } from "../../model/network";

export type ClassName = "A" | "B" | "C" | "D";

export interface ActivationClass {
  /** `null`: not known. */
  readonly class: ClassName | null;
  /** Degree q and coefficient c_q of the first term of φ_σ; `null` for class A, and where the class is not known. */
  readonly order: number | null;
  readonly coefficient: number | null;
  /** That term as text, exact: "−2/3 z³". "0" for class A; empty where the class is not known. */
  readonly leadingTerm: string;
  /**
   * σ'(0), the factor by which small signals pass; where there are two slopes, as for relu, the root mean square of both.
   */
  readonly slope: number;
}

export function classOf(activation: Activation): ActivationClass {
  const { homogeneous, begins } = sigmaOf(activation);
  const expansion = typeof begins === "function" ? begins() : begins;
  const slope = "rational" in expansion ? valueOf(expansion, 1, ONCE) : meanSlope(expansion);
  if (homogeneous === 1) return { class: "A", order: null, coefficient: null, leadingTerm: "0", slope };
  return { ...("rational" in expansion ? byFirstTerm(expansion) : UNKNOWN), slope };
}

const UNKNOWN = { class: null, order: null, coefficient: null, leadingTerm: "" } as const;

function byFirstTerm(expansion: Expansion): Omit<ActivationClass, "slope"> {
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
    };
  }
  return UNKNOWN;
}

const ONCE = rational(1);

function meanSlope({ below, above }: Slopes): number {
  return Math.sqrt((above * above + below * below) / 2);
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
