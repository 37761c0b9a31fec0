/** Runs that are watched: which file. */
import type { TaskPart } from "./part";

/** Longer is no path of any system. */
const LONGEST_PATH = 32_768;

export const watch = {
  read(asked) {
    const path = typeof asked === "object" && asked !== null && "path" in asked ? asked.path : undefined;
    return typeof path === "string" && path !== "" && path.length <= LONGEST_PATH
      ? { kind: "asked", asked: { path } }
      : { kind: "refused", message: "No run was chosen.", help: "Choose the file that the recorder writes." };
  },
} satisfies TaskPart<"watch">;
