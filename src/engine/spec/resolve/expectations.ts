/** What the author expects of the report: kept with its place, compared by the analysis. */
import type { Node } from "jsonc-parser";
import type { Range } from "../../findings/problem";
import type { Notes } from "../notes";
import type { CheckedSchema } from "../schema/keywords";
import { expectations as schema } from "../schema/expect";
import type { Lines } from "../text/lines";
import { plainValue, propertiesOf, valueAt } from "../tree";
import { quote } from "../../findings/words";
import { t } from "../../findings/language";

export interface Expectation {
  readonly property: string;
  readonly value: ExpectedValue;
  /** Of the value. */
  readonly range: Range;
}

export type ExpectedValue = number | boolean | string | { readonly min?: number; readonly max?: number };

/** The entries without error; the section itself may be missing. */
export function resolveExpectations(root: Node, lines: Lines, notes: Notes): Expectation[] {
  const section = valueAt(root, "expect");
  if (section?.type !== "object") return [];
  const known: Readonly<Record<string, unknown>> = (schema as unknown as CheckedSchema).properties ?? {};
  const seen = new Set<string>();
  return propertiesOf(section).flatMap(({ name, value }): Expectation[] => {
    if (value === undefined || !Object.hasOwn(known, name) || seen.has(name)) return [];
    seen.add(name);
    noteEmptyBounds(value, name, notes);
    // Nothing outside the value's own text matters to it.
    if (notes.errorsWithin(value) > 0) return [];
    return [{ property: name, value: plainValue(value) as ExpectedValue, range: lines.rangeOf(value) }];
  });
}

function noteEmptyBounds(value: Node, name: string, notes: Notes): void {
  const [min, max] = [valueAt(value, "min"), valueAt(value, "max")];
  if (min?.type !== "number" || max?.type !== "number" || Number(min.value) <= Number(max.value)) return;
  notes.error(
    "spec.wrong-value",
    value,
    t`No number is at least ${notes.textOf(min)} and at most ${notes.textOf(max)}, so ${quote(name)} can never pass.`,
    t`Exchange the two bounds.`,
  );
}
