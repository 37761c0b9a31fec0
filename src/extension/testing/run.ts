/** Runs tests: each spec's expectations are checked by the engine at once, and what it says is put at their places. */
import * as vscode from "vscode";
import type { Engine } from "../engine/supervisor";
import { isSpec, specName, toRange } from "../specs";
import { countsOf, toldOf, type Told } from "./outcome";
import { inTurns, selectedOf, type Selected } from "./selection";
import { textOf } from "./texts";
import type { TestTree } from "./tree";
import { outcomeLine, unreadable } from "./words";

export interface RunContext {
  readonly controller: vscode.TestController;
  readonly tree: TestTree;
  readonly engine: Pick<Engine, "check">;
}

/** The engine does as many at the same time, and lets others wait. */
const AT_ONCE = 2;

/** Runs what was asked for, or with “run on save” whatever of it is saved until the token ends it. */
export async function runTests(
  context: RunContext,
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken,
): Promise<void> {
  await context.tree.ready();
  if (request.continuous !== true) return runOnce(context, request, () => true, token);
  const listener = vscode.workspace.onDidSaveTextDocument(async (document) => {
    if (!isSpec(document)) return;
    const id = document.uri.toString();
    await context.tree.sync(document.uri);
    if (!token.isCancellationRequested) await runOnce(context, request, (spec) => spec.id === id, token);
  });
  token.onCancellationRequested(() => listener.dispose());
}

async function runOnce(
  { controller, engine }: RunContext,
  request: vscode.TestRunRequest,
  isWanted: (spec: vscode.TestItem) => boolean,
  token: vscode.CancellationToken,
): Promise<void> {
  const all = [...controller.items].map(([, item]) => item);
  const selected = selectedOf(request.include ?? all, request.exclude ?? []).filter(({ spec }) => isWanted(spec));
  if (selected.length === 0) return;
  const run = controller.createTestRun(request);
  const ended = new vscode.CancellationTokenSource();
  const heard = [token, run.token].map((one) => one.onCancellationRequested(() => ended.cancel()));
  try {
    for (const { expectations } of selected) expectations.forEach((item) => run.enqueued(item));
    await inTurns(selected, AT_ONCE, (one) => checkOne(run, engine, one, ended.token));
  } finally {
    run.end();
    vscode.Disposable.from(...heard, ended).dispose();
  }
}

async function checkOne(
  run: vscode.TestRun,
  engine: Pick<Engine, "check">,
  { spec, expectations }: Selected<vscode.TestItem>,
  token: vscode.CancellationToken,
): Promise<void> {
  const { uri } = spec;
  if (uri === undefined) return;
  const names = expectations.map(({ id }) => id);
  const started = Date.now();
  expectations.forEach((item) => run.started(item));
  const answer = token.isCancellationRequested
    ? ({ kind: "cancelled" } as const)
    : await textOf(uri).then(
        (text) => engine.check(uri.toString(), text, token),
        (error: unknown) => ({ kind: "refused", message: unreadable(error), help: "" }) as const,
      );
  const told = toldOf(answer, names);
  told.forEach(([, one], index) => tell(run, expectations[index], uri, one, Date.now() - started));
  run.appendOutput(`${outcomeLine(specName(uri), countsOf(told.map(([, one]) => one)))}\r\n`);
}

function tell(run: vscode.TestRun, item: vscode.TestItem, uri: vscode.Uri, told: Told, milliseconds: number): void {
  switch (told.kind) {
    case "passed":
      return run.passed(item, milliseconds);
    case "skipped":
      return run.skipped(item);
    case "failed": {
      const message = vscode.TestMessage.diff(told.message, told.expected, told.found);
      message.location = new vscode.Location(uri, toRange(told.range));
      return run.failed(item, message, milliseconds);
    }
    case "errored": {
      const message = new vscode.TestMessage(told.message);
      const range = told.range === null ? item.range : toRange(told.range);
      if (range !== undefined) message.location = new vscode.Location(uri, range);
      return run.errored(item, message, milliseconds);
    }
  }
}
