/**
 * Classes by name: a column of words is read as the numbers 0, 1, 2, … in the sorted order of the distinct words, as
 * scikit-learn's LabelEncoder and PyTorch's folder data sets number them. Sorted by the code units of their characters,
 * so that the order is the same on every machine ("B" before "a"). Logistic loss has two: the first is 0, the second 1.
 */
import { listed } from "../../findings/words";
import type { LossName } from "../objective/losses";
import { moreClassesThanOutputs, twoClassesNeeded } from "./words";
import { t } from "../../findings/language";

export interface ClassNames {
  /** The distinct names: entry k is class k. */
  readonly classes: readonly string[];
  /** The class of each sample. */
  readonly numbers: readonly number[];
}

export function numberClasses(names: readonly string[]): ClassNames {
  const classes = [...new Set(names)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const numberOf = new Map(classes.map((name, k) => [name, k]));
  return { classes, numbers: names.map((name) => numberOf.get(name) ?? 0) };
}

/** What keeps these names from being classes of the loss; `null`: nothing. */
export function namesFault(
  classes: readonly string[],
  loss: LossName,
  outputs: number,
): { readonly message: string; readonly help: string } | null {
  switch (loss) {
    case "mse":
      return {
        message: t`The targets are names (${listed(classes, "and")}), and the loss "mse" is for numbers.`,
        help: t`Use the loss "cross-entropy", one output per class, or write numbers.`,
      };
    case "logistic":
      return classes.length === 2
        ? null
        : {
            message: twoClassesNeeded(classes),
            help: t`Name two classes, or use the loss "cross-entropy", one output per class.`,
          };
    case "cross-entropy":
      return classes.length <= outputs
        ? null
        : {
            message: moreClassesThanOutputs(classes, outputs),
            help: t`Give the network one output per class, or look for a name that is misspelt.`,
          };
  }
}
