/** The specs of the workspace as tests in VS Code's Test Explorer. Made after activation; the engine does the work. */
import * as vscode from "vscode";
import type { Engine } from "../engine/supervisor";
import { runTests } from "./run";
import { createTree } from "./tree";
import { checkProfile } from "./words";

export function createTesting(engine: Pick<Engine, "check" | "expectations">): vscode.Disposable {
  let owned: vscode.Disposable | null = null;
  const soon = setTimeout(() => {
    owned = begin(engine);
  }, 0);
  return {
    dispose() {
      clearTimeout(soon);
      owned?.dispose();
    },
  };
}

function begin(engine: Pick<Engine, "check" | "expectations">): vscode.Disposable {
  const controller = vscode.tests.createTestController("intrinsic", "Intrinsic");
  const tree = createTree(controller, engine);
  controller.resolveHandler = (item) => (item?.uri === undefined ? tree.ready() : tree.sync(item.uri));
  controller.refreshHandler = () => tree.discover();
  controller.createRunProfile(
    checkProfile(),
    vscode.TestRunProfileKind.Run,
    (request, token) => runTests({ controller, tree, engine }, request, token),
    true,
    undefined,
    true,
  );
  return vscode.Disposable.from(tree, controller);
}
