/** Cures: which one, and at most one of a kind per document. */
import { CURE_IDS, type CureId } from "../../findings/problem";
import { correct, type TaskPart } from "./part";
import { t } from "../../findings/language";

export const cure = {
  read(asked) {
    const given: Readonly<Record<string, unknown>> = typeof asked === "object" && asked !== null ? { ...asked } : {};
    const id = readCureId(given.cure);
    return id === null
      ? {
          kind: "refused",
          message: t`This version of Intrinsic does not know this change.`,
          help: t`Restart the engine, or install both parts in one version.`,
        }
      : { kind: "asked", asked: { cure: id, ...(given.atOnce === true ? { atOnce: true } : {}) } };
  },
  apart: ({ cure: id }) => id,
  invalid: () => ({
    message: t`The spec has errors, so there is nothing to start from.`,
    help: correct("cure"),
  }),
} satisfies TaskPart<"cure">;

/** Read with care: any client may ask. */
export function readCureId(value: unknown): CureId | null {
  return CURE_IDS.find((id) => id === value) ?? null;
}
