/** What is said of a spec that is not as the schema wants it. */
import { capitalized, counted, quote } from "../../findings/words";
import { t } from "../../findings/language";

export function neededByKind({
  here,
  name,
  by,
  value,
}: {
  readonly here: string;
  readonly name: string;
  readonly by: string;
  readonly value: string;
}): string {
  return t`${capitalized(here)} needs ${quote(name)}, because its ${quote(by)} is ${quote(value)}.`;
}

export function tooFewEntries(called: string, minItems: number, items: number): string {
  const entries = counted(minItems, t`entry`, t`entries`);
  return items === 0
    ? t`${capitalized(called)} needs at least ${entries}; this list has none.`
    : t`${capitalized(called)} needs at least ${entries}; this list has ${items}.`;
}
