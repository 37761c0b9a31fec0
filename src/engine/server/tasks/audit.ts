/** Audits: beside which earlier file and which log, and what is claimed of the run. */
import { readClaimedRun, wrongNumber } from "../../report/audit/run";
import { readChosenFile } from "./chosen";
import type { TaskPart } from "./part";
import { lookedUp, t } from "../../findings/language";

export const audit = {
  read(asked) {
    const said = typeof asked === "object" && asked !== null ? (asked as Readonly<Record<string, unknown>>) : {};
    const run = readClaimedRun(said["run"]);
    const wrong = wrongNumber(run);
    return wrong === null
      ? {
          kind: "asked",
          asked: { before: readChosenFile(said["before"]), log: readChosenFile(said["log"]), run },
        }
      : {
          kind: "refused",
          message: t`No run has such a number: ${wrong.name} is ${lookedUp(wrong.should)}.`,
          help: t`Correct it, then audit again.`,
        };
  },
} satisfies TaskPart<"audit">;
