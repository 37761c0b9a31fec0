/** Files that last as long as the window: where no folder is open there is no storage of a workspace. No vscode in here. */
import type { RunFiles } from "./store";

export function memoryFiles(now: () => number = Date.now): RunFiles {
  const files = new Map<string, { readonly text: string; readonly modified: number }>();
  return {
    list: () =>
      Promise.resolve([...files].map(([name, { text, modified }]) => ({ name, bytes: text.length, modified }))),
    read: (name) => Promise.resolve(files.get(name)?.text ?? null),
    write: (name, text) => Promise.resolve(void files.set(name, { text, modified: now() })),
    remove: (name) => Promise.resolve(void files.delete(name)),
  };
}
