/**
 * "Analyze" above the architecture and, as soon as it is known of this very text, the verdict beside it; above its section
 * what starts a task, as "Simulate", and what stops it while it runs; above `expect` what writes down what holds.
 */
import type { CodeLens, Range } from "vscode-languageserver";
import type { ASTNode, JSONDocument, PropertyASTNode } from "vscode-json-languageservice";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { EXPECT_NOW_COMMAND } from "../../protocol/messages";
import type { Lens } from "../../protocol/task";
import { TASK_NAMES, TASKS, type TaskName } from "../../protocol/tasks";
import { verdictOf } from "../../report/verdict";
import type { Session } from "../sessions";
import type { Feature } from "./feature";
import { lookUp } from "./feature";
import { t } from "../../findings/language";

export const codeLens: Feature = {
  capabilities: { codeLensProvider: { resolveProvider: false } },
  register: (connection, context) => [
    connection.onCodeLens(({ textDocument: { uri } }) =>
      context.guard("code lens", null, () => {
        const found = context.options().commands ? lookUp(context, uri) : null;
        if (found === null) return null;
        const architecture = placeOf("architecture", found.document, found.json);
        return [
          ...(architecture === null ? [] : analysisLenses(uri, architecture, context.sessions.get(uri) ?? null)),
          ...expectLenses(
            uri,
            placeOf("expect", found.document, found.json) ?? architecture,
            context.sessions.get(uri),
          ),
          ...TASK_NAMES.flatMap((task) => {
            const { lens } = TASKS[task];
            const range = lens === null ? null : lensPlace(lens, found.document, found.json);
            return range === null
              ? []
              : taskLenses(task, uri, range, context.tasks.running(task, uri), found.document.version);
          }),
        ];
      }),
    ),
  ],
};

/** `running`: the version it runs for. A run goes on while the text is edited; the new text can be run instead. */
function taskLenses(task: TaskName, uri: string, range: Range, running: number | null, version: number): CodeLens[] {
  const { lens, commands } = TASKS[task];
  if (lens === null || commands === null) return [];
  const of = (title: string, command: string): CodeLens => ({ range, command: { title, command, arguments: [uri] } });
  if (running === null) return [of(lens.start, commands.start)];
  const stop = of(lens.stop, commands.stop);
  return running === version || lens.startAnew === null ? [stop] : [stop, of(lens.startAnew, commands.start)];
}

function analysisLenses(uri: string, range: Range, session: Session | null): CodeLens[] {
  const lenses: CodeLens[] = [
    { range, command: { title: t`Analyze`, command: "intrinsic.analyze", arguments: [uri] } },
  ];
  const verdict = session === null ? null : lensTitle(session);
  if (verdict !== null)
    lenses.push({ range, command: { title: verdict, command: "intrinsic.showPanel", arguments: [uri] } });
  return lenses;
}

/** Above `expect`, or where the spec has none, beside its verdict: once there is a report to take it from. */
function expectLenses(uri: string, range: Range | null, session: Session | undefined): CodeLens[] {
  if (range === null || session?.state.kind !== "done") return [];
  return [{ range, command: { title: EXPECT_NOW, command: EXPECT_NOW_COMMAND, arguments: [uri] } }];
}

const EXPECT_NOW = t`Expect what holds now`;

function lensTitle({ state, report }: Session): string | null {
  switch (state.kind) {
    case "done":
      return verdictOf(state.result).short;
    case "failed":
      return t`analysis failed`;
    case "stopped":
      return t`cancelled`;
    case "running":
      return report === null ? null : verdictOf(report).short;
    case "invalid":
    case "stale":
      return null;
  }
}

function placeOf(key: string, document: TextDocument, json: JSONDocument): Range | null {
  const property = propertyOf(json.root, key);
  return property === null ? null : keyRange(property, key, document);
}

function lensPlace({ section, property }: Lens, document: TextDocument, json: JSONDocument): Range | null {
  if (property === undefined) return placeOf(section, document, json);
  const inner = propertyOf(propertyOf(json.root, section)?.valueNode, property);
  return inner === null ? null : keyRange(inner, property, document);
}

function propertyOf(node: ASTNode | undefined, key: string): PropertyASTNode | null {
  const found = node?.children?.find((child) => child.type === "property" && child.keyNode.value === key);
  return found?.type === "property" ? found : null;
}

function keyRange({ offset }: PropertyASTNode, key: string, document: TextDocument): Range {
  const start = document.positionAt(offset);
  return { start, end: { line: start.line, character: start.character + key.length + 2 } };
}
