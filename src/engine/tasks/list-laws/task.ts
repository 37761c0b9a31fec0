/** Lists polynomial conservation laws, for whoever asks through a thread: an editor. */
import { t } from "../../findings/language";
import { discoverSpecLaws } from "./discover-laws";
import { progressOf, type Run } from "../task";

const WORDS = { degree: t`degree`, all: t`the command line lists them: intrinsic laws --all` };

export const listLaws: Run<"list-laws"> = function* ({ degree }, { text, path }) {
  const result = yield* progressOf(discoverSpecLaws(text, { path, degree, all: false, words: WORDS }));
  return result.kind === "listing" ? { kind: "found", result: { text: result.text } } : result;
};
