/** From a simulation, finished or on its way, to its section of the report. */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";
import type { Network } from "../../model/network";
import { isGate } from "../../model/structure";
import type {
  Drift,
  IntrinsicFlowSection,
  ModesSection,
  PairSection,
  TrajectorySection,
  TrajectoryStatus,
} from "../../report/run/facts";
import { coordinateLabel, mostMoving, relativeDistance } from "../../theory/trajectory/observations";
import type { ClosedRun, PartnerRun, SimulationState } from "../../theory/trajectory/simulate";
import type { ExactSolution } from "../../theory/trajectory/exact-modes";
import { isOneLayersMatrix, type LawFamily } from "../../theory/laws/families";
import { KINKS_MEET_ADVICE, networksComeApart, stableRateAdvice } from "./words";

/** Rounding in a sum of some hundred squares, relative to the sum. */
const ROUNDING = 1e-15;

/** Sums of some thousand weights, over some thousand steps. */
const MANIFOLD_FLOOR = 1e-12;

/** `cancelled`: the host has stopped it. */
export function trajectorySection(state: SimulationState, cancelled = false): TrajectorySection {
  const { training, observations, end, steps, events } = state;
  const { network, optimizer } = training;
  const status: TrajectoryStatus = cancelled && state.status === "running" ? "cancelled" : state.status;
  const isFlow = optimizer.type === "gradient-flow";
  return {
    optimizer: optimizer.type,
    status,
    sentence: status === "cancelled" ? stoppedAt(state.reached, isFlow) : state.sentence,
    advice: adviceFor(state),
    end,
    times: finite(observations.times),
    loss: finite(observations.loss),
    drift: [
      ...observations.drift.map((one, f) => driftOf(network, one, state.prediction?.absolute?.[f] ?? null)),
      ...skewDrift(state),
    ],
    ...(observations.distances.length === 0
      ? {}
      : {
          manifoldDistance: observations.distances.map((values, index) => ({
            index,
            values: finite(values),
            maxRelative: Math.max(0, ...finite(values)),
            floor: MANIFOLD_FLOOR,
          })),
        }),
    ...(observations.rates.length === 0
      ? {}
      : {
          imbalanceRates: observations.rates.map(({ layer, left, right, difference, scale }) => ({
            layer: network.layers[layer].name,
            left: finite(left),
            right: finite(right),
            maxDifference: scale === 0 ? 0 : difference / scale,
          })),
        }),
    intrinsicFlow:
      state.closed === null ? null : intrinsicFlowSection((i) => coordinateLabel(network, i), state.closed),
    ...(state.closed === null ? { intrinsicFlowNote: state.closedNote } : {}),
    modes:
      observations.singularValues === null
        ? null
        : modesSection(
            observations.times,
            observations.singularValues,
            state.exact,
            cancelled || state.status !== "running",
          ),
    pair: state.partner === null ? null : pairSection(state.partner),
    weights: observations.weights,
    events,
    steps,
  };
}

function stoppedAt(reached: number, isFlow: boolean): string {
  const at = formatNumber(reached, 4);
  return isFlow ? t`cancelled: stopped at t = ${at}` : t`cancelled: stopped at step = ${at}`;
}

/** Only finite numbers go into a report: a run that diverges is cut where it leaves them. */
function finite(values: readonly number[]): number[] {
  const end = values.findIndex((x) => !Number.isFinite(x));
  return end < 0 ? [...values] : values.slice(0, end);
}

function driftOf(
  network: Network,
  {
    family,
    scale,
    absolute,
  }: { readonly family: LawFamily; readonly scale: number; readonly absolute: readonly number[] },
  predicted: readonly number[] | null,
): Drift {
  const size = scale === 0 ? 1 : scale;
  const values = finite(absolute);
  return {
    family: family.id,
    short: [family, ...(family.partner === undefined ? [] : [family.partner])]
      .map(({ layer }) => network.layers[layer].name)
      .join(":"),
    from: family.from,
    what: family.group.drifting(network, family),
    maxAbsolute: Math.max(0, ...values),
    maxRelative: Math.max(0, ...values) / size,
    scale,
    relative: values.map((x) => x / size),
    predicted: predicted === null ? null : finite(predicted).map((x) => x / size),
    floor: ROUNDING,
  };
}

