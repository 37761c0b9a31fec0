/** The file of a kept run: a line of JSON with the heading, a line with the text and the result. No vscode in here. */
import { isRunTask, type Run, type RunHeading, type RunResult } from "../../engine/protocol/runs";
import { readTaskName } from "../../engine/protocol/tasks";
import { otherFormat } from "./words";
import { t } from "../../engine/findings/language";

/** Raised when a field changes its meaning. */
const FORMAT = 1;

export type HeadingRead =
  | { readonly kind: "heading"; readonly heading: RunHeading }
  /** `why`: a sentence. */
  | { readonly kind: "unreadable"; readonly why: string };

type Fields = Readonly<Record<string, unknown>>;

export function writeRun(heading: RunHeading, text: string | null, result: RunResult): string {
  const body = JSON.stringify({ text, result });
  return `${JSON.stringify({ format: FORMAT, ...heading, bodyLength: body.length })}\n${body}\n`;
}

/** Reads the first line, and sees whether the rest is whole. */
export function readHeading(file: string): HeadingRead {
  const end = file.indexOf("\n");
  const fields = parse(end < 0 ? file : file.slice(0, end));
  if (fields === null) return unreadable(t`Its file is damaged.`);
  const { format } = fields;
  if (typeof format !== "number") return unreadable(t`Its file is damaged.`);
  if (format !== FORMAT) return unreadable(otherFormat(format, FORMAT));
  const heading = headingOf(fields);
  if (heading === null) return unreadable(t`Its file is damaged: the heading lacks what every run has.`);
  return file.length - end - 2 === fields["bodyLength"]
    ? { kind: "heading", heading }
    : unreadable(t`Its file is damaged: it was cut off or changed.`);
}

/** The second line; `null`: it cannot be read. */
export function readBody(file: string): Pick<Run, "text" | "result"> | null {
  const fields = parse(file.slice(file.indexOf("\n") + 1));
  if (fields === null) return null;
  const { text, result } = fields;
  if ((text !== null && typeof text !== "string") || !isResult(result)) return null;
  return { text, result };
}

function headingOf(fields: Fields): RunHeading | null {
  const { at, title, name, spec, documentVersion, changed, outcome, protocol, storedBy } = fields;
  const task = readTaskName(fields["task"]);
  if (task === null || !isRunTask(task) || typeof at !== "number" || typeof title !== "string") return null;
  if (typeof spec !== "string" || typeof documentVersion !== "number" || typeof outcome !== "string") return null;
  if (typeof protocol !== "number" || typeof storedBy !== "string") return null;
  if (!isTextOrNull(name) || !isTextOrNull(changed)) return null;
  return { task, at, title, name, spec, documentVersion, changed, outcome, protocol, storedBy };
}

/** Its kind and what that kind must have; what is inside is as it was written, or the body's length would differ. */
function isResult(value: unknown): value is RunResult {
  if (!isFields(value)) return false;
  switch (value["kind"]) {
    case "report":
      return isFields(value["report"]);
    case "trajectory":
      return isFields(value["trajectory"]);
    case "sweep":
      return isFields(value["sweep"]);
    case "listing":
      return typeof value["text"] === "string";
    case "none":
      return typeof value["why"] === "string";
    default:
      return false;
  }
}

function parse(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

function unreadable(why: string): HeadingRead {
  return { kind: "unreadable", why };
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
