/** When a crashed engine is started again, and when we stop trying. No vscode in here. */
import { t } from "../../engine/findings/language";

/** More crashes than this within the window, and it is left down until the user asks. */
export const MOST_RESTARTS = 5;
export const WINDOW_MS = 3 * 60_000;

export interface RestartPolicy {
  /** Another crash at this time (milliseconds): start again? */
  shouldRestart(now: number): boolean;
  reset(): void;
}

export function createRestartPolicy(): RestartPolicy {
  let crashes: number[] = [];
  return {
    shouldRestart(now) {
      crashes = [...crashes.filter((then) => now - then < WINDOW_MS), now];
      return crashes.length <= MOST_RESTARTS;
    },
    reset() {
      crashes = [];
    },
  };
}

/** Why a process ended, in words. `stderr`: the last thing it wrote there. */
export function explainExit(code: number | null, signal: string | null, stderr: string): string {
  const fatal = /FATAL ERROR: .*|(?:\w*Error): .*/.exec(stderr)?.[0];
  const how =
    signal !== null
      ? t`it was ended by ${signal}`
      : code === null
        ? t`it could not be started`
        : t`it ended with code ${code}`;
  return fatal === undefined ? how : `${how}: ${fatal}`;
}
