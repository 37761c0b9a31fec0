/** How types and values are called in messages. */
import type { Node } from "jsonc-parser";
import type { Notes } from "../notes";
import type { CheckedSchema, JsonType, Noun } from "../schema/keywords";
import { capitalized, quote } from "../../findings/words";
import { t } from "../../findings/language";

/** "a whole number", "a number or a list". */
export function typeWords(types: readonly JsonType[]): string {
  return types.map((type) => TYPE_WORDS[type]).join(t` or `);
}

/** "text", "the number 2.5", "a list". */
export function found(node: Node, notes: Notes): string {
  switch (node.type) {
    case "string":
      return t`the text ${quote(String(node.value))}`;
    case "number":
      return t`the number ${notes.textOf(node)}`;
    case "boolean":
    case "null":
      return String(node.value);
    case "array":
      return t`a list`;
    case "object":
    case "property":
      return t`an object`;
  }
}

/** One sentence on what to write for a value of a wrong type. */
export function repair(
  node: Node,
  name: string | null,
  schema: CheckedSchema,
  types: readonly JsonType[],
  notes: Notes,
): string {
  const text = node.type === "string" ? String(node.value).trim() : null;
  if (text !== null && isNumeric(types) && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text))
    return t`Write ${text} without quotes.`;
  if (text !== null && types.includes("boolean") && /^(true|false)$/i.test(text))
    return t`Write ${text.toLowerCase()} without quotes.`;
  if (types.length === 1 && types[0] === "array" && node.type === "number" && isNumeric(typesOf(schema.items ?? {})))
    return t`Write it as a list: [${notes.textOf(node)}].`;
  if (types.length === 1 && types[0] === "array" && text !== null && typesOf(schema.items ?? {}).includes("string"))
    return t`Write it as a list: [${quote(text)}].`;
  // German puts its verb last.
  return example(name, schema) ?? capitalized(t`Write ${typeWords(types)}.`);
}

/** `Write, for instance, "units": 3.` */
export function example(name: string | null, schema: CheckedSchema, verb: "Write" | "Add" = "Write"): string | null {
  const value = schema.examples?.[0] ?? schema.enum?.[0];
  if (value === undefined) return null;
  const shown = `${name === null ? "" : `${quote(name)}: `}${spaced(value)}`;
  return verb === "Add" ? t`Add, for instance, ${shown}.` : t`Write, for instance, ${shown}.`;
}

export function nounOf({ noun }: CheckedSchema): Noun {
  return noun ?? { here: t`this object`, any: t`an object`, has: "has" };
}

export function typesOf({ type }: CheckedSchema): readonly JsonType[] {
  if (type === undefined) return [];
  return typeof type === "string" ? [type] : type;
}

/** Those of a choice, without the switch that stands for two of them. */
export function wordsOf({ enum: all = [], words }: CheckedSchema): readonly string[] {
  return words ?? all.filter((word) => typeof word === "string");
}

const TYPE_WORDS: Readonly<Record<JsonType, string>> = {
  object: t`an object { … }`,
  array: t`a list [ … ]`,
  string: t`text in double quotes`,
  number: t`a number`,
  integer: t`a whole number`,
  boolean: t`true or false`,
  null: "null",
};

function isNumeric(types: readonly JsonType[]): boolean {
  return types.includes("number") || types.includes("integer");
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${quote(key)}: ${spaced(inner)}`)
    .join(", ")} }`;
}
