/** A linear neural ODE: what is found about its path, as sections of the report. */
import { measured, unknown } from "../findings/claim";
import { primed, sum, symbol, transpose } from "../findings/formula";
import type { Problem } from "../findings/problem";
import type { Progress } from "../findings/progress";
import type { InitializationPlan } from "../model/initialization";
import type { Network } from "../model/network";
import { parameterCount } from "../model/compile";
import { svd } from "../math/dense/svd";
import { viewOf } from "../math/dense/matrix";
import type { DepthSection } from "../report/depth";
import type { SymmetrySection } from "../report/manifolds";
import type { InitializationSection, LawsSection, LawValues, Report } from "../report/types";
import type { SpecReading } from "../spec/read";
import { measuredOrder } from "../theory/depth/finite-depth";
import { isContinuousBalanced, lawsAlong, RESOLUTION_TOLERANCE } from "../theory/depth/laws";
import { PATH_PAIR_TOLERANCE } from "../theory/depth/pair";
import { CLOSED_FORM_TOLERANCE, studyPath, type DepthFindings } from "../theory/depth/verdict";
import type { LawCount } from "../theory/laws/count";
import type { MetricResult } from "../theory/metric/result";
import { metricSection, recoverabilitySection } from "./metric-section";
import { initializationPlace, notIntrinsic } from "./problems";
import { modelSection, writtenFormula } from "./sections";
import { CLOSED_FORM_NEEDS_BALANCE, nearlySingular, notContinuousBalanced, tooFewNodes } from "./words";

export type DepthStudy =
  | { readonly kind: "found"; readonly report: Report; readonly laws: LawCount; readonly metric: MetricResult }
  | { readonly kind: "none"; readonly problem: Problem };

export function* studyDepth(
  reading: SpecReading,
  network: Network,
  plan: InitializationPlan,
  theta: Float64Array,
  shape: { readonly width: number; readonly nodes: number },
  path: string | null,
): Generator<Progress, DepthStudy> {
  const { places } = reading;
  const found = yield* studyPath(shape.width, shape.nodes, theta);
  if (found === null) return { kind: "none", problem: beyondRange(reading) };
  const { metric } = found;
  const report: Report = {
    spec: { path, title: reading.title },
    model: modelSection(network, parameterCount(network), places),
    laws: lawsSection(network, reading),
    initialization: initializationSection(plan, theta, found, reading),
    intrinsicMetric: metricSection(network, metric, [shape.width, shape.width]),
    recoverability: recoverabilitySection(metric),
    depth: depthSection(found),
    manifolds: [],
    symmetry: NOT_SEARCHED,
    plateau: null,
    trajectory: null,
    problems: [],
  };
  const laws: LawCount = { families: [], ...NOT_COUNTED, certificate: null, frobenius: null, estimate: null };
  return { kind: "found", report: { ...report, problems: problemsOf(report, found, reading) }, laws, metric };
}

const UNCOUNTED = "One symmetric matrix for every s: infinitely many laws, so there is no number.";
const NOT_COUNTED = {
  independent: unknown<number>(UNCOUNTED),
  known: unknown<number>(UNCOUNTED),
  lieDimension: unknown<number>("The paths are infinite-dimensional; on a grid the laws hold up to its error only."),
  complete: unknown<boolean>(
    "No statement is known for infinite depth; the laws of the residual networks that converge to it are complete.",
  ),
};

const LAW = "h";

/** A_s' + A_s'ᵀ + [A_sᵀ, A_s] */
const PATH_LAW = sum([
  primed("A", "s"),
  transpose(primed("A", "s")),
  { is: "commutator", first: transpose(symbol("A", "s")), second: symbol("A", "s") },
]);

function lawsSection(network: Network, { places }: SpecReading): LawsSection {
  const [{ name, units }] = network.layers;
  return {
    of: "phi",
    network: null,
    loss: null,
    ...NOT_COUNTED,
    families: [
      {
        id: LAW,
        from: "phi",
        kind: "orthogonal symmetry along depth",
        ...writtenFormula(PATH_LAW),
        between: [name],
        count: (units * (units + 1)) / 2,
        reference: "arXiv:2508.07370, v1 Proposition 4.7",
        range: places.layers[0] ?? null,
      },
    ],
    certificate: null,
    estimate: null,
  };
}

/** Values of the laws are carried up to this many numbers. */
const MOST_VALUES = 2500;

function initializationSection(
  plan: InitializationPlan,
  theta: Float64Array,
  { balance, transport }: DepthFindings,
  { places }: SpecReading,
): InitializationSection {
  // Every second place is a node.
  const atNodes = (values: Float64Array): number[] => Array.from(values).filter((_, i) => i % 2 === 0);
  return {
    scheme: plan.scheme,
    relaxedBalanced: measured(isContinuousBalanced(balance), balance.worst, balance.tolerance, {
      reference: "arXiv:2508.07370, Theorem 3.13 (v1: 4.8)",
      note: "h_s = λ(s) I for every s",
    }),
    lambda: atNodes(balance.lambda),
    imbalance: atNodes(balance.imbalance),
    interfaces: [],
    laws: [lawValues(theta, transport)],
    range: places.initialization,
  };
}

