/** Runs that are watched: which file. */
import { readPath } from "./chosen";
import type { TaskPart } from "./part";

export const watch = {
  read(asked) {
    const path = readPath(typeof asked === "object" && asked !== null && "path" in asked ? asked.path : undefined);
    return path === null
      ? { kind: "refused", message: "No run was chosen.", help: "Choose the file that the recorder writes." }
      : { kind: "asked", asked: { path } };
  },
} satisfies TaskPart<"watch">;
