/**
 * Spec in, report out: the one entry that the editor, the panel and the command line call.
 *
 * A generator, so that its host decides what to do between steps: show the progress, or stop (Invariant: every step is
 * pure; the text alone decides the report, whatever the host, the platform and the number of steps).
 */
import type { Problem } from "../findings/problem";
import { telling, type Effort, type Progress } from "../findings/progress";
import { drawingCost, initialize } from "../model/initializers";
import type { InitializationPlan } from "../model/initialization";
import type { Network } from "../model/network";
import { fixedCount, hasFixed } from "../model/fixed";
import { parameterCount } from "../model/compile";
import { pathShape } from "../model/network";
import { isLinearChain, phiKindOf } from "../model/structure";
import { endToEndShape } from "../model/passes/transfer/linear";
import type { Report } from "../report/types";
import type { SpecReading } from "../spec/read";
import { readSpec } from "../spec/read";
import { balanceSteps, canBalance, isRepresentable } from "../theory/balance/relaxed-balance";
import { countLimits } from "../theory/laws/count";
import { allFamilies, studyLaws, type LawStudy } from "../theory/laws/study";
import type { ManifoldSearch } from "../theory/manifolds/manifolds";
import { ORBIT_LIMITS, studyManifolds } from "../theory/manifolds/study";
import type { MetricResult } from "../theory/metric/result";
import { decideMetric } from "../theory/metric/verdict";
import { ESCAPE_BUDGET } from "../theory/plateau/escape-time";
import { studyPlateau } from "../theory/plateau/study";
import { checkExpectations } from "./expectations";
import { drawTooLargeProblem, findProblems, noSuchPointProblem } from "./problems";
import { outputProblems } from "./output-problems";
import { reportOutOfRange, weightsOutOfRange } from "./range";
import { manifoldSections } from "./manifold-section";
import { plateauSection } from "./plateau-section";
import { studyData } from "./data-section";
import { givenData } from "./given-data";
import { plateauData } from "./plateau-data";
import type { ReadDataFile } from "./training-data";
import { metricSection, recoverabilitySection } from "./metric-section";
import { studyDepth } from "./depth-study";
import { initializationSection, lawsSection, modelSection } from "./sections";

export type AnalysisResult =
  | { readonly kind: "report"; readonly report: Report }
  /** The spec has errors that leave nothing to analyse. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

export interface AnalysisOptions {
  /** Only quoted in the report. */
  readonly path: string | null;
  /** Default "typing". */
  readonly effort?: Effort;
  /**
   * Leaves out what only a reader of the report wants and a run does not need: the orbit, and the look ahead to the
   * escape.
   */
  readonly lean?: boolean;
  /** Simulations have it: reads the data files that the spec names. Without it nothing is said of samples in files. */
  readonly readDataFile?: ReadDataFile;
}

export function* analyzeSpec(text: string, options: AnalysisOptions): Generator<Progress, AnalysisResult> {
  const studied = yield* studySpec(text, options);
  if (studied.kind === "invalid") return studied;
  const { report, reading } = studied.study;
  return { kind: "report", report: withProblems(report, reading, checkExpectations(reading.expect, report)) };
}

/** What an analysis found, with what it was found on: simulations go on from here. */
export interface Study {
  readonly reading: SpecReading;
  readonly network: Network;
  readonly theta: Float64Array;
  readonly laws: LawStudy;
  readonly metric: MetricResult;
  /** `null`: nothing was searched. */
  readonly manifolds: ManifoldSearch | null;
  /** Without the problems of failed expectations. */
  readonly report: Report;
}

export type StudyResult =
  | { readonly kind: "study"; readonly study: Study }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

export function* studySpec(text: string, options: AnalysisOptions): Generator<Progress, StudyResult> {
  yield { stage: "Reading the spec", fraction: null };
  const reading = readSpec(text);
  const { network, initialization } = reading;
  if (network === null || initialization === null || reading.problems.some((problem) => problem.severity === "error"))
    return { kind: "invalid", problems: reading.problems };
  const result = yield* studyNetwork(reading, network, initialization, options);
  const beyond = result.kind === "study" ? reportOutOfRange(result.study.report, reading.places) : null;
  return beyond === null ? result : { kind: "invalid", problems: inOrder([...reading.problems, beyond]) };
}

