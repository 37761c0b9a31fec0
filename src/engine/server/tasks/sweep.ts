/** The runs of a spec's sweep, unless they would keep the machine busy for hours. */
import { foldSweep } from "../../tasks/sweep/fold";
import { tooLongFor } from "../../tasks/sweep/cost";
import { planSweep } from "../../tasks/sweep/plan";
import { withoutNumber, type SweepOutcome } from "../../report/sweep";
import type { Planned } from "../scheduler/place";
import { correct, type TaskPart } from "./part";
import { t } from "../../findings/language";

export const sweep: TaskPart<"sweep"> = {
  plan,
  invalid: (errors) => ({
    message: errors.at(0)?.message ?? t`The spec has errors.`,
    help: errors.at(0)?.help ?? correct("sweep"),
  }),
};

function plan(text: string): Planned {
  const planned = planSweep(text);
  if (planned.kind !== "plan") return planned;
  const tooLong = tooLongFor(planned.plan);
  if (tooLong !== null) return { kind: "refused", ...tooLong };
  const outcomes: SweepOutcome[] = [];
  return {
    kind: "plan",
    plan: {
      runs: planned.plan.sweep.runs,
      folded: () => (outcomes.length === 0 ? null : foldSweep(planned.plan, outcomes)),
      piece: (_run, outcome) => void outcomes.push(outcome as SweepOutcome),
      lost: (run, why) => void outcomes.push(withoutNumber(run, why)),
    },
  };
}
