/** A configuration of which nothing is known: values by their keys, each of its type or refused; what nobody asked for is told. */
import { isObject, type JsonObject, type JsonValue } from "../../checkpoint/json";
import { refuse } from "./refusal";
import { notAFlag, notANumber, notASize, notAWord, notOneOf } from "./words";

/** Larger than any size of a model, and far from where products lose digits. */
const LARGEST_SIZE = 1e9;

export class Config {
  readonly #values: JsonObject;
  readonly #asked: Set<string>;
  readonly #place: string;

  constructor(values: JsonObject, place = "") {
    this.#values = values;
    this.#asked = new Set();
    this.#place = place;
  }

  /** Not there, or `null`. */
  lacks(key: string): boolean {
    return (this.value(key) ?? null) === null;
  }

  value(key: string): JsonValue | undefined {
    this.#asked.add(key);
    return Object.hasOwn(this.#values, key) ? this.#values[key] : undefined;
  }

  /** A whole number from 1 on. Without a usual value the key must be there. */
  size(key: string, usual?: number): number {
    const value = this.value(key) ?? usual;
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1 || value > LARGEST_SIZE)
      return refuse(notASize(this.#place + key, value, LARGEST_SIZE));
    return value;
  }

  number(key: string, usual?: number): number {
    const value = this.value(key) ?? usual;
    if (typeof value !== "number" || !Number.isFinite(value)) return refuse(notANumber(this.#place + key, value));
    return value;
  }

  flag(key: string, usual: boolean): boolean {
    const value = this.value(key) ?? usual;
    return typeof value === "boolean" ? value : refuse(notAFlag(this.#place + key, value));
  }

  word(key: string, usual?: string): string {
    const value = this.value(key) ?? usual;
    return typeof value === "string" ? value : refuse(notAWord(this.#place + key, value));
  }

  oneOf<Name extends string>(key: string, known: Readonly<Record<string, Name>>, usual?: string): Name {
    const word = this.word(key, usual);
    return Object.hasOwn(known, word) ? known[word] : refuse(notOneOf(this.#place + key, word, Object.keys(known)));
  }

  /** Whole numbers from 1 on. */
  sizes(key: string, usual?: readonly number[]): readonly number[] {
    const value = this.value(key) ?? usual;
    const isList = Array.isArray(value) && value.length > 0 && value.length <= 1000;
    if (!isList || !value.every((one) => Number.isSafeInteger(one) && Number(one) >= 1 && Number(one) <= LARGEST_SIZE))
      return refuse(notASize(this.#place + key, value, LARGEST_SIZE));
    return value as readonly number[];
  }

  /** Words of a list; none where it is not there. */
  words(key: string): readonly string[] {
    const value = this.value(key) ?? [];
    if (!Array.isArray(value) || !value.every((one) => typeof one === "string"))
      return refuse(notAWord(this.#place + key, value));
    return value as readonly string[];
  }

  /** An object's values; none where it is not there. */
  section(key: string): Config {
    const value = this.value(key) ?? {};
    return isObject(value) ? new Config(value, `${this.#place}${key}.`) : refuse(notAWord(this.#place + key, value));
  }

  /** Keys nobody asked for, with their values. */
  unread(): readonly (readonly [key: string, value: JsonValue])[] {
    return Object.entries(this.#values).flatMap(([key, value]) =>
      this.#asked.has(key) || value === undefined ? [] : [[this.#place + key, value] as const],
    );
  }
}
