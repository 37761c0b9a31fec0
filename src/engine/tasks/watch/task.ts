/** Follows the file of a run, and tells what it is by now whenever a line has come. It ends when it is stopped. */
import type { WatchedRun } from "../../report/watch";
import type { Run } from "../task";
import { foldOf, type Fold } from "./fold";
import { follow } from "./follow";
import { readLine } from "./lines";
import { following, waitingFor } from "./words";

const NOTHING: ReturnType<Fold["run"]> = {
  optimizer: null,
  every: 1,
  lines: 0,
  step: null,
  leftOut: 0,
  recursion: "none",
  families: [],
  loss: { steps: [], values: [] },
};

export const watch: Run<"watch"> = function* ({ path }, _spec, { followFile }) {
  const file = followFile(path);
  let fold: Fold | null = null;
  let [number, unreadable, restarts] = [0, 0, 0];
  let firstUnreadable: number | null = null;
  const run = (): WatchedRun => ({
    file: file.name,
    state: fold === null ? "waiting" : "following",
    unreadable,
    firstUnreadable,
    restarts,
    ...(fold?.run() ?? NOTHING),
  });
  const cannot = (): void => {
    unreadable++;
    firstUnreadable ??= number;
  };
  const begin = (): void => {
    [fold, number, unreadable, firstUnreadable] = [null, 0, 0, null];
  };
  for (const found of follow(file)) {
    switch (found.kind) {
      case "restart":
        begin();
        restarts++;
        break;
      case "too-long":
        number++;
        cannot();
        break;
      case "line": {
        number++;
        const line = readLine(found.text);
        if (line.kind === "header") fold = foldOf(line.header);
        else if (line.kind === "step" && fold !== null) fold.add(line.step);
        else cannot();
        break;
      }
      case "pause":
        break;
    }
    yield { stage: fold === null ? waitingFor(file.name) : following(file.name), fraction: null, partial: run };
  }
  // A file is followed until the task is stopped.
  return { kind: "found", result: run() };
};
