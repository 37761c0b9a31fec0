/** How types and values are called in messages. */
import type { Node } from "jsonc-parser";
import type { Notes } from "../notes";
import type { CheckedSchema, JsonType, Noun } from "../schema/keywords";
import { quote } from "../../findings/words";

/** "a whole number", "a number or a list". */
export function typeWords(types: readonly JsonType[]): string {
  return types.map((type) => TYPE_WORDS[type]).join(" or ");
}

/** "text", "the number 2.5", "a list". */
export function found(node: Node, notes: Notes): string {
  switch (node.type) {
    case "string":
      return `the text ${quote(String(node.value))}`;
    case "number":
      return `the number ${notes.textOf(node)}`;
    case "boolean":
    case "null":
      return String(node.value);
    case "array":
      return "a list";
    case "object":
    case "property":
      return "an object";
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
    return `Write ${text} without quotes.`;
  if (text !== null && types.includes("boolean") && /^(true|false)$/i.test(text))
    return `Write ${text.toLowerCase()} without quotes.`;
  if (types.length === 1 && types[0] === "array" && node.type === "number" && isNumeric(typesOf(schema.items ?? {})))
    return `Write it as a list: [${notes.textOf(node)}].`;
  if (types.length === 1 && types[0] === "array" && text !== null && typesOf(schema.items ?? {}).includes("string"))
    return `Write it as a list: [${quote(text)}].`;
  return example(name, schema) ?? `Write ${typeWords(types)}.`;
}

/** `Write, for instance, "units": 3.` */
export function example(name: string | null, schema: CheckedSchema, verb: "Write" | "Add" = "Write"): string | null {
  const value = schema.examples?.[0] ?? schema.enum?.[0];
  if (value === undefined) return null;
  return `${verb}, for instance, ${name === null ? "" : `${quote(name)}: `}${spaced(value)}.`;
}

export function nounOf({ noun }: CheckedSchema): Noun {
  return noun ?? { here: "this object", any: "an object", has: "has" };
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
  object: "an object { … }",
  array: "a list [ … ]",
  string: "text in double quotes",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
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
