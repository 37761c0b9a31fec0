/**
 * jsonc-parser's enumerations as values: its own are `const enum`, which a compiler that looks at one file at a time
 * may not read.
 */
export const TOKEN = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  lineBreak: 14,
  space: 15,
  unknown: 16,
  end: 17,
} as const;

export const SCAN_ERROR = {
  none: 0,
  commentUnclosed: 1,
  stringUnclosed: 2,
  numberUnfinished: 3,
  unicode: 4,
  escape: 5,
  character: 6,
} as const;

export const PARSE_ERROR = {
  nameExpected: 3,
  valueExpected: 4,
  colonExpected: 5,
  commaExpected: 6,
  endExpected: 9,
} as const;
