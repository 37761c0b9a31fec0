/** A host in which the user has chosen no file. */
import type { TaskHost } from "../../../src/engine/tasks/task";

const NONE = { kind: "none", why: "There is no such file.", help: "Put it there." } as const;

export const NO_CHOSEN_FILES: Pick<TaskHost, "openChosenWeights" | "models"> = {
  openChosenWeights: () => NONE,
  models: {
    read: () => ({ kind: "refused", reason: NONE.why, help: NONE.help, asks: null }),
    write: () => NONE,
  },
};
