/** What the verdicts of circuits rest on, and what they may cost. */
import type { Reference } from "../../../findings/reference";

/** What may still be measured, in operations, over all circuits. */
export interface Allowance {
  left: number;
}

export const THEOREM_W: Reference = { text: "proof in docs/mathematics.md, “The metric of circuits”" };
