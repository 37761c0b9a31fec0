/** From the training of a linear neural ODE, finished or on its way, to its section of the report. */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";
import type { DepthDrift } from "../../report/depth/facts";
import type { Drift, PairSection, TrajectorySection, TrajectoryStatus } from "../../report/run/facts";
import type { DepthSimulation } from "../../theory/depth/simulate";
import { intrinsicFlowSection } from "./trajectory-section";
import { pathsComeApart } from "./words";

/** `cancelled`: the host has stopped it. */
export function depthTrajectorySection(state: DepthSimulation, cancelled = false): TrajectorySection {
  const status: TrajectoryStatus = cancelled && state.status === "running" ? "cancelled" : state.status;
  return {
    optimizer: "gradient-flow",
    status,
    sentence: status === "cancelled" ? t`cancelled: stopped at t = ${formatNumber(state.reached, 4)}` : state.sentence,
    advice:
      status === "stiff" || status === "max-steps"
        ? t`Choose a shorter time or a larger tolerance.`
        : status === "diverged"
          ? t`Choose a smaller "scale".`
          : null,
    end: state.training.time,
    times: [...state.times],
    loss: finite(state.loss),
    drift: [driftOf(state)],
    intrinsicFlow:
      state.closed === null
        ? null
        : intrinsicFlowSection((i) => `Z[${Math.floor(i / state.training.width)},${i % state.training.width}]`, {
            ...state.closed,
            observed: state.ends,
          }),
    ...(state.closed === null ? { intrinsicFlowNote: state.closedNote } : {}),
    modes: {
      values: [...state.singularValues],
      exact: null,
      exactError: null,
      exactReference: null,
      exactNote: t`No exact solution is known for infinite depth.`,
      learningTimes: [],
    },
    pair: pairSection(state),
    weights: null,
    events: [],
    steps: state.steps,
    depthDrift: heatMap(state),
    ...(state.residual === null ? {} : { residualTraining: state.residual }),
  };
}

/** The derivative along depth loses N² units in the last place. */
function roundingFloor(nodes: number): number {
  return nodes ** 2 * Number.EPSILON;
}

function driftOf({ drift, training }: DepthSimulation): Drift {
  const scale = drift.scale === 0 ? 1 : drift.scale;
  const absolute = finite(drift.absolute.map((row) => Math.max(0, ...row)));
  return {
    family: "h",
    short: "h",
    what: t`h at every depth`,
    maxAbsolute: Math.max(0, ...absolute),
    maxRelative: Math.max(0, ...absolute) / scale,
    scale: drift.scale,
    relative: absolute.map((x) => x / scale),
    predicted: null,
    floor: roundingFloor(training.nodes),
  };
}

/** Cells of the map along each side. */
const MOST_PLACES = 65;
const MOST_TIMES = 61;

function heatMap({ drift, times }: DepthSimulation): DepthDrift {
  const scale = drift.scale === 0 ? 1 : drift.scale;
  const columns = thinned(drift.places.length, MOST_PLACES);
  // A run that diverges is cut where it leaves the finite numbers.
  const end = drift.absolute.findIndex((row) => !row.every(Number.isFinite));
  const rows = thinned(end < 0 ? drift.absolute.length : end, MOST_TIMES);
  return {
    places: columns.map((j) => drift.places[j]),
    times: rows.map((i) => times[i]),
    values: rows.map((i) => columns.map((j) => drift.absolute[i][j] / scale)),
    scale: drift.scale,
  };
}

/** At most so many of 0 … count - 1, evenly, both ends among them. */
function thinned(count: number, most: number): number[] {
  const kept = Math.min(count, most);
  return Array.from({ length: kept }, (_, i) => (kept === 1 ? 0 : Math.round((i * (count - 1)) / (kept - 1))));
}

function pairSection({ partner }: DepthSimulation): PairSection | null {
  if (partner === null) return null;
  const separation = finite(partner.separation);
  return {
    loss: finite(partner.loss),
    separation,
    sentence: pathsComeApart(separation),
  };
}

function finite(values: readonly number[]): number[] {
  const end = values.findIndex((x) => !Number.isFinite(x));
  return end < 0 ? [...values] : values.slice(0, end);
}
