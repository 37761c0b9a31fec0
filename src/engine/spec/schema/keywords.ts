/**
 * The part of JSON schema that specs use, and four words of our own that other readers of the schema pass over:
 * `noun`, `variants` and `words`. One flat object with variants gives better completions and messages than `oneOf`.
 */
import * as Type from "typebox";
import { t } from "../../findings/language";

export interface CheckedSchema {
  readonly type?: JsonType | readonly JsonType[];
  readonly properties?: Readonly<Record<string, CheckedSchema>>;
  readonly required?: readonly string[];
  /** `false`: no others; a schema: what each other property must be. */
  readonly additionalProperties?: false | CheckedSchema;
  readonly items?: CheckedSchema;
  readonly minItems?: number;
  readonly minProperties?: number;
  /** Words; `true` and `false` where they stand for two of them. */
  readonly enum?: readonly (string | boolean)[];
  /** The same, of what may be a list instead. */
  readonly words?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly noun?: Noun;
  readonly variants?: Variants;
}

/** What an object is called in messages, with its article. */
export interface Noun {
  /** The one a message stands at: "this layer". */
  readonly here: string;
  /** Any of its kind: "a layer". */
  readonly any: string;
  readonly has: "has" | "have";
}

export type JsonType = "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";

/** Which properties go with which value of the property `by`. Those named nowhere go with every value. */
export interface Variants {
  readonly by: string;
  /** The value that an object without `by` has. */
  readonly otherwise?: string;
  readonly cases: Readonly<Record<string, Variant>>;
}

export interface Variant {
  readonly needs?: readonly string[];
  readonly takes?: readonly string[];
}

/** A description for hovers and completions; Markdown, one or two sentences. */
export function says<More extends object>(
  markdown: string,
  more?: More,
): { description: string; markdownDescription: string } & More {
  return { description: markdown.replace(/[`*]/g, ""), markdownDescription: markdown, ...(more as More) };
}

/** One of several words, each with its own explanation. */
export function choice<Word extends string>(
  words: Readonly<Record<Word, string>>,
  options: object,
): Type.TUnsafe<Word> {
  const explained = Object.values<string>(words);
  return Type.Unsafe<Word>({
    type: "string",
    enum: Object.keys(words),
    enumDescriptions: explained.map((text) => text.replace(/[`*]/g, "")),
    markdownEnumDescriptions: explained,
    ...options,
  });
}

/** The same, or a table of 0 and 1, row by row. */
export function orPattern<Word extends string>(
  words: Readonly<Record<Word, string>>,
  options: object,
): Type.TUnsafe<Word | readonly (readonly number[])[]> {
  const row = { type: "array", items: { type: "integer", minimum: 0, maximum: 1 }, minItems: 1 };
  const rows = { type: "array", items: row, minItems: 1 };
  return Type.Unsafe({
    ...rows,
    type: ["string", "array"],
    words: Object.keys(words),
    anyOf: [choice(words, {}), rows],
    ...options,
  });
}

/** Two of several words, for which `true` and `false` may be written. */
export interface Switch<Word extends string> {
  readonly on: Word;
  readonly off: Word;
}

/** The same with two of the words as a switch. */
export function switchable<Word extends string>(
  words: Readonly<Record<Word, string>>,
  options: object,
  { on, off }: Switch<Word>,
): Type.TUnsafe<Word | boolean> {
  const [same, as] = [t`The same as \`${on}\`.`, t`The same as \`${off}\`.`];
  const explained = [...Object.values<string>(words), same, as];
  return Type.Unsafe<Word | boolean>({
    ...choice(words, options),
    type: ["string", "boolean"],
    enum: [...Object.keys(words), true, false],
    enumDescriptions: explained.map((text) => text.replace(/[`*]/g, "")),
    markdownEnumDescriptions: explained,
  });
}

/** The word that was meant. */
export function switched<Word extends string>(written: Word | boolean, { on, off }: Switch<Word>): Word {
  if (typeof written !== "boolean") return written;
  return written ? on : off;
}

/** Of what a spec has one of, with its article: "the data". */
export function the(noun: string): Noun {
  return { here: noun, any: noun, has: "has" };
}

/** An object that has these properties and no others. */
export function closed<Properties extends Type.TProperties>(
  noun: Noun,
  properties: Properties,
  options: object,
): Type.TObject<Properties> {
  return Type.Object(properties, { additionalProperties: false, noun, ...options });
}
