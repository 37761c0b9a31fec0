/** Analyses the spec. While it does, it tells the report as far as it is known. */
import { analyzeSpec, type AnalysisProgress } from "./analyze";
import type { Report } from "../../report/types";
import type { Run, Step } from "../task";

export const analyze: Run<"analyze"> = function* ({ effort }, { text, path }, { openWeights }) {
  const result = yield* onlyNews(analyzeSpec(text, { path, effort, openWeights }));
  return result.kind === "report" ? { kind: "found", result: result.report } : result;
};

/** Each step may bring the report as it is: it is told again when it says more. */
export function* onlyNews<T>(steps: Generator<AnalysisProgress, T>): Generator<Step<Report>, T> {
  let told: string | null = null;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const { stage, fraction, partial } = step.value;
    if (partial === undefined) yield { stage, fraction };
    else
      yield {
        stage,
        fraction,
        partial: () => {
          const report = partial();
          const known = report === null ? null : knownIn(report);
          if (known === null || known === told) return null;
          told = known;
          return report;
        },
      };
  }
}

/** What a report on its way already knows. */
function knownIn({ pending = [], problems, intrinsicMetric: { value, basis } }: Report): string {
  return [...pending, problems.length, value, basis].join(" ");
}
