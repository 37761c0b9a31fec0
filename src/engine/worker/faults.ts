/** What the user is told when a job fails through no fault of the spec. */
import type { Job, WorkerEnd } from "./protocol";
import { stoppedByFault } from "./words";

export interface Explanation {
  readonly message: string;
  readonly help: string;
}

/** What a job is called, and what makes it smaller. */
const WORDS: Readonly<Record<Job["type"], { readonly job: string; readonly smaller: string; readonly again: string }>> =
  {
    analyze: {
      job: "The analysis",
      smaller: "Make the layers narrower or use fewer of them, then analyse again.",
      again: "Analyse again",
    },
    laws: {
      job: "The search for polynomial laws",
      smaller: "Ask for a lower degree, or make the layers narrower.",
      again: "Run the command again",
    },
    cure: {
      job: "The change",
      smaller: "Make the layers narrower, or change the scheme by hand.",
      again: "Try it again",
    },
    sweep: {
      job: "This run of the sweep",
      smaller: "Make the layers narrower, or use fewer samples.",
      again: "Sweep again",
    },
    simulate: {
      job: "The simulation",
      smaller: "Make the layers narrower, or use fewer samples.",
      again: "Simulate again",
    },
  };

/** An error that a job threw. */
export function explainFault(error: unknown, type: Job["type"]): Explanation {
  const { job, smaller } = WORDS[type];
  if (error instanceof RangeError && /allocation|array length|array size/i.test(error.message))
    return { message: `${job} needed more memory than this machine could give.`, help: smaller };
  return {
    message: stoppedByFault(job, error instanceof Error ? error.message : String(error)),
    help: "Run “Intrinsic: Show Output” for the details; the other checks of this spec still work.",
  };
}

/** The end of a job's thread. */
export function explainEnd(end: WorkerEnd, type: Job["type"]): Explanation {
  const { job, smaller, again } = WORDS[type];
  switch (end.kind) {
    case "out-of-memory":
      return {
        message: `${job} needed more than the ${end.megabytes} MB of memory it may use, so it was stopped.`,
        help: smaller,
      };
    case "crashed":
      return {
        message: `${job} ended unexpectedly (${end.detail}).`,
        help: `${again}; if it happens every time, “Intrinsic: Show Output” tells more.`,
      };
  }
}
