/** Lists polynomial laws on request (one-off.ts): at most one listing per document, the newest request wins. */
import type { LawsResult } from "../analysis/discover-laws";
import { LARGEST_DEGREE } from "../analysis/discover-laws";
import type { Progress } from "../findings/progress";
import type { LawsAnswer } from "../protocol/messages";
import { createOneOffs, type OneOffHost } from "./one-off";

export interface ListingRequest {
  readonly uri: string;
  readonly documentVersion: number;
  readonly text: string;
  readonly path: string | null;
  readonly degree: number;
}

export interface LawListings {
  /** `onCancel` is given what to call when the user no longer wants it. */
  list(
    request: ListingRequest,
    progress: (progress: Progress) => void,
    onCancel: (cancel: () => void) => void,
  ): Promise<LawsAnswer>;
  dispose(): void;
}

export function createLawListings(host: OneOffHost): LawListings {
  const requests = createOneOffs(host);
  return {
    async list({ uri, documentVersion, text, path, degree }, progress, onCancel) {
      if (!Number.isInteger(degree) || degree < 1 || degree > LARGEST_DEGREE)
        return {
          kind: "refused",
          message: `Laws of degree ${String(degree)} cannot be listed.`,
          help: `Ask for a whole number from 1 to ${LARGEST_DEGREE}.`,
        };
      const outcome = await requests.run<"laws">(
        `listing the laws of ${uri}`,
        { type: "laws", degree },
        { text, path },
        { progress, onCancel },
      );
      return outcome.kind === "answer" ? answerTo(outcome.result, documentVersion) : outcome;
    },
    dispose: () => requests.dispose(),
  };
}

function answerTo(result: LawsResult, documentVersion: number): LawsAnswer {
  switch (result.kind) {
    case "listing":
      return { kind: "listing", text: result.text, documentVersion };
    case "refused":
      return { kind: "refused", message: result.reason, help: result.help };
    case "invalid": {
      const first = result.problems.find(({ severity }) => severity === "error");
      const why = first === undefined ? "" : ` ${first.message}`;
      return {
        kind: "refused",
        message: `The spec has errors, so there is no network to search.${why}`,
        help: "Correct what the Problems view lists, then run the command again.",
      };
    }
  }
}
