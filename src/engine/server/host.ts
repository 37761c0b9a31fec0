/** What the server needs from the machine it runs on, so that the rest of it is the same on every machine. */
import type { StartWorker } from "../worker/protocol";

export interface ServerHost {
  readonly startWorker: StartWorker;
  /** Threads that a sweep may keep busy. */
  readonly parallelism: number;
  readonly after: After;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The path a document is stored at; `null` when it is not a file. */
  readonly pathOf: (uri: string) => string | null;
}

/** Runs something later; call what it returns to take it back. */
export type After = (milliseconds: number, run: () => void) => () => void;
