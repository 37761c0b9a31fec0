/**
 * The quick fixes of problems: a word that may be written instead is there at once; what a cure's action changes is computed when it is chosen, in a thread,
 * against the version of the text it was offered for; a client that cannot ask again gets the changes at once.
 */
import type { Range as LspRange } from "vscode-languageserver";
import {
  CodeActionKind,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionParams,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { CureId, Problem } from "../../findings/problem";
import { TELL_COMMAND, type Telling } from "../../protocol/messages";
import type { TextChange } from "../../protocol/tasks";
import { toDiagnostic } from "../diagnostics";
import { readCureId } from "../tasks/cure";
import type { Feature, FeatureContext } from "./feature";
import { t } from "../../findings/language";

export const codeActions: Feature = {
  capabilities: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: true } },
  register: (connection, context) => [
    connection.onCodeAction((params, token) =>
      context.guard("code actions", null, async () => {
        const actions = offered(params, context);
        if (canResolve(context.client())) return actions;
        const whole: CodeAction[] = [];
        for (const action of actions) {
          if (action.edit !== undefined) {
            whole.push(action);
            continue;
          }
          const resolved = await resolve(action, context, token, true);
          if (!(resolved instanceof ResponseError) && resolved.edit !== undefined) whole.push(resolved);
        }
        return whole;
      }),
    ),
    connection.onCodeActionResolve(
      (action, token) =>
        context.guard<CodeAction | ResponseError>("code action", action, () =>
          resolve(action, context, token),
        ) as Promise<CodeAction>,
    ),
  ],
};

/** What an action carries from offer to choice. */
interface Offer {
  readonly uri: string;
  readonly version: number;
  readonly cure: CureId;
}

function offered(
  { textDocument: { uri }, range, context: asked }: CodeActionParams,
  context: FeatureContext,
): CodeAction[] {
  const session = context.sessions.get(uri);
  const wanted = asked.only === undefined || asked.only.some((kind) => CodeActionKind.QuickFix.startsWith(kind));
  if (session === undefined || !wanted || session.version !== context.documents.get(uri)?.version) return [];
  return session.problems
    .filter((problem) => touches(problem.range, range))
    .flatMap((problem) => [
      ...fixesOf(problem, { uri, version: session.version }, context),
      ...actionsFor(problem, { uri, version: session.version }, context),
    ]);
}

/** What is known with the problem is there at once. */
function fixesOf(problem: Problem, at: Omit<Offer, "cure">, context: FeatureContext): CodeAction[] {
  return (problem.fixes ?? []).map(({ title, range, newText, same }, index) => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(problem, at.uri, context.options(), context.client())],
    ...(index === 0 && same ? { isPreferred: true } : {}),
    edit: workspaceEdit(at, { edits: [{ range, newText }] }, context.client()),
  }));
}

/**
 * The command is there from the beginning, still without its words: VS Code may drop one that comes only when resolved.
 */
function actionsFor(problem: Problem, at: Omit<Offer, "cure">, context: FeatureContext): CodeAction[] {
  const { commands } = context.options();
  return (problem.cures ?? []).map(({ id, title }, index) => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [toDiagnostic(problem, at.uri, context.options(), context.client())],
    ...(index === 0 ? { isPreferred: true } : {}),
    ...(commands ? { command: { title: SAYING, command: TELL_COMMAND } } : {}),
    data: { ...at, cure: id } satisfies Offer,
  }));
}

/** `atOnce`: before it is chosen. */
async function resolve(
  action: CodeAction,
  context: FeatureContext,
  token: CancellationToken,
  atOnce = false,
): Promise<CodeAction | ResponseError> {
  const offer = readOffer(action.data);
  const document = offer === null ? undefined : context.documents.get(offer.uri);
  if (offer === null || document === undefined || document.version !== offer.version)
    return failed(context, action, CHANGED);
  const answer = await context.tasks.ask(
    "cure",
    context.placeOf(document),
    atOnce ? { cure: offer.cure, atOnce } : { cure: offer.cure },
    {
      progress: () => undefined,
      onCancel: (cancel) => void (token.isCancellationRequested ? cancel() : token.onCancellationRequested(cancel)),
    },
  );
  switch (answer.kind) {
    case "done":
      return {
        ...action,
        edit: workspaceEdit(document, answer.result, context.client()),
        ...telling(context, { kind: "done", message: answer.result.message }),
      };
    case "refused":
      return failed(context, action, `${answer.message} ${answer.help}`);
    case "cancelled":
      return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
  }
}

const CHANGED = t`The spec has changed since this was offered. Wait for the analysis, then choose it again.`;

/** A client of ours says it in its own way; another one is told by an error. */
function failed(context: FeatureContext, action: CodeAction, message: string): CodeAction | ResponseError {
  return context.options().commands
    ? { ...action, ...telling(context, { kind: "cannot", message }) }
    : new ResponseError(LSPErrorCodes.RequestFailed, message);
}

function telling(context: FeatureContext, told: Telling): Pick<CodeAction, "command"> {
  return context.options().commands ? { command: { title: SAYING, command: TELL_COMMAND, arguments: [told] } } : {};
}

const SAYING = t`Say what was done`;

function workspaceEdit(
  { uri, version }: Pick<TextDocument, "uri" | "version">,
  { edits }: Pick<TextChange, "edits">,
  client: ClientCapabilities,
): WorkspaceEdit {
  if (client.workspace?.workspaceEdit?.documentChanges !== true) return { changes: { [uri]: [...edits] } };
  return { documentChanges: [{ textDocument: { uri, version }, edits: [...edits] }] };
}

function canResolve(client: ClientCapabilities): boolean {
  const { dataSupport, resolveSupport } = client.textDocument?.codeAction ?? {};
  return dataSupport === true && resolveSupport?.properties.includes("edit") === true;
}

function touches(a: Problem["range"], b: LspRange): boolean {
  const before = (p: LspRange["start"], q: LspRange["start"]): boolean =>
    p.line < q.line || (p.line === q.line && p.character < q.character);
  return !before(a.end, b.start) && !before(b.end, a.start);
}

function readOffer(data: unknown): Offer | null {
  if (typeof data !== "object" || data === null) return null;
  const { uri, version, cure } = data as Readonly<Record<string, unknown>>;
  const id = readCureId(cure);
  return typeof uri === "string" && typeof version === "number" && id !== null ? { uri, version, cure: id } : null;
}
