/**
 * One session per open document: its text is read at once, its analysis follows after a pause, and what is told to the
 * client always speaks of the newest text.
 */
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Effort } from "../findings/progress";
import type { Problem } from "../findings/problem";
import type { AnalysisState } from "../protocol/tasks";
import { withMathml } from "../report/mathml";
import type { Report } from "../report/types";
import { readSpec, type SpecReading } from "../spec/read";
import type { Outcome } from "../tasks/task";
import type { ServerHost } from "./host";
import { withRun } from "./run-problems";
import type { TaskEvent } from "./scheduler/request";
import type { Scheduler } from "./scheduler/scheduler";
import type { Settings } from "./settings";
import { t } from "../findings/language";

export interface Session {
  readonly document: TextDocument;
  /** The text's version this session speaks of. */
  readonly version: number;
  readonly reading: SpecReading;
  /**
   * What was published last for this version: the reading's until the analysis tells some or a run is done, then theirs
   * (run-problems.ts).
   */
  readonly problems: readonly Problem[];
  readonly state: AnalysisState;
  /** The newest report of this version, whole or as far as it is. */
  readonly report: Report | null;
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
  simulated(uri: string, version: number, outcome: Outcome<Report> | null): void;
  get(uri: string): Session | undefined;
  dispose(): void;
}

export interface SessionsHost extends Pick<ServerHost, "after" | "now" | "pathOf"> {
  readonly scheduler: Scheduler;
  readonly settings: () => Settings;
  /** The problems of this version of the text: all of them, the list replaces the last one. */
  readonly publish: (uri: string, version: number, problems: readonly Problem[]) => void;
  readonly clear: (uri: string) => void;
  readonly tell: (uri: string, version: number, state: AnalysisState) => void;
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
  report: Report | null;
  /** The analysis' problems, of as much as there is of it; `null` before it has told any. */
  analysed: readonly Problem[] | null;
  /** How the last run of this version came out; `null`: none has. */
  run: Outcome<Report> | null;
  /** Takes back the analysis that waits for the pause to end. */
  unschedule: () => void;
}

export function createSessions(host: SessionsHost): Sessions {
  const open = new Map<string, OpenSession>();
  const enter = (uri: string, session: OpenSession, state: AnalysisState): void => {
    session.state = state;
    host.tell(uri, session.version, state);
  };

  const publish = (uri: string, session: OpenSession): void => {
    session.problems = withRun(session.analysed, session.run) ?? session.reading.problems;
    host.publish(uri, session.version, session.problems);
  };

  /** Takes a report, and what it finds wrong, for the newest of this version. */
  const take = (uri: string, session: OpenSession, found: Report): Report => {
    session.report = withMathml(found, session.report);
    session.analysed = found.problems;
    publish(uri, session);
    return session.report;
  };

  const receive = (uri: string, session: OpenSession, event: TaskEvent<Report, Report>): void => {
    if (open.get(uri) !== session) return;
    switch (event.kind) {
      case "running": {
        const { progress, partial } = event;
        // What is known of this version already says more than a report on its way.
        const isNews = partial !== null && (session.report === null || session.report.pending !== undefined);
        return enter(uri, session, {
          kind: "running",
          progress,
          partial: isNews ? take(uri, session, partial) : null,
        });
      }
      case "over":
        return receiveOutcome(uri, session, event.outcome, event.milliseconds);
      case "failed":
        return enter(uri, session, { kind: "failed", message: event.message, help: event.help });
      case "stopped":
        return enter(uri, session, { kind: "stopped", partial: null });
      case "forgotten":
        return;
    }
  };

  const receiveOutcome = (uri: string, session: OpenSession, outcome: Outcome<Report>, milliseconds: number): void => {
    switch (outcome.kind) {
      case "found": {
        const result = take(uri, session, outcome.result);
        return enter(uri, session, { kind: "done", result, milliseconds, finishedAt: host.now() });
      }
      case "invalid":
        session.analysed = outcome.problems;
        publish(uri, session);
        return enter(uri, session, invalidState(outcome.problems) ?? INVALID_WITHOUT_REASON);
      case "refused":
        return enter(uri, session, { kind: "failed", message: outcome.reason, help: outcome.help });
    }
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
    const { version, document } = session;
    host.scheduler.submit(
      {
        task: "analyze",
        asked: { effort },
        uri,
        version,
        text: document.getText(),
        path: host.pathOf(uri),
        folder: null,
      },
      (event) => receive(uri, session, event),
    );
  };

  return {
    changed(document) {
      const { uri, version } = document;
      const before = open.get(uri);
      before?.unschedule();
      host.scheduler.forget("analyze", uri);
      const session: OpenSession = {
        document,
        version,
        reading: before?.reading ?? NOTHING_READ,
        problems: [],
        unread: true,
        readsSlowly: before?.readsSlowly ?? false,
        state: { kind: "stale" },
        report: null,
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
      host.scheduler.forget("analyze", uri);
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
      if (session.state.kind === "stale") enter(uri, session, { kind: "stopped", partial: null });
      host.scheduler.stop("analyze", uri);
    },
    simulated(uri, version, outcome) {
      const session = open.get(uri);
      if (session === undefined || session.version !== version || session.run === outcome) return;
      session.run = outcome;
      publish(uri, session);
    },
    get: (uri) => open.get(uri),
    dispose() {
      for (const session of open.values()) session.unschedule();
      open.clear();
    },
  };
}

const INVALID_WITHOUT_REASON: AnalysisState = {
  kind: "failed",
  message: t`The analysis found the spec invalid without saying why.`,
  help: t`This is a fault in Intrinsic; “Intrinsic: Show Output” tells more.`,
};

/** The state of a text that leaves nothing to analyse; `null`: the analysis decides. */
function hopeless({ network, initialization, problems }: SpecReading): AnalysisState | null {
  return network === null || initialization === null ? invalidState(problems) : null;
}

function invalidState(problems: readonly Problem[]): AnalysisState | null {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  return errors === 0 ? null : { kind: "invalid", errors, problems };
}

function nothing(): void {
  /* nothing is scheduled yet */
}
