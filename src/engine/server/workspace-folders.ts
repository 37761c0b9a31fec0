/** The folders the client works in: data files of a spec are read from the one it lies in. */
import type { Connection, InitializeParams } from "vscode-languageserver";

export interface WorkspaceFolders {
  /** The client has said which there are, when it started. */
  begin(params: Pick<InitializeParams, "workspaceFolders" | "rootUri" | "capabilities">): void;
  /** The innermost folder with this document in it, as a URI; `null`: it lies in none. */
  folderOf(uri: string): string | null;
}

export function watchWorkspaceFolders(connection: Connection): WorkspaceFolders {
  let folders: readonly string[] = [];
  let tellsChanges = false;
  connection.onInitialized(() => {
    if (!tellsChanges) return;
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = removed.map(({ uri }) => uri);
      folders = [...folders.filter((uri) => !gone.includes(uri)), ...added.map(({ uri }) => uri)];
    });
  });
  return {
    begin({ workspaceFolders, rootUri, capabilities }) {
      tellsChanges = capabilities.workspace?.workspaceFolders === true;
      folders = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri === null ? [] : [rootUri]);
    },
    folderOf: (uri) => innermost(uri, folders),
  };
}

export function innermost(uri: string, folders: readonly string[]): string | null {
  const around = folders.filter((folder) => uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`));
  return around.reduce<string | null>(
    (best, folder) => (best === null || folder.length > best.length ? folder : best),
    null,
  );
}
