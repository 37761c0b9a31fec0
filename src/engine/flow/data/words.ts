/** What is said of targets and cells that do not fit. */
import { counted, listed, quote } from "../../findings/words";

export function twoClassesNeeded(classes: readonly string[]): string {
  return `The loss "logistic" has two classes, and the targets name ${counted(classes.length, "class", "classes")}: ${listed(classes, "and")}.`;
}

export function moreClassesThanOutputs(classes: readonly string[], outputs: number): string {
  return `The targets name ${classes.length} classes (${listed(classes, "and")}), but the network has ${counted(outputs, "output")}.`;
}

export function notANumber({
  line,
  column,
  cell,
}: {
  readonly line: number;
  readonly column: string;
  readonly cell: string;
}): string {
  return `Line ${line}, column ${column}: ${cell.trim() === "" ? "the cell is empty" : `${quote(cell)} is not a number`}.`;
}

export function tokenTooLarge(line: number, vocabulary: number): { readonly message: string; readonly help: string } {
  return {
    message: `Line ${line}: a token is a whole number from 0 to ${vocabulary - 1}; this one is larger.`,
    help: 'Make the "vocabulary" larger, or number the tokens anew.',
  };
}

export function noToken(line: number, sign: string): { readonly message: string; readonly help: string } {
  return {
    message: `Line ${line}: ${quote(sign)} is no part of a token's number.`,
    help: "Write the numbers of the tokens, with blanks or commas between them.",
  };
}

export function fewTokens(count: number, needed: number): { readonly message: string; readonly help: string } {
  return {
    message: `The file has ${counted(count, "token")}; one sample needs ${needed}: those the network reads, and the next one.`,
    help: "Name a longer file, or read fewer tokens at a time.",
  };
}
