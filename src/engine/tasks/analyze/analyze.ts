/**
 * Spec in, report out: the one entry that the editor, the panel and the command line call.
 *
 * A generator, so that its host decides what to do between steps: show the progress and what is known so far, or stop
 * (Invariant: every step is pure; the text alone decides the report, whatever the host, the platform and the number of
 * steps).
 */
import type { Problem } from "../../findings/problem";
import type { Progress } from "../../findings/progress";
import { sha256 } from "../../findings/sha256";
import { VERSION } from "../../findings/version";
import { factsWithoutWeights, studyIdeas, type EvidenceOf, type Studied } from "../../ideas/study";
import type { Report, Source } from "../../report/types";
import type { SpecReading } from "../../spec/read";
import { readSpec } from "../../spec/read";
import {
  inOrder,
  invalid,
  subjectOf,
  type Subject,
  type SubjectOptions,
  type SubjectResult,
} from "../../subject/subject";
import { needsTheWeights } from "../../subject/words";
import { checkExpectations } from "./expectations";
import { reportOutOfRange } from "./range";

export type AnalysisResult =
  | { readonly kind: "report"; readonly report: Report }
  /** The spec has errors that leave nothing to analyse. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

export interface AnalysisOptions extends SubjectOptions {
  /** Only quoted in the report. */
  readonly path: string | null;
}

export interface AnalysisProgress extends Progress {
  /**
   * The report as far as it is known: `pending` names what is not. Absent until there is a verdict; `null` where numbers
   * leave the range of doubles, which the end tells.
   */
  readonly partial?: () => Report | null;
}

export function* analyzeSpec(text: string, options: AnalysisOptions): Generator<AnalysisProgress, AnalysisResult> {
  const studied = yield* studySpec(text, options);
  if (studied.kind === "invalid") return studied;
  const [report, reading] =
    studied.kind === "undrawn"
      ? [reportWithoutWeights(studied, text, options.path), studied.architecture.reading]
      : [studied.study.report, studied.study.subject.reading];
  return { kind: "report", report: withProblems(report, reading, checkExpectations(reading.expect, report)) };
}

/** What an analysis found, with what it was found on: simulations go on from here. */
export interface Study {
  readonly subject: Subject;
  readonly found: EvidenceOf;
  /** Without the problems of failed expectations. */
  readonly report: Report;
}

/** Its weights are too many to be drawn. */
type Undrawn = Extract<SubjectResult, { readonly kind: "undrawn" }>;

export type StudyResult =
  | { readonly kind: "study"; readonly study: Study }
  | Undrawn
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

export function* studySpec(text: string, options: AnalysisOptions): Generator<AnalysisProgress, StudyResult> {
  yield { stage: "Reading the spec", fraction: null };
  const reading = readSpec(text);
  const made = yield* subjectOf(reading, options);
  if (made.kind !== "subject") return made;
  const { subject } = made;
  const source = sourceOf(text, reading);
  const steps = studyIdeas(subject);
  for (;;) {
    const step = steps.next();
    if (step.done !== true) {
      const { studied, stage, fraction } = step.value;
      yield {
        stage,
        fraction,
        ...(studied === undefined ? {} : { partial: () => partialReport(studied(), reading, source, options.path) }),
      };
      continue;
    }
    if (step.value.kind === "refused") return invalid(reading, step.value.problem);
    const { studied, found } = step.value;
    const report = reportOf(studied, reading, source, options.path);
    const beyond = reportOutOfRange(report, reading.places);
    return beyond === null ? { kind: "study", study: { subject, found, report } } : invalid(reading, beyond);
  }
}

/** The architecture and its laws; nothing else is claimed. */
function reportWithoutWeights({ architecture, why }: Undrawn, text: string, path: string | null): Report {
  const facts = factsWithoutWeights(architecture, needsTheWeights(why));
  return reportOf(
    { facts, problems: [], pending: [] },
    architecture.reading,
    sourceOf(text, architecture.reading),
    path,
  );
}

function reportOf({ facts, problems }: Studied, { title }: SpecReading, source: Source, path: string | null): Report {
  return { spec: { path, title }, source, ...facts, trajectory: null, problems };
}

function sourceOf(text: string, { initialization }: SpecReading): Source {
  return { version: VERSION, sha256: sha256(text), seed: initialization?.seed ?? null };
}

/** What is not known yet is expected of nothing. */
function partialReport(studied: Studied, reading: SpecReading, source: Source, path: string | null): Report | null {
  const report = withProblems(reportOf(studied, reading, source, path), reading, []);
  return reportOutOfRange(report, reading.places) === null ? { ...report, pending: studied.pending } : null;
}

/** The report with its problems and these, in the order of the text. */
export function withProblems(report: Report, reading: SpecReading, more: readonly Problem[]): Report {
  return { ...report, problems: inOrder([...reading.problems, ...report.problems, ...more]) };
}
