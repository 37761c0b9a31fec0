/** What the listing of polynomial laws says. */
import { t } from "../../findings/language";

export const ODE_LAWS_ARE_NOT_POLYNOMIALS = t`The laws of a linear neural ODE contain derivatives along depth: on a grid they are conserved up to its error, not as polynomials in its nodes.`;

export function lawsFound({
  laws,
  degree,
  parameters,
  fresh,
}: {
  readonly laws: number;
  readonly degree: number;
  readonly parameters: number;
  readonly fresh: number;
}): string {
  return t`  ${laws} polynomial laws of degree at most ${degree} in ${parameters} parameters (a basis); ${fresh} new`;
}

export function lawsCertified(monomials: number, classes: number): string {
  return t`  certified: each is proven over the integers; ${monomials} monomials in ${classes} classes were tried`;
}
