/** The expectations that hold now: with what a run of this very text has measured, as the client knows it. */
import type { MeasuredInRun } from "../../protocol/tasks";
import { EXPECTATIONS } from "../../report/expectations";
import { correct, type TaskPart } from "./part";
import { t } from "../../findings/language";

export const expectNow = {
  read: (asked) => ({
    kind: "asked",
    asked: { run: readRun(typeof asked === "object" && asked !== null && "run" in asked ? asked.run : null) },
  }),
  invalid: (errors) => ({
    message: [t`The spec has errors, so nothing is known of it.`, ...errors.slice(0, 1).map(messageOf)].join(" "),
    help: correct("expect-now"),
  }),
} satisfies TaskPart<"expect-now">;

/** Read with care: names of expectations that speak of a run, and numbers that can be one's. */
function readRun(run: unknown): MeasuredInRun {
  if (typeof run !== "object" || run === null) return {};
  return Object.fromEntries(
    Object.entries(run as Readonly<Record<string, unknown>>).flatMap(([name, value]): [string, number][] =>
      Object.hasOwn(EXPECTATIONS, name) &&
      "foundInRun" in EXPECTATIONS[name] &&
      typeof value === "number" &&
      Number.isFinite(value) &&
      value >= 0
        ? [[name, value]]
        : [],
    ),
  );
}

function messageOf({ message }: { readonly message: string }): string {
  return message;
}