function lawValues(theta: Float64Array, transport: DepthFindings["transport"]): LawValues {
  const { width, nodes } = transport;
  const upper = Array.from({ length: width * width }, (_, i) => i).filter((i) => i % width >= Math.floor(i / width));
  const shape = { family: LAW, rows: nodes, columns: upper.length };
  if (nodes * upper.length > MOST_VALUES)
    return {
      ...shape,
      values: null,
      labels: [],
      note: `${nodes * upper.length} numbers are too many to show; the limit is ${MOST_VALUES}.`,
    };
  const laws = lawsAlong(transport, theta);
  return {
    ...shape,
    values: Array.from({ length: nodes }, (_, j) => upper.map((i) => laws[j * width * width + i])).flat(),
    // Labels would name rows and columns alike.
    labels: [],
    note: `One row per node in depth; in each the upper triangle of h: ${upper
      .slice(0, 4)
      .map((i) => `h[${Math.floor(i / width)},${i % width}]`)
      .join(", ")}${upper.length > 4 ? ", …" : ""}`,
  };
}

function depthSection({
  transport,
  at,
  balance,
  unresolved,
  closedFormError,
  finite,
  pair,
}: DepthFindings): DepthSection {
  const { width, nodes, grid } = transport;
  const size = width * width;
  const singularValues = Array.from({ length: nodes }, (_, j) =>
    Array.from(svd(viewOf(at.z, j * size, width, width)).values),
  );
  const end = singularValues[nodes - 1];
  const determinant = end.reduce((product, x) => product * x, 1);
  const condition = end[0] / end[width - 1];
  const errors = (what: "end" | "laws" | "metric"): number[] => finite.map((one) => one[what]);
  return {
    width,
    grid: nodes,
    nodes: Array.from(grid.nodes),
    singularValues,
    places: Array.from(balance.places),
    lambda: Array.from(balance.lambda),
    imbalance: Array.from(balance.imbalance),
    tolerance: balance.tolerance,
    unresolved,
    determinant: Number.isFinite(determinant) ? determinant : null,
    condition: Number.isFinite(condition) ? condition : null,
    closedFormError:
      closedFormError === null
        ? unknown("Too wide to compare entry by entry.")
        : measured(
            closedFormError,
            closedFormError,
            CLOSED_FORM_TOLERANCE,
            isContinuousBalanced(balance)
              ? {}
              : {
                  note: CLOSED_FORM_NEEDS_BALANCE,
                },
          ),
    finiteDepth: {
      depths: finite.map(({ depth }) => depth),
      end: errors("end"),
      laws: errors("laws"),
      metric: errors("metric"),
      order: {
        end: measuredOrder(errors("end")),
        laws: measuredOrder(errors("laws")),
        metric: measuredOrder(errors("metric")),
      },
    },
    pair:
      pair === null
        ? null
        : {
            distance: pair.distance,
            liftedDifference: pair.liftedDifference,
            lawDifference: pair.lawDifference,
            tolerance: PATH_PAIR_TOLERANCE,
            metricDifference: pair.metricDifference,
            gradient: Array.from(pair.gradient),
            rates: pair.rates,
            second: Array.from({ length: nodes }, (_, j) => Array.from(pair.second.subarray(j * size, (j + 1) * size))),
          },
  };
}

/**
 * Beyond it the smallest singular value of Z_1 is nearly lost beside the largest, and gradients along it nearly vanish.
 */
const NEARLY_SINGULAR = 1e8;

function problemsOf(
  report: Report,
  { balance, unresolved, transport }: DepthFindings,
  reading: SpecReading,
): Problem[] {
  const range = initializationPlace(reading.places);
  const problems: (Problem | null)[] = [
    isContinuousBalanced(balance)
      ? null
      : {
          code: "init.not-relaxed-balanced",
          severity: "information",
          range,
          message: notContinuousBalanced(balance.worst, balance.tolerance),
          help: 'Use the scheme "relaxed-balanced" with a λ(s); if it is used already, raise "grid".',
        },
    unresolved <= RESOLUTION_TOLERANCE
      ? null
      : {
          code: "init.path-not-resolved",
          severity: "warning",
          range,
          message: tooFewNodes(transport.nodes, unresolved),
          help: 'Raise "grid", or choose a smoother path (a larger "lengthScale").',
        },
    (report.depth?.condition ?? Infinity) <= NEARLY_SINGULAR
      ? null
      : {
          code: "init.near-singular",
          severity: "warning",
          range,
          message: nearlySingular(report.depth?.condition),
          help: 'Choose a smaller "scale", so that A and with it the spread of the singular values is smaller.',
        },
    notIntrinsic(report, reading),
  ];
  return problems.filter((problem) => problem !== null);
}

function beyondRange({ places }: SpecReading): Problem {
  return {
    code: "init.out-of-range",
    severity: "error",
    range: initializationPlace(places),
    message: "Along this path Z_s leaves the range of double precision: A is too large.",
    help: 'Choose a smaller "scale": Z grows like the exponential of A.',
  };
}

const NO_NEURONS = "A linear neural ODE has no neurons to tie.";
const NOT_SEARCHED: SymmetrySection = {
  searched: false,
  note: NO_NEURONS,
  layers: [],
  near: [],
  orbit: {
    dimension: unknown(NO_NEURONS),
    generic: unknown(NO_NEURONS),
    explained: unknown(NO_NEURONS),
    smallerThanExplained: false,
    spectrum: null,
  },
  lattice: null,
  latticeNote: NO_NEURONS,
};
