/** The command “Expect What Holds Now”: writes into `expect` what is known of the spec and not expected yet. */
import type * as vscode from "vscode";
import { applyChange, type ApplyCureContext } from "../cures/apply-cure";
import { specName } from "../specs";
import type { TaskStore } from "../tasks/store";
import { measuredInRun } from "./measured";
import { expecting } from "./words";

export interface ExpectNowContext extends ApplyCureContext {
  readonly store: Pick<TaskStore, "get">;
}

export function expectNow(context: ExpectNowContext, spec: vscode.Uri): Promise<void> {
  return applyChange(context, spec, expecting(specName(spec)), ({ version }) => [
    "expect-now",
    { run: measuredInRun(context.store.get("simulate", spec.toString()), version) },
  ]);
}
