/** Where the runs of a workspace are kept. No vscode in here. */

/**
 * The storage of a workspace that all its windows share. VS Code gives a window that finds the storage taken, by another window or
 * by one that was killed, one of its own (`…/<workspace>-1/<extension>`, up to 9), in which no later window would look. `path`: that
 * of a window's storage.
 */
export function storageOfAllWindows(path: string): string {
  return path.replace(/(\/-?[0-9a-f]{6,})-[1-9](\/[^/]+)$/, "$1$2");
}
