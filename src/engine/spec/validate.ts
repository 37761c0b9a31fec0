/** A small interpreter of the schema: walks the tree and says what does not fit, at the exact place. */
import type { Node } from "jsonc-parser";
import type { Notes } from "./notes";
import { specSchema } from "./schema";
import type { CheckedSchema } from "./schema/keywords";
import type { Property } from "./tree";
import { opening, propertiesOf } from "./tree";
import { checkVariant, unusedNames } from "./validate/variants";
import { example, found, nounOf, repair, typesOf, typeWords, wordsOf } from "./validate/wording";
import { guessOf, guessText, guessHelp, guessFixes } from "./guess";
import { capitalized, listed, quote } from "../findings/words";
import { tooFewEntries } from "./validate/words";
import { t } from "../findings/language";

/** Where a value stands: the property it belongs to, and how messages call it. */
export interface Place {
  readonly name: string | null;
  readonly called: string;
  /** Of an entry: how the list is called that it stands in, or the outermost of lists in lists. */
  readonly list?: string;
}

export function validate(node: Node, schema: CheckedSchema, place: Place, notes: Notes): void {
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => fits(node, type))) {
    const fractional = node.type === "number" && types.includes("integer");
    const message = (): string =>
      t`${capitalized(place.called)} must be ${typeWords(types)}, not ${found(node, notes)}.`;
    notes.error(fractional ? "spec.wrong-value" : "spec.wrong-type", opening(node), message, () =>
      repair(node, place.name, schema, types, notes),
    );
    return;
  }
  if (node.type === "object") validateObject(node, schema, place, notes);
  else if (node.type === "array") validateList(node, schema, place, notes);
  else if (node.type === "string") validateWord(node, schema, place, notes);
  else if (node.type === "number") validateNumber(node, schema, place, notes);
}

/** Duplicates are looked for in the whole tree, also where the schema knows nothing. Depth is bounded by the scan. */
export function noteDuplicateKeys(node: Node, notes: Notes): void {
  const { children } = node;
  if (children === undefined) return;
  const seen = new Map<string, Node>();
  for (const child of children) {
    if (child.children === undefined) continue;
    if (node.type === "object") {
      const key = child.children[0];
      const name = String(key.value);
      const first = seen.get(name);
      if (first !== undefined)
        notes.error(
          "spec.duplicate-key",
          key,
          () => t`${quote(name)} stands here a second time.`,
          t`Keep one of the two: only one can count.`,
          () => ({ related: [{ at: first, message: t`The first ${quote(name)}.` }] }),
        );
      else seen.set(name, key);
    }
    noteDuplicateKeys(child, notes);
  }
}

function fits(node: Node, type: string): boolean {
  return type === "integer" ? node.type === "number" && Number.isInteger(node.value) : node.type === type;
}

function validateObject(node: Node, schema: CheckedSchema, place: Place, notes: Notes): void {
  const properties = propertiesOf(node);
  const known = schema.properties ?? {};
  const unused = schema.variants === undefined ? null : unusedNames(node, schema.variants);
  for (const property of properties) {
    // Noted as not used: whatever it is, it cannot matter.
    if (unused?.has(property.name)) continue;
    const inner = Object.hasOwn(known, property.name) ? known[property.name] : schema.additionalProperties;
    if (inner === undefined) continue;
    if (inner === false) noteUnknown(property, schema, notes);
    else if (property.value !== undefined)
      validate(property.value, inner, { name: property.name, called: quote(property.name) }, notes);
  }
  for (const name of schema.required ?? [])
    if (!properties.some((property) => property.name === name)) {
      const help = (): string =>
        example(name, known[name], "Add") ?? `${t`Add ${quote(name)}.`} ${known[name].description ?? ""}`.trim();
      notes.error(
        "spec.missing-property",
        opening(node),
        () => t`${capitalized(nounOf(schema).here)} needs ${quote(name)}.`,
        help,
      );
    }
  if (schema.minProperties !== undefined && properties.length < schema.minProperties)
    notes.error(
      "spec.missing-property",
      opening(node),
      () => t`${capitalized(place.called)} is empty.`,
      () => example(place.name, schema) ?? t`Add ${listed(Object.keys(known), "or")}.`,
    );
  if (schema.variants !== undefined) checkVariant(node, schema, schema.variants, notes);
}

