/** Where the files of a spec lie: beside it, and within its workspace's folder. */
import { realpathSync } from "node:fs";
import path from "node:path";
import { isInside } from "../../checkpoint/node";

/** Links resolved. */
export interface SpecFolders {
  /** The spec's own: relative names start here. */
  readonly home: string;
  /** Nothing outside is read or written: the workspace's, or, of a spec that lies in none, its own. */
  readonly root: string;
}

/** `folder`: the workspace's; `null`: there is none. Throws what the system says when there is no such folder. */
export function specFolders(spec: string, folder: string | null): SpecFolders {
  const home = path.dirname(realpathSync(spec));
  const allowed = folder === null ? home : realpathSync(folder);
  return { home, root: isInside(home, allowed) ? allowed : home };
}
