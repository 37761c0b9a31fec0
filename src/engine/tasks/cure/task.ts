/** Computes the change of the spec that cures a problem. */
import { cureSpec } from "./cure";
import { progressOf, type Run } from "../task";

export const cure: Run<"cure"> = function* ({ cure: id }, { text, path }) {
  const result = yield* progressOf(cureSpec(text, { path, cure: id }));
  if (result.kind !== "edit") return result;
  const { edits, message } = result;
  return { kind: "found", result: { edits, message } };
};
