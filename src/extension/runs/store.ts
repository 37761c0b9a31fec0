/**
 * Kept runs in files, one each: a line with the heading, a line with the text and the result. No vscode in here.
 *
 * Invariants: a file is written as a whole or not at all, and no two runs share one, so two windows of one workspace only
 * add to each other's runs. What cannot be read is told as such and stays until the user deletes it: the bounds count, and
 * take away, only what can be read.
 */
import type { Run, RunHeading, RunResult } from "../../engine/protocol/runs";
import { readBody, readHeading, writeRun } from "./format";
import { t } from "../../engine/findings/language";

/** Where runs are kept: the extension's storage, or memory. */
export interface RunFiles {
  list(): Promise<readonly RunFile[]>;
  /** `null`: there is no such file. */
  read(name: string): Promise<string | null>;
  /** As a whole or not at all. */
  write(name: string, text: string): Promise<void>;
  /** Nothing happens when it is gone already. */
  remove(name: string): Promise<void>;
}

export interface RunFile {
  readonly name: string;
  readonly bytes: number;
  /** In milliseconds since 1970. */
  readonly modified: number;
}

export type RunEntry =
  | { readonly kind: "run"; readonly id: string; readonly bytes: number; readonly heading: RunHeading }
  /** `why`: a sentence. */
  | { readonly kind: "unreadable"; readonly id: string; readonly bytes: number; readonly why: string };

export type RunFound =
  | { readonly kind: "run"; readonly run: Run }
  /** Why there is none, and what to do, for the user. */
  | { readonly kind: "missing"; readonly why: string };

export interface Bounds {
  readonly runs: number;
  readonly bytes: number;
}

export interface RunStore {
  /** The newest first; what cannot be read at the end. */
  list(): Promise<readonly RunEntry[]>;
  /** Keeps a run, and lets go of the oldest ones beyond the bounds; its id. */
  add(heading: RunHeading, text: string | null, result: RunResult): Promise<string>;
  find(id: string): Promise<RunFound>;
  /** The file as it is, for an export of what cannot be read; `null`: it is gone. */
  raw(id: string): Promise<string | null>;
  /** `false`: the run is gone or cannot be read. An empty name takes the user's name away. */
  rename(id: string, name: string): Promise<boolean>;
  remove(ids: readonly string[]): Promise<void>;
}

const BOUNDS: Bounds = { runs: 50, bytes: 50_000_000 };
const ENDING = ".run.json";
const GONE = t`This run is no longer there: it was deleted, perhaps in another window.`;

/** `newId`: never the same twice, in no window. */
export function createRunStore(files: RunFiles, newId: (at: number) => string, bounds = BOUNDS): RunStore {
  /** By the file's name, with what the file was when it was read. */
  const known = new Map<string, { readonly file: RunFile; readonly entry: RunEntry }>();
  let last: Promise<unknown> = Promise.resolve();
  /** One change after the other; a failed one does not stop the next. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };

  const entryOf = async (file: RunFile): Promise<RunEntry[]> => {
    const before = known.get(file.name);
    if (before !== undefined && before.file.bytes === file.bytes && before.file.modified === file.modified)
      return [before.entry];
    const id = file.name.slice(0, -ENDING.length);
    const entry = await read(files, file, id);
    if (entry !== null) known.set(file.name, { file, entry });
    return entry === null ? [] : [entry];
  };
  const list = async (): Promise<readonly RunEntry[]> => {
    const there = (await files.list()).filter(({ name }) => name.endsWith(ENDING));
    for (const name of known.keys()) if (!there.some((file) => file.name === name)) known.delete(name);
    const entries = (await Promise.all(there.map(entryOf))).flat();
    return entries.sort((a, b) => timeOf(b) - timeOf(a) || (a.id < b.id ? 1 : -1));
  };
  const trim = async (): Promise<void> => {
    let runs = 0;
    let bytes = 0;
    for (const entry of await list()) {
      if (entry.kind === "unreadable") continue;
      runs++;
      bytes += entry.bytes;
      if (runs > bounds.runs || bytes > bounds.bytes) await files.remove(`${entry.id}${ENDING}`);
    }
  };

  return {
    list,
    add: (heading, text, result) =>
      inTurn(async () => {
        const id = newId(heading.at);
        const whole = writeRun(heading, text, result);
        await files.write(
          `${id}${ENDING}`,
          byteLength(whole) <= bounds.bytes ? whole : writeRun(heading, text, tooLarge(byteLength(whole))),
        );
        await trim();
        return id;
      }),
    async find(id) {
      const text = await files.read(`${id}${ENDING}`);
      if (text === null) return { kind: "missing", why: GONE };
      const read = readHeading(text);
      if (read.kind === "unreadable") return { kind: "missing", why: read.why };
      const body = readBody(text);
      return body === null
        ? { kind: "missing", why: t`Its file is damaged: what it found cannot be read.` }
        : { kind: "run", run: { id, heading: read.heading, ...body } };
    },
    raw: (id) => files.read(`${id}${ENDING}`),
    rename: (id, name) =>
      inTurn(async () => {
        const text = await files.read(`${id}${ENDING}`);
        const read = text === null ? null : readHeading(text);
        const body = text === null ? null : readBody(text);
        if (read?.kind !== "heading" || body === null) return false;
        const heading = { ...read.heading, name: name.trim() === "" ? null : name.trim() };
        await files.write(`${id}${ENDING}`, writeRun(heading, body.text, body.result));
        return true;
      }),
    remove: (ids) =>
      inTurn(async () => {
        for (const id of ids) await files.remove(`${id}${ENDING}`);
      }),
  };
}

/** `null`: gone meanwhile. */
async function read(files: RunFiles, { name, bytes }: RunFile, id: string): Promise<RunEntry | null> {
  try {
    const text = await files.read(name);
    if (text === null) return null;
    const found = readHeading(text);
    return found.kind === "heading"
      ? { kind: "run", id, bytes, heading: found.heading }
      : { kind: "unreadable", id, bytes, why: found.why };
  } catch (error) {
    return { kind: "unreadable", id, bytes, why: t`Its file cannot be opened (${String(error)}).` };
  }
}

function timeOf(entry: RunEntry): number {
  return entry.kind === "run" ? entry.heading.at : -1;
}

function tooLarge(bytes: number): RunResult {
  return { kind: "none", why: t`What it found takes ${Math.round(bytes / 1e6)} MB, more than is kept of all runs.` };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
