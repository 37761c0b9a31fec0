/** Files in the extension's storage of this workspace. */
import * as vscode from "vscode";
import type { RunFile, RunFiles } from "./store";

/** A file on its way; a window that ended meanwhile leaves it behind. */
const UNFINISHED = ".new";
/** In milliseconds: what is unfinished for so long is nobody's. */
const LEFT_BEHIND_AFTER = 24 * 3600 * 1000;

/** Nothing is made in `folder` before there is something to write. */
export function storageFiles(folder: vscode.Uri): RunFiles {
  const { fs } = vscode.workspace;
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
  const remove = (name: string): Promise<void> => unlessMissing(async () => fs.delete(at(name)), undefined);

  const found = async (name: string): Promise<RunFile[]> => {
    const stat = await unlessMissing<vscode.FileStat | null>(async () => fs.stat(at(name)), null);
    if (stat === null) return [];
    if (!name.endsWith(UNFINISHED)) return [{ name, bytes: stat.size, modified: stat.mtime }];
    if (Date.now() - stat.mtime > LEFT_BEHIND_AFTER) await remove(name);
    return [];
  };

  return {
    async list() {
      const names = await unlessMissing<[string, vscode.FileType][]>(async () => fs.readDirectory(folder), []);
      return (
        await Promise.all(names.filter(([, type]) => type === vscode.FileType.File).map(([name]) => found(name)))
      ).flat();
    },
    read: (name) =>
      unlessMissing<string | null>(async () => new TextDecoder().decode(await fs.readFile(at(name))), null),
    async write(name, text) {
      await fs.createDirectory(folder);
      const unfinished = `${name}.${crypto.randomUUID()}${UNFINISHED}`;
      try {
        await fs.writeFile(at(unfinished), new TextEncoder().encode(text));
        await fs.rename(at(unfinished), at(name), { overwrite: true });
      } catch (error) {
        await remove(unfinished).catch(() => undefined); // what went wrong first is what is told
        throw error;
      }
    },
    remove,
  };
}

async function unlessMissing<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return otherwise;
    throw error;
  }
}
