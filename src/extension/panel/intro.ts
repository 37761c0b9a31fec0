/** What the four bases mean is explained in the first panel a user opens, and never again; only that is remembered. */
import type * as vscode from "vscode";

export interface Intro {
  /** The panel explains them now. */
  showing(): boolean;
  /** They were shown, and another panel does not show them. */
  shown(): void;
  /** They were read, or their panel was closed. */
  read(): void;
}

const KEY = "intrinsic.introShown";

export function createIntro(state: Pick<vscode.Memento, "get" | "update">): Intro {
  let showing = state.get(KEY) !== true;
  return {
    showing: () => showing,
    shown() {
      if (showing && state.get(KEY) !== true) void state.update(KEY, true);
    },
    read() {
      showing = false;
    },
  };
}
