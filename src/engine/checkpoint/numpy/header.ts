/**
 * The header of a `.npy` (numpy.lib.format, versions 1 to 3): the magic, two bytes of version, the length of the text in 2 bytes
 * (version 1) or 4, and a Python dictionary such as `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`. The text is
 * read as data: strings, whole numbers, True, False, None, tuples, lists and dictionaries, and nothing else.
 */
import { t } from "../../findings/language";
import { latin1, startsWith, viewOf } from "../bytes/numbers";
import type { ByteSource } from "../bytes/source";
import { LARGEST_ARRAY_HEADER, MOST_AXES } from "../limits";
import { atByte, refuse } from "../refusal";
import { badArrayHeader, tooLarge, unknownArrayVersion } from "../words";

export const ARRAY_MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

export interface ArrayHeader {
  /** As numpy writes it, for example "<f8". A structured type is written out as text. */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Bytes before the data. */
  readonly length: number;
}

export function arrayHeader(source: ByteSource): ArrayHeader {
  const start = source.read(0, 10);
  if (!startsWith(start, ARRAY_MAGIC)) refuse(source.name, atByte(0), badArrayHeader(t`it does not begin as one`));
  const [version] = start.subarray(6);
  if (version < 1 || version > 3) refuse(source.name, atByte(6), unknownArrayVersion(version));
  const before = version === 1 ? 10 : 12;
  const textLength = version === 1 ? viewOf(start).getUint16(8, true) : viewOf(source.read(8, 4)).getUint32(0, true);
  if (textLength > LARGEST_ARRAY_HEADER) refuse(source.name, atByte(8), tooLarge(textLength, LARGEST_ARRAY_HEADER));
  const value = literalOf(latin1(source.read(before, textLength)));
  const bad = (why: string): never => refuse(source.name, atByte(before), badArrayHeader(why));
  if (!(value instanceof Map)) return bad(t`it is no dictionary`);
  const [descr, fortranOrder, shape] = ["descr", "fortran_order", "shape"].map((key) => value.get(key));
  if (typeof fortranOrder !== "boolean") return bad(t`'fortran_order' is not True or False`);
  if (!isShape(shape)) return bad(t`'shape' is no tuple of sizes`);
  if (descr === undefined) return bad(t`'descr' is missing`);
  return {
    descr: typeof descr === "string" ? descr : "structured",
    fortranOrder,
    shape,
    length: before + textLength,
  };
}

const isShape = (value: Literal | undefined): value is number[] =>
  Array.isArray(value) &&
  value.length <= MOST_AXES &&
  value.every((size) => Number.isSafeInteger(size) && Number(size) >= 0);

type Literal = string | number | boolean | null | Literal[] | Map<string, Literal>;

const TOKEN = /\s*(?:('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(\d{1,16})L?(?![\w.])|(True|False|None)\b|([{}()[\],:]))/y;

/** `undefined` when the text is anything else. */
function literalOf(text: string): Literal | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    tokens.push(found.slice(1).join(""));
    end = TOKEN.lastIndex;
  }
  if (text.slice(end).trim() !== "") return undefined;
  const reading = { tokens, at: 0 };
  const value = valueAt(reading, 0);
  return reading.at === tokens.length ? value : undefined;
}

interface Reading {
  readonly tokens: readonly string[];
  at: number;
}

const DEEPEST = 16;

function valueAt(reading: Reading, depth: number): Literal | undefined {
  const token = reading.tokens.at(reading.at++);
  if (token === undefined || depth > DEEPEST) return undefined;
  if (token === "(" || token === "[") return listAt(reading, token === "(" ? ")" : "]", depth);
  if (token === "{") return dictionaryAt(reading, depth);
  if (token === "True" || token === "False") return token === "True";
  if (token === "None") return null;
  if (/^\d/.test(token)) return Number(token);
  return /^['"]/.test(token) ? token.slice(1, -1) : undefined;
}

function listAt(reading: Reading, close: string, depth: number): Literal[] | undefined {
  const items: Literal[] = [];
  while (reading.tokens[reading.at] !== close) {
    const item = valueAt(reading, depth + 1);
    if (item === undefined || !separated(reading, close)) return undefined;
    items.push(item);
  }
  reading.at++;
  return items;
}

function dictionaryAt(reading: Reading, depth: number): Map<string, Literal> | undefined {
  const items = new Map<string, Literal>();
  while (reading.tokens[reading.at] !== "}") {
    const key = valueAt(reading, depth + 1);
    if (typeof key !== "string" || reading.tokens[reading.at++] !== ":" || items.has(key)) return undefined;
    const item = valueAt(reading, depth + 1);
    if (item === undefined || !separated(reading, "}")) return undefined;
    items.set(key, item);
  }
  reading.at++;
  return items;
}

/** Past a comma, or before the end. */
function separated(reading: Reading, close: string): boolean {
  if (reading.tokens[reading.at] === close) return true;
  return reading.tokens[reading.at++] === ",";
}
