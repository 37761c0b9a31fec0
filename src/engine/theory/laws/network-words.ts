/** What is said of the count of the network's laws, as sentences. */
import { t } from "../../findings/language";

export const SAME_FUNCTION = t`φ and the network's function determine one another, so the laws of one are those of the other.`;

export const DISTINCT_WALLS = t`With one hidden layer whose neurons switch at different places, as they do at a generic parameter, the network's function near θ determines every coordinate of φ: the laws of the network are those of φ.`;

export const MIXED = t`Of this network's function the count was made at a random parameter; near this one its relu neurons may switch in fewer ways, and then it has more laws.`;

export const PIECES = t`Of this network's function the count was made at a random parameter; it is not analytic, so that near this one it may be simpler, and then it has more laws.`;

export const PATTERNS_MEET = t`Counted from gates that inputs certainly set near the initialization: with them the network's gradients reach as far as the listed laws let them.`;

export const BESIDE = t`Counted at a parameter a thousandth beside the initialization, where neurons that switch together only at the initialization itself are apart.`;

export const NO_GRAPH = t`Which gates inputs set is read off networks whose neurons add up what they read, each connection with a weight of its own; this one shares weights or pools.`;
export const ALL_PATTERNS = t`Counted with all the gates that inputs set near the initialization.`;

export const NO_PATTERN = t`At the initialization no input certainly sets all gates, so nothing can be said of the network.`;

export function tooManyForNetwork(parameters: number): string {
  return t`Counting the laws of the network's function, beside those of φ, would take too long for ${parameters} parameters.`;
}

export function patternsApart(atLeast: number, atMost: number): string {
  return t`The gates that were found leave between ${atLeast} and ${atMost} independent laws: whether the network has more than the listed ones is open.`;
}

export const GATES_OF_TOKENS = t`Tokens set few of the gates that numbers would, so what the network's function keeps beside the listed laws was not counted.`;
