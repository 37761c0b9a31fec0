/**
 * Which properties belong together: those that the value of `type`, `kind` or `scheme` needs, and those it has no use
 * for.
 */
import type { Node } from "jsonc-parser";
import type { Notes } from "../notes";
import type { CheckedSchema, Variant, Variants } from "../schema/keywords";
import { opening, propertiesOf, valueAt } from "../tree";
import { listed, quote } from "../../findings/words";
import { example, nounOf } from "./wording";
import { neededByKind } from "./words";
import { t } from "../../findings/language";

export function checkVariant(node: Node, schema: CheckedSchema, variants: Variants, notes: Notes): void {
  const value = caseOf(node, variants);
  if (value === null) return;
  needProperties(node, schema, variants, value, notes);
  noteUnused(node, variants, value, notes);
}

/** The properties that `checkVariant` notes as not used. */
export function unusedNames(node: Node, variants: Variants): ReadonlySet<string> {
  const value = caseOf(node, variants);
  const names = new Set(value === null ? [] : Object.values(variants.cases).flatMap(({ takes = [] }) => takes));
  for (const name of value === null ? [] : (variants.cases[value].takes ?? [])) names.delete(name);
  return names;
}

function caseOf(node: Node, variants: Variants): string | null {
  const named = valueAt(node, variants.by);
  const value: unknown = named === null ? variants.otherwise : named.value;
  return typeof value === "string" && Object.hasOwn(variants.cases, value) ? value : null;
}

/** Properties that are there but play no role; `value` may come from elsewhere, as in overrides. */
export function noteUnused(node: Node, variants: Variants, value: string, notes: Notes): void {
  const takes = variants.cases[value].takes ?? [];
  for (const { name, key } of propertiesOf(node)) {
    if (takes.includes(name)) continue;
    const owners = Object.keys(variants.cases).filter((other) => variants.cases[other].takes?.includes(name));
    if (owners.length === 0) continue;
    notes.warning(
      "spec.conflict",
      key,
      () => t`${quote(name)} is not used when ${quote(variants.by)} is ${quote(value)}.`,
      () => t`Remove it, or choose ${listed(owners, "or")} as ${quote(variants.by)}.`,
      () => {
        const chosen = valueAt(node, variants.by);
        return chosen === null ? {} : { related: [{ at: chosen, message: t`${quote(variants.by)} is chosen here.` }] };
      },
    );
  }
}

function needProperties(node: Node, schema: CheckedSchema, variants: Variants, value: string, notes: Notes): void {
  const { needs = [] }: Variant = variants.cases[value];
  const present = new Set(propertiesOf(node).map(({ name }) => name));
  for (const name of needs) {
    if (present.has(name)) continue;
    const wanted = schema.properties?.[name] ?? {};
    notes.error(
      "spec.missing-property",
      valueAt(node, variants.by) ?? opening(node),
      () => neededByKind({ here: nounOf(schema).here, name, by: variants.by, value }),
      () => example(name, wanted, "Add") ?? t`Add ${quote(name)}.`,
    );
  }
}
