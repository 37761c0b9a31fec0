/** How a claim is known, in words: for the tag's tooltip and for readers who hear the page. */
import type { Basis, Claim } from "../../engine/findings/claim";
import { barText } from "../../engine/findings/bar";
import { formatNumber } from "../../engine/findings/numbers";
import { statementName } from "../../engine/findings/reference";
import { t } from "../../engine/findings/language";
import { BASIS_WORDS } from "./engine-words";

const MEANING: Readonly<Record<Basis, string>> = {
  theorem: t`Proved: the hypotheses of the theorem were checked for this network.`,
  certified: t`Certified: exact arithmetic for this network.`,
  measured: t`Measured in floating point at this initialization.`,
  predicted: t`Predicted, with an error bar where it is a time; not checked by a run.`,
  unknown: t`Not known here.`,
};

export function explainClaim(claim: Claim<unknown>): string {
  return [MEANING[claim.basis], ...moreOfClaim(claim)].join("\n");
}

/** What a claim says beyond its value and basis, a line each: its note, error bar, residual, reference. */
export function moreOfClaim(claim: Claim<unknown>): string[] {
  return [claim.note, errorBarText(claim), residualText(claim), claim.reference].filter(
    (line): line is string => line !== undefined && line !== null,
  );
}

/** On one line, every digit of its value: "Rank: 3 (measured; residual …; arXiv:2508.07370, Theorem 3.9)". */
export function copiedClaim(name: string, claim: Claim<unknown>): string {
  const { value, basis } = claim;
  const written = value === null ? t`not known` : typeof value === "object" ? JSON.stringify(value) : String(value);
  return `${name}: ${written} (${[BASIS_WORDS[basis], ...moreOfClaim(claim)].join("; ")})`;
}

/** "residual 2.1·10⁻¹⁴, tolerance 10⁻⁹", or `null` when the claim carries no residual. */
function residualText(claim: Claim<unknown>): string | null {
  if (claim.residual === undefined) return null;
  const residual = t`residual ${formatNumber(claim.residual)}`;
  return claim.tolerance === undefined ? residual : t`${residual}, tolerance ${formatNumber(claim.tolerance, 2)}`;
}

/** "error bar 16.87 to 16.93", or `null` when the claim carries none. */
function errorBarText({ low, high }: Claim<unknown>): string | null {
  return low === undefined || high === undefined ? null : t`error bar ${barText({ low, high })}`;
}

/** The tag's words for a claim: "theorem 3.9" where its statement has a number, else the basis alone. */
export function theoremLabel(claim: Claim<unknown>): string {
  const { basis, statement } = claim;
  if (basis !== "theorem" || statement === undefined) return BASIS_WORDS[basis];
  return statement.kind === "theorem" ? t`theorem ${statement.number}` : t`theorem: ${statementName(statement)}`;
}
