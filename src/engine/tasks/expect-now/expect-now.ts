/**
 * The expectations that hold now, written into the text. A value that is known exactly is expected as it is: a yes or
 * no, a word, a whole number. A number that was measured or predicted gets the room of its own uncertainty, and at least
 * one percent; what a run has measured gets an upper bound. What is not known, and what the text expects already, is left
 * alone.
 */
import { EXPECTATIONS } from "../../report/expectations";
import type { Expectation, FoundValue } from "../../report/expectation";
import type { Report } from "../../report/types";
import type { MeasuredInRun, TextChange } from "../../protocol/tasks";
import { listExpectations } from "../../spec/expectations";
import { addExpectations } from "../../spec/edit/expectations";
import { replacementFor } from "../../spec/edit/text-edit";
import type { Outcome } from "../task";
import { added, NOTHING_NEW, NO_SPEC } from "./words";

/** At least this share of a measured number stays open to both sides. */
const LEAST_ROOM = 0.01;
/** A measured bound is this many times what a run has shown: another platform rounds otherwise. */
const BOUND = 2;

/** `run`: what a simulation of this very text has measured. */
export function expectNow(text: string, report: Report, run: MeasuredInRun): Outcome<TextChange> {
  const there = new Set(listExpectations(text).entries.map(({ name }) => name));
  const news = Object.entries(EXPECTATIONS).flatMap(([name, row]): [string, string][] => {
    const json = there.has(name) ? null : "found" in row ? expected(row, row.found(report)) : bound(run, name);
    return json === null ? [] : [[name, json]];
  });
  if (news.length === 0) return NOTHING_NEW;
  const changed = addExpectations(text, new Map(news));
  const edit = changed === null ? null : replacementFor(text, changed);
  if (edit === null) return NO_SPEC;
  return { kind: "found", result: { edits: [edit], message: added(news.map(([name]) => name)) } };
}

/** As JSON; `null`: there is nothing to expect. */
function expected({ value: kind }: Expectation, { value, basis, residual = 0, low, high }: FoundValue): string | null {
  if (value === null || basis === "unknown") return null;
  if (typeof value !== "number") return JSON.stringify(value);
  if (!Number.isFinite(value)) return null;
  if (kind.is === "integer" || (basis !== "measured" && basis !== "predicted")) return JSON.stringify(value);
  const room = Math.max(residual, LEAST_ROOM * Math.abs(value));
  const [min, max] = [Math.min(value - room, low ?? value), Math.max(value + room, high ?? value)];
  return `{ "min": ${rounded(min, Math.floor)}, "max": ${rounded(max, Math.ceil)} }`;
}

function bound(run: MeasuredInRun, name: string): string | null {
  if (!Object.hasOwn(run, name)) return null;
  return String(rounded(BOUND * run[name], Math.ceil, 1));
}

/** To as many digits as a reader takes in, away from the value. */
function rounded(x: number, to: (x: number) => number, digits = 3): number {
  if (x === 0) return 0;
  const exponent = Math.floor(Math.log10(Math.abs(x))) - digits + 1;
  const near = Number(`${to(x * 10 ** -exponent)}e${exponent}`);
  return Number.isFinite(near) ? near : x;
}
