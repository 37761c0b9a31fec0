/** Polynomials in theta with integer coefficients: gradients mod p, exact products, and how they are written. */
import { reduce } from "../../math/modular/field";
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { indexText } from "../../model/network";
import type { Monomial } from "./monomials";

export interface Term {
  readonly coefficient: number;
  readonly monomial: Monomial;
}

export type Polynomial = readonly Term[];

/** grad h at theta, mod p. */
export function gradientMod(h: Polynomial, theta: Float64Array, p: number): Float64Array {
  const gradient = new Float64Array(theta.length);
  for (const { coefficient, monomial } of h)
    addMonomialGradient(gradient, monomial, ((coefficient % p) + p) % p, theta, p);
  return gradient;
}

/** gradient += factor * grad(monomial). Repeated variables are met once per repetition, as the product rule asks. */
function addMonomialGradient(
  gradient: Float64Array,
  monomial: Monomial,
  factor: number,
  theta: Float64Array,
  p: number,
): void {
  for (let i = 0; i < monomial.length; i++) {
    let product = factor;
    for (let k = 0; k < monomial.length; k++) if (k !== i) product = reduce(product * theta[monomial[k]], p);
    gradient[monomial[i]] = reduce(gradient[monomial[i]] + product, p);
  }
}

/** <grad monomial, field> at theta, mod p. */
export function monomialDerivative(monomial: Monomial, field: Float64Array, theta: Float64Array, p: number): number {
  let sum = 0;
  for (let i = 0; i < monomial.length; i++) {
    let product = field[monomial[i]];
    for (let k = 0; k < monomial.length; k++) if (k !== i) product = reduce(product * theta[monomial[k]], p);
    sum += product;
  }
  return reduce(sum, p);
}

const SUPERSCRIPTS = ["", "", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/** `W1[0,0]² + W1[0,1]² − W2[0,0]²`: leading coefficient positive, terms in the order of theta. */
export function polynomialText(h: Polynomial, names: readonly string[]): string {
  const sign = h.length > 0 && h[0].coefficient < 0 ? -1 : 1;
  return h
    .map(({ coefficient, monomial }, index) => {
      const value = sign * coefficient;
      const size = Math.abs(value);
      const glue = index === 0 ? (value < 0 ? "−" : "") : value < 0 ? " − " : " + ";
      return `${glue}${size === 1 ? "" : `${size} `}${monomialText(monomial, names)}`;
    })
    .join("");
}

function monomialText(monomial: Monomial, names: readonly string[]): string {
  const powers = new Map<number, number>();
  for (const e of monomial) powers.set(e, (powers.get(e) ?? 0) + 1);
  return [...powers].map(([e, power]) => `${names[e]}${SUPERSCRIPTS[power] ?? `^${power}`}`).join(" ");
}

/** W2[0,1], b1[0], d3[2] (diagonal); W3←1[0,1] and W3←input[0,1] where a layer takes from several. */
export function parameterNames(network: Network): string[] {
  return blocksOf(network).flatMap((block) => {
    const { layer, source, rows, columns, names } = block;
    const several = network.layers[layer].sources.length > 1 && source !== null;
    const from = several ? `←${source === -1 ? "input" : source + 1}` : "";
    return Array.from(
      { length: rows * columns },
      (_, i) => `${names.letter}${layer + 1}${from}[${indexText(block, i)}]`,
    );
  });
}
