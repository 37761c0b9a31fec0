/** Computes cures on request (one-off.ts): at most one of a kind per document, the newest request wins. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { CureResult } from "../analysis/cure";
import { CURE_IDS, type CureId } from "../findings/problem";
import type { CureAnswer } from "../protocol/messages";
import { createOneOffs, type Hooks, type OneOffHost } from "./one-off";

export interface Cures {
  /** The change of this very text; the answer carries its version. */
  compute(document: TextDocument, path: string | null, cure: CureId, hooks: Hooks): Promise<CureAnswer>;
  dispose(): void;
}

export function createCures(host: OneOffHost): Cures {
  const requests = createOneOffs(host);
  return {
    async compute(document, path, cure, hooks) {
      const { uri, version } = document;
      const outcome = await requests.run<"cure">(
        `the cure ${cure} of ${uri}`,
        { type: "cure", cure },
        { text: document.getText(), path },
        hooks,
      );
      return outcome.kind === "answer" ? answerTo(outcome.result, version) : outcome;
    },
    dispose: () => requests.dispose(),
  };
}

/** Read with care: any client may ask. */
export function readCureId(value: unknown): CureId | null {
  return CURE_IDS.find((id) => id === value) ?? null;
}

function answerTo(result: CureResult, documentVersion: number): CureAnswer {
  switch (result.kind) {
    case "edit":
      return { kind: "edit", edits: result.edits, message: result.message, documentVersion };
    case "refused":
      return { kind: "refused", message: result.reason, help: result.help };
    case "invalid":
      return {
        kind: "refused",
        message: "The spec has errors, so there is nothing to start from.",
        help: "Correct what the Problems view lists, then try again.",
      };
  }
}
