/** What is said of targets and cells that do not fit. */
import { counted, listed, quote } from "../../findings/words";
import { t } from "../../findings/language";

export function twoClassesNeeded(classes: readonly string[]): string {
  return t`The loss "logistic" has two classes, and the targets name ${counted(classes.length, t`class`, t`classes`)}: ${listed(classes, "and")}.`;
}

export function moreClassesThanOutputs(classes: readonly string[], outputs: number): string {
  return t`The targets name ${classes.length} classes (${listed(classes, "and")}), but the network has ${counted(outputs, t`output`, t`outputs`)}.`;
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
  return cell.trim() === ""
    ? t`Line ${line}, column ${column}: the cell is empty.`
    : t`Line ${line}, column ${column}: ${quote(cell)} is not a number.`;
}

export function tokenTooLarge(line: number, vocabulary: number): { readonly message: string; readonly help: string } {
  return {
    message: t`Line ${line}: a token is a whole number from 0 to ${vocabulary - 1}; this one is larger.`,
    help: t`Make the "vocabulary" larger, or number the tokens anew.`,
  };
}

export function noToken(line: number, sign: string): { readonly message: string; readonly help: string } {
  return {
    message: t`Line ${line}: ${quote(sign)} is no part of a token's number.`,
    help: t`Write the numbers of the tokens, with blanks or commas between them.`,
  };
}

export function fewTokens(count: number, needed: number): { readonly message: string; readonly help: string } {
  return {
    message: t`The file has ${counted(count, t`token`, t`tokens`)}; one sample needs ${needed}: those the network reads, and the next one.`,
    help: t`Name a longer file, or read fewer tokens at a time.`,
  };
}
