/** An editor feature: what it promises the client and how it answers. One file each, one row in index.ts. */
import type {
  ClientCapabilities,
  Connection,
  Disposable,
  ServerCapabilities,
  TextDocuments,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { JSONDocument } from "vscode-json-languageservice";
import type { JsonSpecs } from "../json-specs";
import type { Sessions } from "../sessions";
import type { ClientOptions, Settings } from "../settings";
import type { RequestPlace, TaskRunner } from "../task-runner";

export interface FeatureContext {
  readonly documents: TextDocuments<TextDocument>;
  readonly sessions: Sessions;
  readonly tasks: TaskRunner;
  /** The document as it stands. */
  readonly placeOf: (document: TextDocument) => RequestPlace;
  readonly json: JsonSpecs;
  readonly options: () => ClientOptions;
  readonly settings: () => Settings;
  /** What the client said it can do. */
  readonly client: () => ClientCapabilities;
  /** Runs a handler; should it throw, logs that and answers with the fallback. */
  readonly guard: Guard;
}

export type Guard = <T>(what: string, fallback: T, run: () => T | PromiseLike<T>) => Promise<T>;

export interface Feature {
  readonly capabilities: Partial<ServerCapabilities>;
  register(connection: Connection, context: FeatureContext): Disposable[];
}

/** The open document and its parse, when both are there. */
export function lookUp(context: FeatureContext, uri: string): { document: TextDocument; json: JSONDocument } | null {
  const document = context.documents.get(uri);
  const json = document === undefined ? null : context.json.parsed(document);
  return document === undefined || json === null ? null : { document, json };
}