/** The law that momentum keeps, relative to the product of what it is made of. */
function skewDrift({ prediction, observations, training }: SimulationState): Drift[] {
  return (prediction?.skew ?? []).flatMap((values, f): Drift[] => {
    const { family } = observations.drift[f];
    if (!isOneLayersMatrix(family)) return [];
    const most = Math.max(0, ...finite(values));
    const { name } = training.network.layers[family.layer];
    return [
      {
        family: `skew:${name}`,
        short: t`skew ${name}`,
        what: t`skew momentum at ${name}, which momentum keeps at 0`,
        maxAbsolute: most,
        maxRelative: most,
        scale: 1,
        relative: finite(values),
        predicted: values.map(() => 0),
        floor: ROUNDING,
      },
    ];
  });
}

const DRAWN_COORDINATES = 6;

/** `label`: names a coordinate of z. */
export function intrinsicFlowSection(
  label: (coordinate: number) => string,
  { flow, course, observed }: ClosedRun,
): IntrinsicFlowSection {
  const both = Math.min(course.samples.length, observed.length);
  const closed = course.samples.slice(0, both).map((state) => flow.lifted(state));
  const seen = observed.slice(0, both);
  const errors = finite(closed.map((z, i) => relativeDistance(z, seen[i])));
  const { result } = course;
  const ended = result !== null && result.status !== "done" ? result : null;
  return {
    kind: flow.kind,
    reference: flow.reference,
    maxError: Math.max(0, ...errors),
    errors,
    coordinates: mostMoving(seen, DRAWN_COORDINATES).map((i) => ({
      label: (flow.label ?? label)(i),
      parameters: seen.map((z) => z[i]),
      closed: closed.map((z) => z[i]),
    })),
    endedAt: ended === null ? null : ended.time,
    sentence:
      ended === null
        ? result === null
          ? t`on its way`
          : t`followed to the end`
        : ended.status === "event" && flow.exit !== null
          ? t`The closed equation ends at t = ${formatNumber(ended.time, 4)}: ${flow.exit.describe(ended.y)}.`
          : t`The closed equation stopped at t = ${formatNumber(ended.time, 4)}: ${ended.sentence}.`,
  };
}

function modesSection(
  times: readonly number[],
  values: readonly (readonly number[])[],
  exact: ExactSolution,
  finished: boolean,
): ModesSection {
  if (exact.kind === "none")
    return {
      values: [...values],
      exact: null,
      exactError: null,
      exactReference: null,
      exactNote: t`No exact solution is shown: ${exact.why}.`,
      learningTimes: [],
    };
  const { solution } = exact;
  // The curves are computed when the run has ended: while it grows, they would be computed again at every look.
  const curves = finished ? solution.at(times.slice(0, values.length)) : null;
  const size = Math.max(Number.MIN_VALUE, ...values.flat());
  return {
    values: [...values],
    exact: curves,
    exactError:
      curves === null
        ? null
        : Math.max(0, ...curves.map((curve, i) => Math.max(0, ...curve.map((x, k) => Math.abs(x - values[i][k]))))) /
          size,
    exactReference: solution.reference,
    learningTimes: solution.learningTimes,
  };
}

function pairSection({ loss, separation }: PartnerRun): PairSection {
  const most = Math.max(0, ...finite(separation));
  return {
    loss: finite(loss),
    separation: finite(separation),
    sentence: networksComeApart(most),
  };
}

function adviceFor({ status, stableLearningRate, training }: SimulationState): string | null {
  if (status === "diverged" && training.optimizer.type === "gradient-descent")
    return stableLearningRate === null ? t`Choose a smaller learning rate.` : stableRateAdvice(stableLearningRate);
  if (status === "stiff" || status === "max-steps")
    return training.network.layers.some(({ activation }) => isGate(activation))
      ? KINKS_MEET_ADVICE
      : t`Choose a shorter time or a larger tolerance.`;
  return null;
}
