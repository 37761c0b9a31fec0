/** Whether a property holds. */
export type Verdict = "holds" | "fails" | "unknown";
