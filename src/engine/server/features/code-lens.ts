/**
 * "Analyze" above the architecture and, once this very text is analysed, the verdict beside it; above the training
 * "Simulate", and "Stop" while it runs; above the sweep the same.
 */
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
        if (found === null) return null;
        const architecture = placeOf("architecture", found.document, found.json);
        const training = placeOf("training", found.document, found.json);
        const sweep = placeOf("sweep", found.document, found.json);
        return [
          ...(architecture === null ? [] : analysisLenses(uri, architecture, context.sessions.get(uri)?.state ?? null)),
          ...(training === null
            ? []
            : simulationLenses(uri, training, context.simulations.running(uri), found.document.version)),
          ...(sweep === null ? [] : [sweepLens(uri, sweep, context.sweeps.running(uri))]),
        ];
      }),
    ),
  ],
};

/**
 * `running`: the version that is being simulated. A run goes on while the text is edited; the new text can be run
 * instead.
 */
function simulationLenses(uri: string, range: Range, running: number | null, version: number): CodeLens[] {
  const simulate = { range, command: { title: "Simulate", command: "intrinsic.simulate", arguments: [uri] } };
  const stop = { range, command: { title: "Stop", command: "intrinsic.stopSimulation", arguments: [uri] } };
  if (running === null) return [simulate];
  return running === version
    ? [stop]
    : [stop, { ...simulate, command: { ...simulate.command, title: "Simulate the new text" } }];
}

function sweepLens(uri: string, range: Range, running: number | null): CodeLens {
  return {
    range,
    command:
      running === null
        ? { title: "Sweep", command: "intrinsic.sweep", arguments: [uri] }
        : { title: "Stop the sweep", command: "intrinsic.stopSweep", arguments: [uri] },
  };
}

function analysisLenses(uri: string, range: Range, state: AnalysisState | null): CodeLens[] {
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

function placeOf(key: string, document: TextDocument, json: JSONDocument): Range | null {
  const property = json.root?.children?.find((child) => child.type === "property" && child.keyNode.value === key);
  if (property === undefined) return null;
  const start = document.positionAt(property.offset);
  return { start, end: { line: start.line, character: start.character + key.length + 2 } };
}
