/** Computes the change of the spec that cures a problem. */
import { cureSpec } from "./cure";
import { progressOf, type Run } from "../task";

export const cure: Run<"cure"> = function* (
  { cure: id, atOnce = false },
  { text, path },
  { openWeights, writeNewFiles },
) {
  const files = { openWeights, writeNewFiles: atOnce ? null : writeNewFiles };
  const result = yield* progressOf(cureSpec(text, { path, cure: id, ...files }));
  if (result.kind !== "edit") return result;
  const { edits, message, file } = result;
  return { kind: "found", result: { edits, message, ...(file === undefined ? {} : { file }) } };
};
