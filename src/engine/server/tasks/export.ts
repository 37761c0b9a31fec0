/** Starts taken to a framework: to which, and at most one for each at a time. */
import { FRAMEWORK_NAMES, readFrameworkName } from "../../protocol/frameworks";
import { correct, type TaskPart } from "./part";
import { t } from "../../findings/language";

export const exportStart = {
  read(asked) {
    const to = readFrameworkName(typeof asked === "object" && asked !== null && "to" in asked ? asked.to : undefined);
    return to === null
      ? {
          kind: "refused",
          message: t`This version of Intrinsic does not know this framework.`,
          help: t`Ask for one of ${FRAMEWORK_NAMES.join(", ")}.`,
        }
      : { kind: "asked", asked: { to } };
  },
  apart: ({ to }) => to,
  invalid: ([error]) => ({
    message: `${t`The spec has errors, so it has no start.`} ${error.message}`,
    help: correct("export"),
  }),
} satisfies TaskPart<"export">;
