/** What each task of protocol/tasks.ts does: one file, one row. */
import { analyze } from "./analyze/task";
import { check } from "./check/task";
import { audit } from "./audit/task";
import { importModel } from "./import/task";
import { cure } from "./cure/task";
import { expectNow } from "./expect-now/task";
import { exportStart } from "./export/task";
import { listLaws } from "./list-laws/task";
import { simulate } from "./simulate/task";
import { sweep } from "./sweep/task";
import { watch } from "./watch/task";
import type { Runs } from "./task";

export const RUNS: Runs = {
  analyze,
  simulate,
  sweep,
  audit,
  import: importModel,
  "list-laws": listLaws,
  export: exportStart,
  cure,
  check,
  "expect-now": expectNow,
  watch,
};
