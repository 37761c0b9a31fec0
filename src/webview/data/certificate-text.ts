/**
 * The certificate in words a reader can check. The argument: a rank modulo a prime at one point never exceeds the rank
 * over the rationals at a generic point, so both computed ranks are lower bounds. With D parameters,
 *   lawRank <= known laws <= independent laws <= D - lieRank,
 * and when the two ends meet, every number between them is certified.
 */
import type { LawsCertificate } from "../../engine/report/laws/facts";
import { groupDigits, listed, plural } from "./words";
import { computedModulo, COUNTED_ON_THE_GRAPH, howManyCanExist } from "./certificate-words";
import { t } from "../../engine/findings/language";

const SUPERSCRIPT = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/** How the ranks were found. */
export function methodText(certificate: LawsCertificate): string {
  switch (certificate.method) {
    case "modular":
      return computedModulo(
        listed(certificate.primes.map(primeName)),
        certificate.seed,
        bracketText(certificate.bracketDepth),
      );
    case "combinatorial":
      return COUNTED_ON_THE_GRAPH;
  }
}

/** Why they decide the number of laws, or how far they leave it open; `holder`: "of φ". */
export function boundsText(parameters: number, certificate: LawsCertificate, holder: string): string {
  const most = parameters - certificate.lieRank;
  const least = certificate.lawRank;
  const bounds = howManyCanExist({
    method: certificate.method,
    parameters,
    lieRank: certificate.lieRank,
    most,
    holder,
    least,
  });
  return least === most
    ? t`${bounds} The two bounds meet, so there are no others.`
    : t`${bounds} The bounds do not meet: ${plural(most - least, t`law`, t`laws`)} may be missing from the list.`;
}

/** 2147483647 is 2³¹−1: primes near a power of two read better so. */
export function primeName(p: number): string {
  const exponent = Math.round(Math.log2(p));
  const difference = p - 2 ** exponent;
  if (exponent < 16 || Math.abs(difference) > 999) return groupDigits(p);
  const power = `2${String(exponent)
    .split("")
    .map((c) => SUPERSCRIPT[Number(c)])
    .join("")}`;
  return difference === 0 ? power : `${power}${difference < 0 ? "−" : "+"}${Math.abs(difference)}`;
}

function bracketText(depth: number): string {
  if (depth <= 1) return t`from the gradient fields alone, without brackets.`;
  return t`from the gradient fields and their iterated brackets up to length ${depth}.`;
}
