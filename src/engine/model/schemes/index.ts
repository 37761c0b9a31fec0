/** The initialization schemes: a row each, in the order in which the spec language lists them. */
import { balanced, relaxedBalanced } from "./balanced";
import { allZero, constant, gaussian, uniform } from "./entries";
import { explicit } from "./explicit";
import { file } from "./file";
import { heNormal, heUniform, lecunNormal, xavierNormal, xavierUniform } from "./fan-scaled";
import { identity, orthogonal } from "./isometries";
import type { OtherProperty, Own, OwnNumber, SchemeRow } from "./scheme";

const ROWS = {
  gaussian,
  uniform,
  "xavier-normal": xavierNormal,
  "xavier-uniform": xavierUniform,
  "he-normal": heNormal,
  "he-uniform": heUniform,
  "lecun-normal": lecunNormal,
  orthogonal,
  identity,
  zeros: allZero,
  constant,
  balanced,
  "relaxed-balanced": relaxedBalanced,
  explicit,
  file,
} as const;

export type SchemeName = keyof typeof ROWS;

export const SCHEME_NAMES = Object.keys(ROWS) as readonly SchemeName[];

/** Of a spec that names none. */
export const DEFAULT_SCHEME: SchemeName = "gaussian";

export function schemeRow(name: SchemeName): SchemeRow {
  return ROWS[name];
}

/** What a spec's word stands for; `null`: for no scheme. */
export function schemeWritten(word: unknown): SchemeRow | null {
  const name = SCHEME_NAMES.find((other) => other === word);
  return name === undefined ? null : schemeRow(name);
}

/** Those that draw all layers at once. */
export const DRAWN_TOGETHER = SCHEME_NAMES.filter((name) => schemeRow(name).draws === "together");

/** Does a scheme read this property of the spec? */
export function takes({ needs = [], takes: others = [] }: SchemeRow, property: OtherProperty): boolean {
  return needs.includes(property) || others.includes(property);
}

// ---- their own numbers ----------------------------------------------------------------------------------------------

/** The properties of a spec that are the number of some scheme. */
export type OwnNumberName = { [Name in SchemeName]: keyof (typeof ROWS)[Name]["numbers"] }[SchemeName];

export function ownNumbers(name: SchemeName): readonly (readonly [OwnNumberName, OwnNumber])[] {
  return Object.entries(schemeRow(name).numbers) as [OwnNumberName, OwnNumber][];
}

/** Each with the schemes that have it. */
export const OWN_NUMBERS = Object.fromEntries(
  SCHEME_NAMES.flatMap(ownNumbers).map(([name, number]): [string, OwnedNumber] => [
    name,
    { number, of: SCHEME_NAMES.filter((scheme) => Object.hasOwn(schemeRow(scheme).numbers, name)) },
  ]),
) as Readonly<Record<OwnNumberName, OwnedNumber>>;

interface OwnedNumber {
  readonly number: OwnNumber;
  readonly of: readonly SchemeName[];
}

export const OWN_NUMBER_NAMES = Object.keys(OWN_NUMBERS) as readonly OwnNumberName[];

/**
 * A scheme's own numbers: what the first that names one has written, else the default. `missing`: those that must be
 * written and are not.
 */
export function ownOf(
  scheme: SchemeName,
  ...written: readonly Readonly<Partial<Record<OwnNumberName, unknown>>>[]
): { readonly own: Own; readonly missing: readonly { readonly name: OwnNumberName; readonly example: number }[] } {
  const own: Record<string, number> = {};
  const missing: { name: OwnNumberName; example: number }[] = [];
  for (const [name, number] of ownNumbers(scheme)) {
    const value = written.map((one) => one[name]).find((one) => typeof one === "number");
    if (value !== undefined) own[name] = value;
    else if ("default" in number) own[name] = number.default;
    else missing.push({ name, example: number.example });
  }
  return { own, missing };
}
