/** Drives one analysis: a step, a look at the cancel flag, now and then a word on progress; one answer at the end. */
import type { AnalysisResult } from "../analysis/analyze";
import type { Progress } from "../findings/progress";
import type { AnalysisJob, FromWorker } from "./protocol";

export type Analyze = (text: string, options: { path: string | null }) => Generator<Progress, AnalysisResult>;

export interface JobHost {
  post(message: FromWorker): void;
  /** Milliseconds from any fixed moment. */
  now(): number;
}

/** Progress is told at most this often: more than an eye can follow only costs time. */
const PROGRESS_EVERY_MS = 50;

export function runJob({ job, text, path, cancel }: AnalysisJob, analyze: Analyze, host: JobHost): void {
  const flag = new Int32Array(cancel);
  const started = host.now();
  let told = started;
  try {
    const steps = analyze(text, { path });
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        host.post({ type: "result", job, result: step.value, milliseconds: host.now() - started });
        return;
      }
      if (Atomics.load(flag, 0) !== 0) {
        host.post({ type: "cancelled", job });
        return;
      }
      if (host.now() - told >= PROGRESS_EVERY_MS) {
        told = host.now();
        host.post({ type: "progress", job, progress: step.value });
      }
    }
  } catch (error) {
    host.post({ type: "failed", job, ...explainFault(error) });
  }
}

function explainFault(error: unknown): { message: string; help: string; log: string } {
  const log = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (error instanceof RangeError && /allocation|array length|array size/i.test(error.message))
    return {
      message: "The analysis needed more memory than this machine could give.",
      help: "Make the layers narrower or use fewer of them, then analyse again.",
      log,
    };
  const what = error instanceof Error ? error.message : String(error);
  return {
    message: `The analysis stopped because of a fault in Intrinsic: ${what}`,
    help: "Run “Intrinsic: Show Output” for the details; the other checks of this spec still work.",
    log,
  };
}
