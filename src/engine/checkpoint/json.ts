/** JSON from files, of which nothing is known. */
import { atByte, refuse } from "./refusal";
import { notJson } from "./words";
import { utf8 } from "./bytes/utf8";

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

/** The value of a text in UTF-8. `offset`: where it begins in the file, for messages. */
export function jsonOf(bytes: Uint8Array, file: string, offset: number): JsonValue {
  const text = utf8(bytes);
  if (text === null) return refuse(file, atByte(offset), notJson());
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return refuse(file, atByte(offset), notJson());
  }
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The texts among an object's properties. */
export function textsOf(value: JsonValue | undefined): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) => (typeof text === "string" ? [[key, text]] : [])),
  );
}
