/** `intrinsic sweep`: runs a spec's sweep on all cores, or one share of it; joins the shares' records. */
import { availableParallelism } from "node:os";
import path from "node:path";
import { foldSweep } from "../tasks/sweep/fold";
import { tooLongFor } from "../tasks/sweep/cost";
import { planSweep, type SweepPlan } from "../tasks/sweep/plan";
import { counted } from "../findings/words";
import { problemLine } from "../report/problem-line";
import { withoutNumber, type SweepOutcome, type SweepResult } from "../report/sweep";
import type { Writer } from "../report/writers";
import { startPool } from "../worker/pool";
import { threadStarter } from "../worker/thread/node";
import { readFile } from "./files";
import { mayWrite, writeDocument } from "./output";
import { progressLine } from "./progress";
import { placeOf, say, type Terminal } from "./terminal";
import { appendOutcome, hashOf, openRecord, readRecord } from "./sweep-record";

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

export interface SweepOptions {
  readonly file: string;
  readonly writer: Writer;
  readonly out: string | null;
  readonly record: string | null;
  readonly shard: Shard | null;
  /** Threads; `null`: one for each core. */
  readonly jobs: number | null;
  /** Begins what is estimated to take hours. */
  readonly patient: boolean;
}

/** Resolves to the exit code. */
export async function sweepFile(
  terminal: Terminal,
  { file, writer, out, record, shard, jobs, patient }: SweepOptions,
): Promise<number> {
  if (!mayWrite(terminal, out, [file, ...(record === null ? [] : [record])]) || !mayWrite(terminal, record, [file]))
    return 2;
  const text = readFile(terminal, file);
  if (text === null) return 2;
  const plan = planOf(terminal, file, text);
  if (plan === null) return 2;
  const tooLong = patient ? null : tooLongFor(plan);
  if (tooLong !== null) return complain(terminal, `${file}: ${tooLong.reason} ${tooLong.help}`);
  const opened = record === null ? null : openRecord(placeOf(terminal, record), record, text);
  if (opened !== null && opened.kind !== "record")
    return complain(terminal, opened.kind === "fault" ? opened.reason : `${String(record)} cannot be used`);
  const outcomes = [...(opened?.record.outcomes ?? [])];
  const own = ownRuns(plan.sweep.runs, shard);
  const done = new Set(outcomes.map(({ run }) => run));
  const left = own.filter((run) => !done.has(run));
  if (done.size > 0)
    say(terminal, `${counted(own.length - left.length, "run", "runs")} of ${own.length} are in the record already`);
  const ended = await runAll(terminal, file, text, left, jobs, (outcome) => {
    outcomes.push(outcome);
    if (record !== null) appendOutcome(placeOf(terminal, record), outcome);
  });
  if (ended === "interrupted") {
    const kept =
      record === null
        ? "nothing was recorded: name a --record FILE to be able to go on"
        : "the same command goes on from here";
    return complain(
      terminal,
      `interrupted after ${own.length - left.length + outcomes.length - done.size} of ${own.length} runs; ${kept}`,
      1,
    );
  }
  return finish(terminal, foldSweep(plan, outcomes), writer, out);
}

/** Joins records of one spec. Resolves to the exit code. */
export function mergeSweep(terminal: Terminal, records: readonly string[], writer: Writer, out: string | null): number {
  if (!mayWrite(terminal, out, records)) return 2;
  const read = [];
  for (const file of records) {
    const reading = readRecord(placeOf(terminal, file), file);
    if (reading.kind !== "record")
      return complain(terminal, reading.kind === "fault" ? reading.reason : `${file} is empty`);
    read.push({ file, ...reading.record });
  }
  const [first] = read;
  const other = read.find(({ text }) => hashOf(text) !== hashOf(first.text));
  if (other !== undefined) return complain(terminal, `${other.file} is the record of another spec than ${first.file}`);
  const plan = planOf(terminal, first.file, first.text);
  return plan === null
    ? 2
    : finish(
        terminal,
        foldSweep(
          plan,
          read.flatMap(({ outcomes }) => outcomes.filter(({ run }) => run < plan.sweep.runs)),
        ),
        writer,
        out,
      );
}

/** 1 when some runs have no number, or are missing. */
function finish(terminal: Terminal, result: SweepResult, writer: Writer, out: string | null): number {
  if (!writeDocument(terminal, writer, { kind: "sweep", result }, out)) return 2;
  return result.finished === result.runs && result.without === 0 ? 0 : 1;
}

function planOf(terminal: Terminal, file: string, text: string): SweepPlan | null {
  const planned = planSweep(text);
  if (planned.kind === "plan") return planned.plan;
  if (planned.kind === "invalid")
    for (const problem of planned.problems) terminal.error(`${problemLine(file, problem)}\n`);
  else complain(terminal, `${file}: ${planned.reason} ${planned.help}`);
  return null;
}

/** Run by run in turn, so that every share has its part of the long ones. */
function ownRuns(runs: number, shard: Shard | null): number[] {
  return Array.from({ length: runs }, (_, run) => run).filter(
    (run) => shard === null || run % shard.of === shard.index - 1,
  );
}

function runAll(
  terminal: Terminal,
  file: string,
  text: string,
  left: readonly number[],
  jobs: number | null,
  outcome: (outcome: SweepOutcome) => void,
): Promise<"finished" | "interrupted"> {
  const progress = progressLine(terminal, file);
  let count = 0;
  return new Promise((resolve) => {
    if (left.length === 0) return resolve("finished");
    const end = (how: "finished" | "interrupted"): void => {
      process.off("SIGINT", interrupt);
      process.off("SIGTERM", interrupt);
      progress.clear();
      resolve(how);
    };
    const tell = (one: SweepOutcome): void => {
      outcome(one);
      progress.show({ stage: `run ${++count} of ${left.length}`, fraction: count / left.length });
    };
    const pool = startPool({
      task: "sweep",
      asked: {},
      startWorker: threadStarter(path.join(terminal.programs, "worker.js")),
      threads: jobs ?? availableParallelism(),
      runs: left,
      text,
      path: placeOf(terminal, file),
      folder: terminal.folder,
      piece: (_run, one) => tell(one),
      lost: (run, why) => tell(withoutNumber(run, why)),
      finished: () => end("finished"),
      log: (line) => say(terminal, line),
    });
    const interrupt = (): void => {
      pool.stop();
      end("interrupted");
    };
    process.on("SIGINT", interrupt);
    process.on("SIGTERM", interrupt);
  });
}

function complain(terminal: Terminal, what: string, code = 2): number {
  say(terminal, what);
  return code;
}
