/** What charts of a run say under their titles. `soFar`: the run is on its way. */
import { formatNumber } from "../../../engine/findings/numbers";
import { t } from "../../../engine/findings/language";

export function closedCaption(agreement: string): string {
  return t`Solid: φ(θ(t)), from the parameters. Dashed: the closed equation in φ alone. ${agreement}`;
}

export function depthDriftCaption(scale: number, digits: number, largest: number): string {
  return t`‖h_s(t) − h_s(0)‖ at every depth, relative to the size of h’s terms (${formatNumber(scale, digits)}); at most ${formatNumber(largest, digits)}.`;
}

export function driftCaption({
  maxRelative,
  digits,
  soFar,
  laws,
  what,
}: {
  readonly maxRelative: number;
  readonly digits: number;
  readonly soFar: boolean;
  readonly laws: number;
  readonly what: string;
}): string {
  return t`At most ${formatNumber(maxRelative, digits)}${soFar ? t` so far` : ""}${laws === 1 ? "" : ` (${what})`}, relative to the weights in it.`;
}

export function ratesCaption(worst: number, digits: number): string {
  return t`How fast ‖W_out‖² − ‖W_in‖² changes at each hidden layer. Dashed: 2 E⟨g, φ_σ(z)⟩. Both sides agree to ${formatNumber(worst, Math.min(digits, 2))} of their largest terms.`;
}

export function mostMoving(families: string, drawn: number): string {
  return t`Of ${families} the ${drawn} that move most are drawn; the table has all.`;
}

export function lossCaption(fallText: string, two: boolean, scale: "log" | "linear"): string {
  return `${fallText}${two ? t` The second network starts from the same φ with the same laws.` : ""}${scale === "log" ? t` Log scale.` : ""}`;
}

export function fallen({
  rises,
  first,
  digits,
  last,
  soFar,
}: {
  readonly rises: boolean;
  readonly first: number | undefined;
  readonly digits: number;
  readonly last: number | null;
  readonly soFar: boolean;
}): string {
  const [from, to] = [formatNumber(first ?? 0, digits), formatNumber(last ?? 0, digits)];
  if (soFar) return rises ? t`It rises from ${from} to ${to} so far.` : t`It falls from ${from} to ${to} so far.`;
  return rises ? t`It rises from ${from} to ${to}.` : t`It falls from ${from} to ${to}.`;
}

export function distanceCaption(worst: number, stays: boolean, digits: number): string {
  return worst === 0
    ? t`Exactly 0 at every sample: tied neurons receive the same bits.`
    : stays
      ? t`At most ${formatNumber(worst, digits)} relative to the weights concerned: rounding. The tied neurons stay together.`
      : t`Up to ${formatNumber(worst, digits)}: rounding errors have grown, because this manifold repels its neighbourhood.`;
}

export function modesCaption({
  exactText,
  times,
  all,
  count,
}: {
  readonly exactText: string;
  readonly times: string;
  readonly all: number;
  readonly count: number;
}): string {
  return `${exactText}${times}${all > count ? t` The ${count} largest of ${all}; the table has all.` : ""}`;
}
