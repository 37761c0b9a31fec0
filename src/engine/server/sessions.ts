/**
 * One session per open document: its text is read at once, its analysis follows after a pause, and what is told to the
 * client always speaks of the newest text.
 */
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Effort } from "../findings/progress";
import type { Problem } from "../findings/problem";
import type { SimulationResult } from "../analysis/simulate";
import type { AnalysisState } from "../protocol/messages";
import { withMathml } from "../report/mathml";
import { readSpec, type SpecReading } from "../spec/read";
import { createAnalysisQueue, type AnalysisOutcome, type AnalysisRequest } from "./analysis-queue";
import type { ServerHost } from "./host";
import { withRun } from "./run-problems";
import type { Settings } from "./settings";

export interface Session {
  readonly document: TextDocument;
  /** The text's version this session speaks of. */
  readonly version: number;
  readonly reading: SpecReading;
  /**
   * What was published last for this version: the reading's until the analysis or a run is done, then theirs
   * (run-problems.ts).
   */
  readonly problems: readonly Problem[];
  readonly state: AnalysisState;
}

export interface Sessions {
  /** The document was opened or its text has changed. */
  changed(document: TextDocument): void;
  closed(uri: string): void;
  /** Without the pause; nothing happens for a document that is not open. */
  analyzeNow(uri: string, effort?: Effort): void;
  cancel(uri: string): void;
  /**
   * A run of this version has come out so; `null`: another one has begun. Nothing happens when the text is another by
   * now.
   */
  simulated(uri: string, version: number, result: SimulationResult | null): void;
  get(uri: string): Session | undefined;
  dispose(): void;
}

export interface SessionsHost extends ServerHost {
  readonly settings: () => Settings;
  /** The problems of this version of the text: all of them, the list replaces the last one. */
  readonly publish: (uri: string, version: number, problems: readonly Problem[]) => void;
  readonly clear: (uri: string) => void;
  readonly tell: (uri: string, version: number, state: AnalysisState) => void;
  readonly log: (line: string) => void;
}

/** A large text that takes longer to read is read after the pause, not at each keystroke: all else waits meanwhile. */
const SLOW_READING_MS = 50;
/** A smaller text was only read slowly because the machine had other things to do. */
const LARGE_TEXT = 20_000;

const NOTHING_READ = readSpec("");

interface OpenSession extends Session {
  reading: SpecReading;
  problems: readonly Problem[];
  /** True while `reading` still speaks of an older text. */
  unread: boolean;
  readsSlowly: boolean;
  state: AnalysisState;
  /** The analysis' problems; `null` before it has finished. */
  analysed: readonly Problem[] | null;
  /** How the last run of this version came out; `null`: none has. */
  run: SimulationResult | null;
  /** Takes back the analysis that waits for the pause to end. */
  unschedule: () => void;
}

export function createSessions(host: SessionsHost): Sessions {
  const open = new Map<string, OpenSession>();
  const queue = createAnalysisQueue({
    startWorker: host.startWorker,
    after: host.after,
    log: host.log,
    outcome: (request, outcome) => receive(request, outcome),
  });

  const enter = (uri: string, session: OpenSession, state: AnalysisState): void => {
    session.state = state;
    host.tell(uri, session.version, state);
  };

  const publish = (uri: string, session: OpenSession): void => {
    session.problems = withRun(session.analysed, session.run) ?? session.reading.problems;
    host.publish(uri, session.version, session.problems);
  };

  const receive = (request: AnalysisRequest, outcome: AnalysisOutcome): void => {
    const session = open.get(request.uri);
    if (session === undefined || session.version !== request.version) return;
    if (outcome.kind === "finished") {
      session.analysed = problemsIn(outcome.result);
      publish(request.uri, session);
    }
    enter(request.uri, session, stateAfter(outcome, host.now()));
  };

  const read = (uri: string, session: OpenSession): void => {
    const text = session.document.getText();
    const started = host.now();
    session.reading = readSpec(text);
    session.unread = false;
    session.readsSlowly = text.length > LARGE_TEXT && host.now() - started > SLOW_READING_MS;
    publish(uri, session);
  };

  const analyze = (uri: string, session: OpenSession, effort: Effort = "typing"): void => {
    session.unschedule();
    if (session.unread) read(uri, session);
    const invalid = hopeless(session.reading);
    if (invalid !== null) return enter(uri, session, invalid);
    queue.submit({ uri, version: session.version, text: session.document.getText(), path: host.pathOf(uri), effort });
  };

  return {
    changed(document) {
      const { uri, version } = document;
      const before = open.get(uri);
      before?.unschedule();
      queue.drop(uri);
      const session: OpenSession = {
        document,
        version,
        reading: before?.reading ?? NOTHING_READ,
        problems: [],
        unread: true,
        readsSlowly: before?.readsSlowly ?? false,
        state: { kind: "stale" },
        analysed: null,
        run: null,
        unschedule: nothing,
      };
      open.set(uri, session);
      enter(uri, session, { kind: "stale" });
      if (!session.readsSlowly) read(uri, session);
      // What is wrong with the text is known already; only a sound spec needs the pause and the thread.
      if (!session.unread && hopeless(session.reading) !== null) return analyze(uri, session);
      session.unschedule = host.after(host.settings().analysisDelay, () => analyze(uri, session));
    },
    closed(uri) {
      open.get(uri)?.unschedule();
      open.delete(uri);
      queue.drop(uri);
      host.clear(uri);
    },
    analyzeNow(uri, effort) {
      const session = open.get(uri);
      if (session !== undefined) analyze(uri, session, effort);
    },
    cancel(uri) {
      const session = open.get(uri);
      if (session === undefined) return;
      session.unschedule();
      if (session.state.kind === "stale") enter(uri, session, { kind: "cancelled" });
      queue.cancel(uri);
    },
    simulated(uri, version, result) {
      const session = open.get(uri);
      if (session === undefined || session.version !== version || session.run === result) return;
      session.run = result;
      publish(uri, session);
    },
    get: (uri) => open.get(uri),
    dispose() {
      for (const session of open.values()) session.unschedule();
      open.clear();
      queue.dispose();
    },
  };
}

type Finished = Extract<AnalysisOutcome, { kind: "finished" }>["result"];

function problemsIn(result: Finished): readonly Problem[] {
  return result.kind === "report" ? result.report.problems : result.problems;
}

function stateAfter(outcome: AnalysisOutcome, now: number): AnalysisState {
  if (outcome.kind !== "finished") return outcome;
  const { result, milliseconds } = outcome;
  if (result.kind === "report")
    return { kind: "done", report: withMathml(result.report), milliseconds, finishedAt: now };
  return (
    invalidState(result.problems) ?? {
      kind: "failed",
      message: "The analysis found the spec invalid without saying why.",
      help: "This is a fault in Intrinsic; “Intrinsic: Show Output” tells more.",
    }
  );
}

/** The state of a text that leaves nothing to analyse; `null`: the analysis decides. */
function hopeless({ network, initialization, problems }: SpecReading): AnalysisState | null {
  return network === null || initialization === null ? invalidState(problems) : null;
}

function invalidState(problems: readonly Problem[]): AnalysisState | null {
  const errors = problems.filter((problem) => problem.severity === "error");
  if (errors.length === 0) return null;
  const [{ message, range, cures }] = errors;
  return {
    kind: "invalid",
    errors: errors.length,
    firstMessage: message,
    firstRange: range,
    ...(cures === undefined ? {} : { firstCures: cures }),
  };
}

function nothing(): void {
  /* nothing is scheduled yet */
}
