// The processes below one of ours. Reads /proc, so Linux only.
import { readFileSync, readdirSync } from "node:fs";

/** Ids of the processes started, directly or not, by `ancestor` whose command line contains `text`. */
export function descendants(ancestor, text = "") {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readProcess);
  const below = new Set([ancestor]);
  for (let before = 0; before < below.size;) {
    before = below.size;
    for (const { id, parent } of all) if (below.has(parent)) below.add(id);
  }
  below.delete(ancestor);
  return all.filter(({ id, command }) => below.has(id) && command.includes(text)).map(({ id }) => id);
}

function readProcess(name) {
  try {
    const [state, parent] = readFileSync(`/proc/${name}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    if (state === "Z") return [];
    return [
      {
        id: Number(name),
        parent: Number(parent),
        command: readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " "),
      },
    ];
  } catch {
    return []; // it ended meanwhile
  }
}
