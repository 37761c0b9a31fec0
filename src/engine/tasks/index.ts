/** What each task of protocol/tasks.ts does: one file, one row. */
import { analyze } from "./analyze";
import { cure } from "./cure";
import { listLaws } from "./list-laws";
import { simulate } from "./simulate";
import { sweep } from "./sweep";
import type { Runs } from "./task";

export const RUNS: Runs = { analyze, simulate, sweep, "list-laws": listLaws, cure };
