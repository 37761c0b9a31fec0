/** What the server does for each task besides running it. A task that asks for nothing and words nothing has no row. */
import type { TaskName } from "../../protocol/tasks";
import { analyze } from "./analyze";
import { audit } from "./audit";
import { cure } from "./cure";
import { expectNow } from "./expect-now";
import { exportStart } from "./export";
import { importModel } from "./import";
import { listLaws } from "./list-laws";
import type { TaskPart, TaskParts } from "./part";
import { simulate } from "./simulate";
import { sweep } from "./sweep";
import { watch } from "./watch";

const PARTS: TaskParts = {
  analyze,
  simulate,
  sweep,
  audit,
  import: importModel,
  "list-laws": listLaws,
  export: exportStart,
  cure,
  "expect-now": expectNow,
  watch,
};

export function partOf<N extends TaskName>(task: N): TaskPart<N> {
  return (PARTS as { readonly [K in TaskName]?: TaskPart<K> })[task] ?? {};
}
