/** What is said of a search that is too large. */
import { t } from "../../findings/language";

export function tooManyMonomials({
  degree,
  parameters,
  total,
  mostMonomials,
}: {
  readonly degree: number;
  readonly parameters: number;
  readonly total: number;
  readonly mostMonomials: number;
}): string {
  return t`Degree ${degree} in ${parameters} parameters has ${Math.round(total)} monomials; the limit is ${mostMonomials}.`;
}
