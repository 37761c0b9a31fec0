/**
 * Functions of the depth s as specs write them: "1 + cos(3*s)". Numbers, s, + - * / ^, parentheses, sin, cos, exp, and a minus
 * in front. Nothing else exists here, and nothing is ever evaluated as code.
 *
 *   sum     = product (("+" | "-") product)*            power   = atom ("^" signed)?       so that -s^2 = -(s^2), 2^3^2 = 2^(3^2)
 *   product = signed (("*" | "/") signed)*              atom    = number | "s" | name "(" sum ")" | "(" sum ")"
 *   signed  = "-" signed | power
 *
 * Length and depth are bounded before anything is built, so that no text can exhaust the stack.
 */
import { t } from "../../findings/language";

export type ParsedExpression =
  | { readonly kind: "function"; readonly at: (s: number) => number }
  /** `offset` and `length` within the text. */
  | {
      readonly kind: "error";
      readonly offset: number;
      readonly length: number;
      readonly message: string;
      readonly help: string;
    };

export const LONGEST_EXPRESSION = 300;
const DEEPEST = 40;

const FUNCTIONS: Readonly<Record<string, (x: number) => number>> = { sin: Math.sin, cos: Math.cos, exp: Math.exp };
const ALLOWED = t`numbers, s, + - * / ^, parentheses, sin, cos and exp`;

export function parseExpression(text: string): ParsedExpression {
  if (text.length > LONGEST_EXPRESSION)
    return {
      kind: "error",
      offset: 0,
      length: text.length,
      message: t`An expression has at most ${LONGEST_EXPRESSION} characters; this one has ${text.length}.`,
      help: t`Write a shorter one, or the values at the nodes as a list.`,
    };
  const tokens = tokensOf(text);
  if ("kind" in tokens) return tokens;
  try {
    return { kind: "function", at: parseAll(tokens, text.length) };
  } catch (fault) {
    if (fault instanceof Misplaced)
      return {
        kind: "error",
        offset: fault.at.offset,
        length: fault.at.length,
        message: fault.message,
        help: fault.help,
      };
    throw fault;
  }
}

type Compiled = (s: number) => number;

interface Token {
  readonly kind: "number" | "name" | "mark" | "end";
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

/** Thrown and caught here alone. */
class Misplaced extends Error {
  constructor(
    readonly at: Token,
    message: string,
    readonly help: string,
  ) {
    super(message);
  }
}

const TOKEN = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|([-+*/^()]))/y;

function tokensOf(text: string): Token[] | Extract<ParsedExpression, { kind: "error" }> {
  const tokens: Token[] = [];
  let from = 0;
  while (text.slice(from).trim() !== "") {
    TOKEN.lastIndex = from;
    const match = TOKEN.exec(text);
    if (match === null) {
      const offset = from + text.slice(from).search(/\S/);
      const [character] = text.slice(offset);
      return {
        kind: "error",
        offset,
        length: character.length,
        message: t`"${character}" has no meaning in an expression.`,
        help: t`Use ${ALLOWED}.`,
      };
    }
    const [, number, name, mark] = match as (string | undefined)[];
    const word = number ?? name ?? mark ?? "";
    from = TOKEN.lastIndex;
    tokens.push({
      kind: number !== undefined ? "number" : name !== undefined ? "name" : "mark",
      text: word,
      offset: from - word.length,
      length: word.length,
    });
  }
  return tokens;
}

function parseAll(tokens: readonly Token[], length: number): Compiled {
  const end: Token = { kind: "end", text: "", offset: Math.max(0, length - 1), length: Math.min(1, length) };
  let next = 0;
  let depth = 0;
  const peek = (): Token => tokens[next] ?? end;
  const take = (...marks: readonly string[]): string | null => {
    const { kind, text } = peek();
    if (kind !== "mark" || !marks.includes(text)) return null;
    next++;
    return text;
  };
  const deeper = <T>(inner: () => T): T => {
    if (++depth > DEEPEST)
      throw new Misplaced(
        peek(),
        t`This expression is nested more than ${DEEPEST} deep.`,
        t`Write it with fewer parentheses and signs.`,
      );
    const result = inner();
    depth--;
    return result;
  };
  const sum = (): Compiled => chain(product, ["+", "-"]);
  const product = (): Compiled => chain(signed, ["*", "/"]);
  const chain = (part: () => Compiled, marks: readonly string[]): Compiled => {
    const parts: { readonly mark: string; readonly value: Compiled }[] = [{ mark: marks[0], value: part() }];
    for (let mark = take(...marks); mark !== null; mark = take(...marks)) parts.push({ mark, value: part() });
    const [{ value: first }, ...rest] = parts;
    return rest.length === 0
      ? first
      : (s) => rest.reduce((total, { mark, value }) => OPERATIONS[mark](total, value(s)), first(s));
  };
  const signed = (): Compiled => {
    if (take("-") === null) return power();
    const value = deeper(signed);
    return (s) => -value(s);
  };
  const power = (): Compiled => {
    const base = atom();
    if (take("^") === null) return base;
    const exponent = deeper(signed);
    return (s) => base(s) ** exponent(s);
  };
  const atom = (): Compiled => {
    const token = peek();
    if (token.kind === "number") {
      next++;
      const value = Number(token.text);
      return () => value;
    }
    if (token.kind === "name") return named(token);
    if (take("(") !== null) return closed(token);
    throw new Misplaced(
      token,
      token.kind === "end"
        ? t`The expression ends where a number, s or a function should stand.`
        : t`A number, s or a function should stand here, not "${token.text}".`,
      t`Complete it, for instance 1 + cos(3*s).`,
    );
  };
  const named = (token: Token): Compiled => {
    next++;
    if (token.text === "s") return (s) => s;
    if (!Object.hasOwn(FUNCTIONS, token.text))
      throw new Misplaced(token, t`"${token.text}" is not known in an expression.`, t`Use ${ALLOWED}.`);
    const apply = FUNCTIONS[token.text];
    if (take("(") === null)
      throw new Misplaced(token, t`${token.text} needs its argument in parentheses.`, t`Write ${`${token.text}(s)`}.`);
    const argument = closed(token);
    return (s) => apply(argument(s));
  };
  const closed = (opened: Token): Compiled => {
    const inner = deeper(sum);
    if (take(")") === null) {
      const found = peek();
      throw found.kind === "end"
        ? new Misplaced(opened, t`This parenthesis is never closed.`, t`Add ")".`)
        : unexpected(found);
    }
    return inner;
  };
  const whole = sum();
  if (next < tokens.length) throw unexpected(peek());
  return whole;
}

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

function unexpected(token: Token): Misplaced {
  return token.text === ")"
    ? new Misplaced(token, t`This parenthesis closes nothing.`, t`Remove it, or open one before it.`)
    : new Misplaced(
        token,
        t`An operator should stand before "${token.text}".`,
        t`Write products with *, for instance 3*s.`,
      );
}
