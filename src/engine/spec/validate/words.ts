/** What is said of a spec that is not as the schema wants it. */
import { capitalized, counted, quote } from "../../findings/words";

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
  return `${capitalized(here)} needs ${quote(name)}, because its ${quote(by)} is ${quote(value)}.`;
}

export function tooFewEntries(called: string, minItems: number, items: number): string {
  return `${capitalized(called)} needs at least ${counted(minItems, "entry", "entries")}; this list has ${items === 0 ? "none" : items}.`;
}
