/** One claim from those of several parts, which each stand for themselves: it is known no better than the least known of them. */
import { unknown, type Basis, type Claim } from "../../../findings/claim";
import { BEYOND } from "./words";

/** From the strongest to the weakest. */
const BASES: readonly Basis[] = ["theorem", "certified", "measured", "predicted", "unknown"];

/** The one with the weakest basis; of several the first. */
export function weakest<T>(claims: readonly Claim<T>[]): Claim<T> {
  return claims.reduce((found, claim) => (BASES.indexOf(claim.basis) > BASES.indexOf(found.basis) ? claim : found));
}

export function summed(claims: readonly Claim<number>[]): Claim<number> {
  const value = claims.reduce((sum, claim) => sum + (claim.value ?? 0), 0);
  return openOf(claims) ?? { ...weakest(claims), value };
}

/** Where one is not known the largest is not. */
export function largest(claims: readonly Claim<number>[]): Claim<number> {
  const least = weakest(claims);
  const top = claims.reduce((found, claim) => ((claim.value ?? 0) > (found.value ?? 0) ? claim : found));
  return openOf(claims) ?? (top.basis === least.basis ? top : { ...least, value: top.value });
}

function openOf(claims: readonly Claim<number>[]): Claim<number> | null {
  const open = claims.find(({ value }) => value === null);
  return open === undefined ? null : unknown(open.note ?? BEYOND);
}

/** False where one is false, whatever the others are. */
export function allOf(claims: readonly Claim<boolean>[]): Claim<boolean> {
  return claims.find(({ value }) => value === false) ?? claims.find(({ value }) => value === null) ?? weakest(claims);
}
