/** Names of files from what a run is called. No vscode in here. */

const LONGEST = 100;

/** A name, never a path. */
export function fileNameOf(label: string): string {
  return label.replace(/[\\/:*?"<>|\p{Cc}]/gu, "-").slice(0, LONGEST);
}
