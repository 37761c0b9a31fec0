/** "Analyze" above the architecture and, once this very text is analysed, the verdict beside it. */
import type { CodeLens, Range } from "vscode-languageserver";
import type { JSONDocument } from "vscode-json-languageservice";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { AnalysisState } from "../../protocol/messages";
import { verdictOf } from "../../report/verdict";
import type { Feature } from "./feature";
import { lookUp } from "./feature";

export const codeLens: Feature = {
  capabilities: { codeLensProvider: { resolveProvider: false } },
  register: (connection, context) => [
    connection.onCodeLens(({ textDocument: { uri } }) =>
      context.guard("code lens", null, () => {
        const found = context.options().commands ? lookUp(context, uri) : null;
        const range = found && architectureRange(found.document, found.json);
        if (range === null) return null;
        return lensesFor(uri, range, context.sessions.get(uri)?.state ?? null);
      }),
    ),
  ],
};

export function lensesFor(uri: string, range: Range, state: AnalysisState | null): CodeLens[] {
  const lenses: CodeLens[] = [{ range, command: { title: "Analyze", command: "intrinsic.analyze", arguments: [uri] } }];
  const verdict = state === null ? null : lensTitle(state);
  if (verdict !== null)
    lenses.push({ range, command: { title: verdict, command: "intrinsic.showPanel", arguments: [uri] } });
  return lenses;
}

function lensTitle(state: AnalysisState): string | null {
  switch (state.kind) {
    case "done":
      return verdictOf(state.report).short;
    case "failed":
      return "analysis failed";
    case "cancelled":
      return "cancelled";
    case "invalid":
    case "stale":
    case "running":
      return null;
  }
}

function architectureRange(document: TextDocument, json: JSONDocument): Range | null {
  const property = json.root?.children?.find(
    (child) => child.type === "property" && child.keyNode.value === "architecture",
  );
  if (property === undefined) return null;
  const start = document.positionAt(property.offset);
  return { start, end: { line: start.line, character: start.character + '"architecture"'.length } };
}