/** The report with its problems and these, in the order of the text. */
export function withProblems(report: Report, reading: SpecReading, more: readonly Problem[]): Report {
  return { ...report, problems: inOrder([...reading.problems, ...report.problems, ...more]) };
}

const NOT_LOOKED_AHEAD = { why: "It was not looked for here." };

/** Multiplications a draw may take, and how many of them a second holds: about twenty seconds. */
export const LARGEST_DRAW = 2e10;
const DRAWN_PER_SECOND = 1e9;

function* studyNetwork(
  reading: SpecReading,
  network: Network,
  plan: InitializationPlan,
  { path, effort, lean = false, readDataFile }: AnalysisOptions,
): Generator<Progress, StudyResult> {
  const { places } = reading;
  yield { stage: "Drawing the initialization", fraction: null };
  const cost = drawingCost(network, plan);
  if (cost > LARGEST_DRAW)
    return {
      kind: "invalid",
      problems: inOrder([...reading.problems, drawTooLargeProblem(plan, cost / DRAWN_PER_SECOND, places)]),
    };
  const drawn = initialize(network, plan);
  if (drawn.kind === "none")
    return {
      kind: "invalid",
      problems: inOrder([...reading.problems, noSuchPointProblem(network, plan, drawn.why, places)]),
    };
  const { theta } = drawn;
  const beyond = weightsOutOfRange(network, theta, places);
  if (beyond !== null) return { kind: "invalid", problems: inOrder([...reading.problems, beyond]) };
  const shape = pathShape(network);
  if (shape !== null) {
    const found = yield* studyDepth(reading, network, plan, theta, shape, path);
    if (found.kind === "none") return { kind: "invalid", problems: inOrder([...reading.problems, found.problem]) };
    const { report, laws, metric } = found;
    return {
      kind: "study",
      study: {
        reading,
        network,
        theta,
        laws: { count: laws, network: null, loss: null },
        metric,
        manifolds: null,
        report,
      },
    };
  }
  const limits = countLimits(effort ?? "typing");
  const lawStudy = yield* studyLaws(network, theta, reading.training?.plan.loss ?? null, {
    effort: effort ?? "typing",
    lean,
  });
  const laws = lawStudy.count;
  const interfaces =
    isLinearChain(network) &&
    network.layers.length > 1 &&
    isRepresentable(theta) &&
    canBalance(network) &&
    !hasFixed(network)
      ? yield* telling(balanceSteps(network, theta), { stage: "Holding the layers against each other", fraction: null })
      : null;
  const metric = yield* decideMetric(network, laws, theta, effort);
  const manifolds = yield* studyManifolds(
    network,
    theta,
    laws.lieDimension,
    limits,
    lean ? 0 : ORBIT_LIMITS[effort ?? "typing"],
  );
  const given = lean ? null : givenData(network, reading.training, readDataFile ?? null);
  const data = given === null ? null : studyData(network, theta, given, reading);
  const plateau = yield* studyPlateau(
    network,
    theta,
    given === null ? NOT_LOOKED_AHEAD : plateauData(given),
    ESCAPE_BUDGET[effort ?? "typing"],
  );
  const report: Report = {
    spec: { path, title: reading.title },
    model: modelSection(network, parameterCount(network) - fixedCount(network), places),
    laws: lawsSection(network, lawStudy, places),
    initialization: initializationSection(network, plan, theta, allFamilies(lawStudy), interfaces, places),
    intrinsicMetric: metricSection(network, metric, phiKindOf(network) === "product" ? endToEndShape(network) : null),
    recoverability: recoverabilitySection(metric),
    ...manifoldSections(network, manifolds, laws.lieDimension),
    plateau: plateauSection(network, plateau, reading.training?.plan.optimizer ?? null),
    ...(data === null ? {} : { data: data.section }),
    trajectory: null,
    problems: [],
  };
  return {
    kind: "study",
    study: {
      reading,
      network,
      theta,
      laws: lawStudy,
      metric,
      manifolds: manifolds.search,
      report: {
        ...report,
        problems: [
          ...findProblems(report, reading, network),
          ...outputProblems(network, reading),
          ...(data?.problems ?? []),
        ],
      },
    },
  };
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}
