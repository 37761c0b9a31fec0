/** Imports: of which file or folder, and what bends the layers of bare weights. One of a place at a time. */
import { readPath } from "./chosen";
import type { TaskPart } from "./part";
import { t } from "../../findings/language";

export const importModel = {
  read(asked) {
    const said = typeof asked === "object" && asked !== null ? (asked as Readonly<Record<string, unknown>>) : {};
    const from = readPath(said["from"]);
    return from === null
      ? {
          kind: "refused",
          message: t`No model was chosen.`,
          help: t`Choose its config.json, its graph, or its weights.`,
        }
      : { kind: "asked", asked: { from, activation: readPath(said["activation"]) } };
  },
} satisfies TaskPart<"import">;
