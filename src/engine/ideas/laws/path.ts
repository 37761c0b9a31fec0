/** The laws of a linear neural ODE: one symmetric matrix for every s, so that there are infinitely many. */
import { unknown } from "../../findings/claim";
import { primed, sum, symbol, transpose, writtenFormula } from "../../findings/formula";
import type { Network } from "../../model/network";
import type { SpecReading } from "../../spec/read";
import type { LawStudy } from "../../theory/laws/study";
import type { LawsSection } from "../../report/laws/facts";
import { t, word } from "../../findings/language";

const UNCOUNTED = t`One symmetric matrix for every s: infinitely many laws, so there is no number.`;
const NOT_COUNTED = {
  independent: unknown<number>(UNCOUNTED),
  known: unknown<number>(UNCOUNTED),
  lieDimension: unknown<number>(t`The paths are infinite-dimensional; on a grid the laws hold up to its error only.`),
  complete: unknown<boolean>(
    t`No statement is known for infinite depth; the laws of the residual networks that converge to it are complete.`,
  ),
};

/** Its name in the report. */
export const PATH_LAW_NAME = "h";

/** A_s' + A_s'ᵀ + [A_sᵀ, A_s] */
const PATH_LAW = sum([
  primed("A", "s"),
  transpose(primed("A", "s")),
  { is: "commutator", first: transpose(symbol("A", "s")), second: symbol("A", "s") },
]);

export function pathLawsSection(network: Network, { places }: SpecReading): LawsSection {
  const [{ name, units }] = network.layers;
  return {
    of: "phi",
    network: null,
    loss: null,
    ...NOT_COUNTED,
    families: [
      {
        id: PATH_LAW_NAME,
        from: "phi",
        kind: word`orthogonal symmetry along depth`,
        ...writtenFormula(PATH_LAW),
        between: [name],
        count: (units * (units + 1)) / 2,
        reference: "arXiv:2508.07370, v1 Proposition 4.7",
        range: places.layers[0] ?? null,
      },
    ],
    certificate: null,
    estimate: null,
  };
}

export const PATH_LAWS: LawStudy = {
  count: { families: [], ...NOT_COUNTED, certificate: null, frobenius: null, estimate: null },
  network: null,
  loss: null,
};
