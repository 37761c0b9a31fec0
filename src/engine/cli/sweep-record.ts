/**
 * The record of a sweep: a file of JSON lines, the first one the spec it belongs to, then one line per finished run,
 * written as the run ends. So an interrupted sweep goes on where it stopped, whatever stopped it: a last line that was
 * torn off is passed over, and its run done again.
 */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import type { SweepOutcome } from "../report/sweep";
import { reasonOf } from "./files";
import { otherSpecsRecord } from "./words";

const KIND = "intrinsic-sweep";
const FORMAT = 1;
/** A hundred thousand runs take some ten megabytes. */
const LARGEST = 200_000_000;

export interface SweepRecord {
  /** The spec's text. */
  readonly text: string;
  readonly outcomes: readonly SweepOutcome[];
}

export type RecordReading =
  | { readonly kind: "record"; readonly record: SweepRecord }
  | { readonly kind: "none" }
  /** What is wrong with it, as a sentence. */
  | { readonly kind: "fault"; readonly reason: string };

/**
 * Creates the file at `place` (named `file` by the user), or opens one of the same spec and cuts off a torn last line.
 * Returns what is already done.
 */
export function openRecord(place: string, file: string, text: string): RecordReading {
  try {
    if (!existsSync(place) || statSync(place).size === 0) {
      writeFileSync(place, `${JSON.stringify({ kind: KIND, format: FORMAT, spec: hashOf(text), text })}\n`);
      return { kind: "record", record: { text, outcomes: [] } };
    }
    const reading = readRecord(place, file);
    if (reading.kind !== "record") return reading;
    if (hashOf(reading.record.text) !== hashOf(text))
      return {
        kind: "fault",
        reason: otherSpecsRecord(file),
      };
    const content = readFileSync(place, "utf8");
    const end = content.lastIndexOf("\n") + 1;
    if (end < content.length) truncateSync(place, Buffer.byteLength(content.slice(0, end)));
    return reading;
  } catch (error) {
    return { kind: "fault", reason: `cannot write ${file}: ${reasonOf(error)}` };
  }
}

export function appendOutcome(place: string, outcome: SweepOutcome): void {
  appendFileSync(place, `${JSON.stringify(outcome)}\n`);
}

/** What the record at `place`, named `file` by the user, holds. */
export function readRecord(place: string, file: string): RecordReading {
  let content: string;
  try {
    const { size } = statSync(place);
    if (size > LARGEST) return { kind: "fault", reason: `${file} has ${size} bytes; a record has at most ${LARGEST}.` };
    content = readFileSync(place, "utf8");
  } catch (error) {
    return { kind: "fault", reason: `cannot read ${file}: ${reasonOf(error)}` };
  }
  const lines = content.split("\n");
  const header = parsed(lines[0]);
  if (!isHeader(header)) return { kind: "fault", reason: `${file} is no record of a sweep.` };
  if (header.format !== FORMAT || header.spec !== hashOf(header.text))
    return { kind: "fault", reason: `${file} is a record of another version, or damaged.` };
  const outcomes: SweepOutcome[] = [];
  // What stands behind the last line break was torn off.
  for (const [i, line] of lines.slice(1, -1).entries()) {
    const outcome = parsed(line);
    if (isOutcome(outcome)) outcomes.push(outcome);
    else return { kind: "fault", reason: `${file}: line ${i + 2} is damaged. Remove it, and its run is done again.` };
  }
  return { kind: "record", record: { text: header.text, outcomes } };
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function parsed(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? "");
  } catch {
    return null;
  }
}

function isHeader(value: unknown): value is { format: number; spec: string; text: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === KIND &&
    "format" in value &&
    "spec" in value &&
    "text" in value &&
    typeof value.text === "string"
  );
}

function isOutcome(value: unknown): value is SweepOutcome {
  if (
    typeof value !== "object" ||
    value === null ||
    !("run" in value) ||
    !("value" in value) ||
    !("note" in value) ||
    !("exponent" in value)
  )
    return false;
  const isNumberOrNull = (x: unknown): boolean => x === null || (typeof x === "number" && Number.isFinite(x));
  return (
    Number.isInteger(value.run) &&
    Number(value.run) >= 0 &&
    isNumberOrNull(value.value) &&
    isNumberOrNull(value.exponent) &&
    (value.note === null || typeof value.note === "string")
  );
}
