/** Runs that are watched: which file. */
import { readPath } from "./chosen";
import type { TaskPart } from "./part";
import { t } from "../../findings/language";

export const watch = {
  read(asked) {
    const path = readPath(typeof asked === "object" && asked !== null && "path" in asked ? asked.path : undefined);
    return path === null
      ? { kind: "refused", message: t`No run was chosen.`, help: t`Choose the file that the recorder writes.` }
      : { kind: "asked", asked: { path } };
  },
} satisfies TaskPart<"watch">;