function noteUnknown({ name, key }: Property, schema: CheckedSchema, notes: Notes): void {
  const allowed = (): string[] => Object.keys(schema.properties ?? {}).filter((other) => other !== "$schema");
  const { here, has } = nounOf(schema);
  const guess = () => guessOf(name, allowed(), "properties");
  const help = (): string => {
    const found = guess();
    if (found !== null)
      return guessHelp(found, t`Write ${quote(found.word)}, or remove it; allowed are ${listed(allowed(), "and")}.`);
    const homes = homesOf(name);
    return homes.length > 0
      ? t`${quote(name)} belongs to ${homes.join(t` or to `)}: move it there.`
      : t`Remove it; allowed are ${listed(allowed(), "and")}.`;
  };
  notes.error(
    "spec.unknown-property",
    key,
    () =>
      has === "have"
        ? t`${capitalized(here)} have no property ${quote(name)}${guessText(guess())}`
        : t`${capitalized(here)} has no property ${quote(name)}${guessText(guess())}`,
    help,
    () => ({ fixes: guessFixes(guess(), key) }),
  );
}

/** The objects, as messages call them, that do have a property of this name. */
function homesOf(name: string): string[] {
  const homes = new Set<string>();
  const visit = (schema: CheckedSchema): void => {
    if (schema.noun !== undefined && Object.hasOwn(schema.properties ?? {}, name)) homes.add(schema.noun.any);
    for (const inner of Object.values(schema.properties ?? {})) visit(inner);
    if (schema.items !== undefined) visit(schema.items);
  };
  visit(specSchema as unknown as CheckedSchema);
  return [...homes];
}

function validateList(node: Node, schema: CheckedSchema, place: Place, notes: Notes): void {
  const items = node.children ?? [];
  const { minItems = 0 } = schema;
  if (items.length < minItems)
    notes.error(
      "spec.wrong-value",
      node,
      () => tooFewEntries(place.called, minItems, items.length),
      () => example(place.name, schema) ?? schema.description ?? t`Add the missing entries.`,
    );
  if (schema.items === undefined) return;
  const list = place.list ?? place.called;
  const entry = { name: null, called: t`each entry of ${list}`, list };
  for (const item of items) validate(item, schema.items, entry, notes);
}

function validateWord(node: Node, schema: CheckedSchema, place: Place, notes: Notes): void {
  const word = String(node.value);
  const allowed = schema.words ?? schema.enum;
  if (allowed === undefined || allowed.includes(word)) return;
  const words = wordsOf(schema);
  const switched = words.length < allowed.length;
  const guess = () => guessOf(word, words, "values");
  notes.error(
    "spec.wrong-value",
    node,
    () => t`${capitalized(place.called)} cannot be ${quote(word)}${guessText(guess())}`,
    () =>
      guessHelp(
        guess(),
        switched
          ? t`Choose ${listed(words, "or")}; or true or false, without quotes.`
          : t`Choose ${listed(words, "or")}.`,
      ),
    () => ({ fixes: guessFixes(guess(), node) }),
  );
}

function validateNumber(node: Node, schema: CheckedSchema, place: Place, notes: Notes): void {
  const value = Number(node.value);
  const limit = brokenLimit(value, schema);
  if (limit !== null)
    notes.error(
      "spec.wrong-value",
      node,
      () => t`${capitalized(place.called)} must be ${limit}; ${notes.textOf(node)} is not.`,
      () => example(place.name, schema) ?? t`Write a number that is ${limit}.`,
    );
}

function brokenLimit(
  value: number,
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: CheckedSchema,
): string | null {
  if (minimum !== undefined && value < minimum) return t`at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return t`at most ${maximum}`;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return t`greater than ${exclusiveMinimum}`;
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return t`less than ${exclusiveMaximum}`;
  return null;
}
