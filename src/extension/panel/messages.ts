/**
 * What comes from the page is read with care: an unknown or broken message is `null` and ignored. No vscode in here.
 */
import { CURE_IDS } from "../../engine/findings/problem";
import {
  FILE_WISHES,
  type ExampleName,
  type FileWish,
  type FromPage,
  type PageState,
} from "../../engine/protocol/messages";
import { readFrameworkName } from "../../engine/protocol/frameworks";
import { readTaskName } from "../../engine/protocol/tasks";
import { readClaimedRun } from "../../engine/report/audit/run";

type Fields = Readonly<Record<string, unknown>>;

const EXAMPLES: readonly ExampleName[] = ["two-layer-relaxed-balanced", "relu-bias-skip", "train-two-layer"];
/** An id is also a file name. */
const RUN_ID = /^[\w-]{1,64}$/;
/** A code is also a file name: nothing but words, hyphens and single dots. */
const CODE = /^[a-z][a-z-]*(\.[a-z][a-z-]*)*$/;

export function readFromPage(value: unknown): FromPage | null {
  if (!isFields(value)) return null;
  switch (value["type"]) {
    case "ready":
    case "keepRun":
    case "dropRun":
    case "leaveRuns":
    case "restartEngine":
    case "introRead":
      return { type: value["type"] };
    case "start": {
      const task = readTaskName(value["task"]);
      if (task === null) return null;
      return "asked" in value ? { type: "start", task, asked: value["asked"] } : { type: "start", task };
    }
    case "stop": {
      const task = readTaskName(value["task"]);
      return task === null ? null : { type: "stop", task };
    }
    case "audit": {
      const [before, log] = [value["before"], value["log"]].map(readWish);
      if (before === null || log === null) return null;
      return { type: "audit", run: value["run"] === null ? null : readClaimedRun(value["run"]), before, log };
    }
    case "cure": {
      const cure = CURE_IDS.find((id) => id === value["cure"]);
      return cure === undefined ? null : { type: "cure", cure };
    }
    case "fix":
      return isRange(value["range"]) && typeof value["newText"] === "string"
        ? { type: "fix", range: value["range"], newText: value["newText"] }
        : null;
    case "pin":
      return typeof value["pinned"] === "boolean" ? { type: "pin", pinned: value["pinned"] } : null;
    case "reveal":
      return isRange(value["range"]) ? { type: "reveal", range: value["range"] } : null;
    case "openCode": {
      const code = value["code"];
      return typeof code === "string" && CODE.test(code) ? { type: "openCode", code } : null;
    }
    case "takeStart": {
      const to = readFrameworkName(value["to"]);
      return to === null ? null : { type: "takeStart", to };
    }
    case "openExample": {
      const name = EXAMPLES.find((example) => example === value["name"]);
      return name === undefined ? null : { type: "openExample", name };
    }
    case "compareSpecs": {
      const ids = value["runs"];
      return isIds(ids) ? { type: "compareSpecs", runs: ids } : null;
    }
    case "copy":
      return typeof value["text"] === "string" ? { type: "copy", text: value["text"] } : null;
    case "save":
      return readSave(value);
    default:
      return null;
  }
}

/** What the page kept through a reload; whatever of it cannot be read is left out. */
export function readPageState(value: unknown): Pick<PageState, "uri" | "pinned" | "runs"> {
  if (!isFields(value)) return { uri: null, pinned: false, runs: [] };
  const uri = typeof value["uri"] === "string" ? value["uri"] : null;
  return { uri, pinned: uri !== null && value["pinned"] === true, runs: isIds(value["runs"]) ? value["runs"] : [] };
}

function readSave({ suggestedName, content, encoding }: Fields): FromPage | null {
  if (typeof suggestedName !== "string" || typeof content !== "string") return null;
  if (encoding !== "utf8" && encoding !== "base64") return null;
  return { type: "save", suggestedName: fileName(suggestedName), content, encoding };
}

/** A name, never a path. */
function fileName(suggested: string): string {
  const name = suggested
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, "-")
    .replace(/^\.+/, "")
    .slice(0, 120);
  return name === "" ? "intrinsic" : name;
}

function readWish(value: unknown): FileWish | null {
  return FILE_WISHES.find((wish) => wish === value) ?? null;
}

function isIds(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string" && RUN_ID.test(one));
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function isRange(value: unknown): value is Extract<FromPage, { type: "reveal" }>["range"] {
  return isFields(value) && isPlace(value["start"]) && isPlace(value["end"]);
}

function isPlace(value: unknown): boolean {
  return isFields(value) && isIndex(value["line"]) && isIndex(value["character"]);
}

function isIndex(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
