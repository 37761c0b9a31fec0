/** Audits the file of weights that a spec starts from, for whoever asks through a thread: an editor. */
import { NOTHING_CLAIMED } from "../../report/audit/facts";
import { readSpec } from "../../spec/read";
import { progressOf, type Run } from "../task";
import { auditCheckpoint } from "./audit";
import { noFileNamed } from "./words";

export const audit: Run<"audit"> = function* (_asked, { text, path }, { openWeights }) {
  const file = readSpec(text).initialization?.file;
  if (file === undefined) return { kind: "refused", ...noFileNamed };
  const opened = openWeights(file.path);
  if (opened.kind === "none") return { kind: "refused", reason: opened.why, help: opened.help };
  try {
    const outcome = yield* progressOf(
      auditCheckpoint(text, {
        path,
        file: { path: file.path, checkpoint: opened.checkpoint },
        before: null,
        log: null,
        loss: null,
        run: NOTHING_CLAIMED,
      }),
    );
    return outcome.kind === "audit" ? { kind: "found", result: outcome.result } : outcome;
  } finally {
    opened.close();
  }
};
