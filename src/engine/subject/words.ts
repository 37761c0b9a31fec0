/** What is said of weights, draws and data that cannot be used, and what is advised. */
import type { SchemeName } from "../model/initialization";
import { formatNumber } from "../findings/numbers";
import { t } from "../findings/language";

/** Where numbers leave the range of double precision. */
export const SMALLER_NUMBERS = t`Choose smaller weights, scales or standard deviations; about 1 is usual. Laws and metrics are made of squares and products of all layers' weights.`;

export const LARGER_NUMBERS = t`Choose larger weights or write exact zeros: all laws and metrics are made of squares and products of weights, which round to 0 here.`;

/** `what`: what is too large. */
export function needsTheWeights({ what }: { readonly what: string }): string {
  return t`It needs the weights. ${what}`;
}

export function tooLongToDraw(scheme: SchemeName, seconds: number): string {
  return t`Drawing weights with the scheme "${scheme}" would take an estimated ${formatNumber(seconds, 2)} s for these widths, because orthonormal frames cost the cube of a width.`;
}

export function weightOutOfRange(large: boolean, name: string, largest: number): string {
  if (large)
    return Number.isFinite(largest)
      ? t`A weight of ${name} has the size ${formatNumber(largest)}: its square leaves the range of double precision (about 10³⁰⁸).`
      : t`A weight of ${name} is not finite: its square leaves the range of double precision (about 10³⁰⁸).`;
  return t`The largest weight of all, in ${name}, has the size ${formatNumber(largest)}: squares of the weights vanish in double precision.`;
}

export function reportNotFinite(where: string): string {
  return t`Numbers computed from these weights leave the range of double precision: “${where}” of the report is not finite.`;
}

export function fileTooLarge(rows: number, units: number, mostNumbers: number): string {
  return t`The file has ${rows} samples, and through this network they would make ${rows * units} numbers; the limit is ${mostNumbers}.`;
}

export function notTokens(row: number, vocabulary: number): { readonly message: string; readonly help: string } {
  return {
    message: t`Sample ${row + 1}: a token is a whole number from 0 to ${vocabulary - 1}, and this row has another.`,
    help: t`Number the tokens from 0, or make the "vocabulary" larger.`,
  };
}

export function noFilesHere(path: string): { readonly kind: "none"; readonly why: string; readonly help: string } {
  return {
    kind: "none",
    why: t`The weights are those of "${path}", and no file can be read here.`,
    help: t`Open the spec in an editor or on the command line, where it lies in a folder.`,
  };
}

/** An equation between the layers a and b, with its λ. */
interface Between {
  readonly equation: string;
  readonly a: string;
  readonly b: string;
  readonly value: string;
}

export function rankAboveUnits({ equation, a, b, value }: Between, units: number): string {
  return t`No weights satisfy ${equation} between ${a} and ${b} with λ = ${value}: the right side has a larger rank than ${b} has units (${units}).`;
}

export function negativeEigenvalues({ equation, a, b, value }: Between, matrix: string): string {
  return t`No weights satisfy ${equation} between ${a} and ${b} with λ = ${value}: the right side has negative eigenvalues, because ${matrix} of ${a} is singular and λ lowers its zeros.`;
}
