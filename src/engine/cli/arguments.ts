/** Reading a command's arguments, and saying what is wrong with them. */
import { parseArgs } from "node:util";
import { nearest } from "../findings/words";
import { writersOf, type DocumentKind, type Writer } from "../report/writers";
import { noSuchFormat } from "./words";

export type Options = Readonly<Record<string, { readonly type: "string" | "boolean"; readonly short?: string }>>;

export interface Arguments {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

/** Every command has --help. The arguments, or what is wrong with them as a sentence. */
export function readArguments(args: readonly string[], options: Options): Arguments | string {
  const all: Options = { ...options, help: { type: "boolean", short: "h" } };
  try {
    // Not strict at first, to find an option that does not exist before its value is taken for something else.
    const { tokens } = parseArgs({
      args: [...args],
      options: all,
      allowPositionals: true,
      strict: false,
      tokens: true,
    });
    for (const token of tokens)
      if (token.kind === "option" && !(token.name in all))
        return `there is no option ${token.rawName}${suggestion(token.name, all)}`;
    const { values, positionals } = parseArgs({ args: [...args], options: all, allowPositionals: true, strict: true });
    return { values, positionals };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The writer whose format was asked for (the first when none was), or what is wrong with it. */
export function readFormat(
  asked: unknown,
  kind: DocumentKind,
): { readonly writer: Writer } | { readonly wrong: string } {
  const writers = writersOf(kind);
  const writer = asked === undefined ? writers.at(0) : writers.find(({ name }) => name === asked);
  if (writer !== undefined) return { writer };
  const formats = writers.map(({ name }) => name);
  const guess = nearest(String(asked), formats);
  return {
    wrong: noSuchFormat(asked, guess, formats),
  };
}

function suggestion(name: string, options: Options): string {
  const guess = nearest(name, Object.keys(options));
  return guess === null ? "" : `; did you mean --${guess}?`;
}
