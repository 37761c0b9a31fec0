/** Takes a start to a framework, for an editor: two new files beside the spec. */
import { progressOf, type Run } from "../task";
import { exportSpec } from "./export";

export const exportStart: Run<"export"> = function* ({ to }, { text, path }, { openWeights, writeNewFiles }) {
  const made = yield* progressOf(exportSpec(text, { path, to, openWeights }));
  if (made.kind !== "start") return made;
  const written = yield* writeNewFiles(made.files);
  if (written.kind === "none") return { kind: "refused", reason: written.why, help: written.help };
  const { weights, text: code } = made.files;
  const { folder } = written;
  return {
    kind: "found",
    result: { folder, code: code?.name ?? "", weights: weights.name, missing: made.missing },
  };
};
