/**
 * The JSON side of the editor features: our schema in vscode-json-languageservice, its validation off (readSpec does
 * that).
 */
import {
  getLanguageService,
  type JSONDocument,
  type JSONSchema,
  type LanguageService,
} from "vscode-json-languageservice";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { specSchema } from "../spec/schema";
import type { Sessions } from "./sessions";

export interface JsonSpecs {
  readonly service: LanguageService;
  /**
   * The parsed document; `null` where the recursive parser must not go (too large, too deep) or the document is not
   * open.
   */
  parsed(document: TextDocument): JSONDocument | null;
}

export function createJsonSpecs(sessions: Sessions): JsonSpecs {
  const service = getLanguageService({});
  service.configure({
    validate: false,
    allowComments: true,
    schemas: [{ uri: "intrinsic:///spec.schema.json", fileMatch: ["*"], schema: specSchema as unknown as JSONSchema }],
  });
  const cache = new WeakMap<TextDocument, { version: number; json: JSONDocument }>();
  return {
    service,
    parsed(document) {
      const session = sessions.get(document.uri);
      if (session === undefined || isBeyondUs(session.reading.problems)) return null;
      const known = cache.get(document);
      if (known !== undefined && known.version === document.version) return known.json;
      const json = service.parseJSONDocument(document);
      cache.set(document, { version: document.version, json });
      return json;
    },
  };
}

function isBeyondUs(problems: readonly { readonly code: string }[]): boolean {
  return problems.some(({ code }) => code === "spec.too-large" || code === "spec.too-deep");
}
