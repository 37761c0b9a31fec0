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
