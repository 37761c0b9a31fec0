/** Signals at the start: whether they reach the outputs, and gradients the inputs. */
import { telling } from "../../findings/progress";
import type { SignalFacts, SignalSection } from "../../report/signal/facts";
import type { DearIdea } from "../idea";
import { signalProblems } from "./problems";
import { studySignal } from "./study";

/** The evidence is `null` for a linear neural ODE: its layers are infinitely many. */
export const signal: DearIdea<SignalSection | null, SignalFacts> = {
  name: "signal",
  cost: "dear",
  *study(of) {
    if (of.path !== null) return null;
    return yield* telling(studySignal(of), { stage: "Sending signals", fraction: null });
  },
  facts: (_of, section) => ({ signal: section }),
  withoutWeights: () => ({ signal: null }),
  pending: () => ({ signal: null }),
  problems: (facts, { network, reading }) => signalProblems(facts, network, reading.places),
};
