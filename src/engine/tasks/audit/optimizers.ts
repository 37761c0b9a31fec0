/** What optimizers do to quadratic laws. */
import type { ClaimedRun } from "../../report/audit/run";

/** Whether h' = (1 − ηλ)² h + η² h(g) holds: of plain SGD; `null` is taken for it. */
export function isQuadraticLaw(optimizer: ClaimedRun["optimizer"]): boolean {
  return optimizer === null || optimizer === "sgd";
}
