/**
 * The cure of a long plateau: larger weights in the layers that are too small, as little larger as serves. The
 * predicted time of escape is looked at for rising factors, the first that is short enough is refined by halving, and
 * the changed text is analysed by the engine that found the problem: its prediction must be within the wanted time.
 */
import { t } from "../../findings/language";
import type { Claim } from "../../findings/claim";
import { formatNumber } from "../../findings/numbers";
import type { Progress } from "../../findings/progress";
import { drawingCost, initialize } from "../../model/initializers";
import type { InitializationPlan } from "../../model/initialization";
import type { Network } from "../../model/network";
import { pathShape } from "../../model/network";
import { blocksOf } from "../../model/compile";
import type { Report } from "../../report/types";
import { editLayerScales, editScale } from "../../spec/edit/initialization";
import { replacementFor } from "../../spec/edit/text-edit";
import { layerGains, outsideTheLaw } from "../../theory/plateau/bottlenecks";
import { ESCAPE_BUDGET, escapeTime } from "../../theory/plateau/escape-time";
import { LARGEST_DRAW } from "../../subject/parameters";
import { analyzeSpec } from "../analyze/analyze";
import type { CuredSpec } from "./cured-spec";
import type { FileStart } from "./file-start";
import { cureInFile } from "./in-file";
import type { CureResult } from "./result";
import { givenData } from "../../subject/given-data";
import { plateauData } from "../../ideas/plateau/idea";
import { isLong, wantedEscapeTime } from "../../ideas/plateau/problems";
import { layersHaveScales, madeLarger, madeLargerInFile, withFailed } from "./words";

/** Factors grow by this until one serves, and no further than LARGEST. */
const GROWTH = 1.5;
const LARGEST = 1e6;
const HALVINGS = 5;

export function* cureScale(spec: CuredSpec): Generator<Progress, CureResult> {
  const { text, path, network, plan, training, file } = spec;
  if (pathShape(network) !== null || drawingCost(network, plan) > LARGEST_DRAW) return NOTHING_HELPS;
  yield { stage: "Looking at the plateau", fraction: null };
  const before = yield* analyzeSpec(text, { path, openWeights: file?.openWeights ?? undefined });
  if (before.kind === "invalid") return before;
  const { plateau } = before.report;
  const wanted = plateau === null ? null : wantedEscapeTime(plateau);
  const small = plateau === null ? [] : plateau.gains.flatMap(({ bottleneck }, layer) => (bottleneck ? [layer] : []));
  if (plateau === null || wanted === null || small.length === 0 || plateau.escapeTime.value === null)
    return NOTHING_HELPS;
  if (!isLong(plateau))
    return {
      kind: "refused",
      reason: t`The predicted plateau takes no more than half of the run.`,
      help: t`Nothing was changed.`,
    };
  const data = plateauData(givenData(network, training, null));
  if (!("objective" in data)) return { kind: "refused", reason: data.why, help: t`Choose the scale by hand.` };

  const timeAt = function* (factor: number): Generator<Progress, number> {
    const theta =
      file === null ? drawnTheta(network, scaledPlan(plan, small, factor)) : scaledTheta(file, small, factor);
    if (theta === null) return Infinity;
    const left = layerGains(network, theta)
      .filter(({ bottleneck }) => bottleneck)
      .map(({ layer }) => layer);
    const estimate = yield* escapeTime(
      network,
      data,
      theta,
      outsideTheLaw(network) === null ? left : null,
      ESCAPE_BUDGET.typing,
    );
    return latest(estimate.claim);
  };
  let [low, high] = [1, GROWTH];
  while ((yield* timeAt(high)) > wanted) {
    if (high > LARGEST) return NOTHING_HELPS;
    yield { stage: t`Trying ${formatNumber(high, 2)} times larger weights`, fraction: null };
    [low, high] = [high, high * GROWTH];
  }
  for (let step = 0; step < HALVINGS; step++) {
    const middle = Math.sqrt(low * high);
    if ((yield* timeAt(middle)) > wanted) low = middle;
    else high = middle;
  }
  return file === null
    ? yield* checked(spec, small, high, wanted)
    : yield* scaledInFile(file, small, roundedUp(high), wanted);
}

function drawnTheta(network: Network, plan: InitializationPlan): Float64Array | null {
  const drawn = initialize(network, plan);
  return drawn.kind === "none" ? null : drawn.theta;
}

/** As a scale of a spec does it: weights, not biases, nor gains. */
function scaledTheta({ network, theta }: FileStart, layers: readonly number[], factor: number): Float64Array {
  const scaled = theta.slice();
  for (const { layer, source, start, offset, rows, columns } of blocksOf(network))
    if (layers.includes(layer) && source !== null && start === undefined)
      for (let i = offset; i < offset + rows * columns; i++) scaled[i] *= factor;
  return scaled;
}

/** A spec's scale of these layers stays: it is the numbers of the file that grow. */
function* scaledInFile(
  file: FileStart,
  small: readonly number[],
  factor: number,
  wanted: number,
): Generator<Progress, CureResult> {
  const theta = scaledTheta(file, small, factor);
  const names = small.map((layer) => file.network.layers[layer].name);
  const isCured = ({ plateau }: Report): boolean =>
    plateau !== null && plateau.escapeTime.value !== null && latest(plateau.escapeTime) <= wanted;
  const message = madeLargerInFile({ names, factor, within: wanted });
  return (yield* cureInFile(file, { theta, message, isCured, residual: null })) ?? NOTHING_HELPS;
}

function* checked(
  { text, path, network, plan }: CuredSpec,
  small: readonly number[],
  factor: number,
  wanted: number,
): Generator<Progress, CureResult> {
  const ofAll =
    plan.lambda !== null ||
    (small.length === network.layers.length && new Set(plan.layers.map(({ scale }) => scale)).size === 1);
  const [first] = plan.layers;
  const scales = new Map(
    small.map((layer) => [network.layers[layer].name, roundedUp(factor * plan.layers[layer].scale)]),
  );
  const top = roundedUp(factor * (plan.lambda === null ? first.scale : plan.scale));
  const changed = ofAll ? editScale(text, top) : editLayerScales(text, scales);
  const edit = changed === null ? null : replacementFor(text, changed);
  if (changed === null || edit === null) return NOTHING_HELPS;
  const result = yield* analyzeSpec(changed, { path });
  const claim = result.kind === "report" ? (result.report.plateau?.escapeTime ?? null) : null;
  const time = claim?.value ?? null;
  if (result.kind !== "report" || claim === null || time === null || latest(claim) > wanted) return NOTHING_HELPS;
  const what = ofAll ? t`scale is now ${formatNumber(top, 3)}` : layersHaveScales(scales);
  const message = madeLarger({ small: small.length, factor, what, time });
  return { kind: "edit", edits: [edit], message: withFailed(message, result.report.problems) };
}

/** For schemes that draw all layers together, one scale there is. */
function scaledPlan(plan: InitializationPlan, layers: readonly number[], factor: number): InitializationPlan {
  if (plan.lambda !== null) return { ...plan, scale: factor * plan.scale };
  return {
    ...plan,
    layers: plan.layers.map((layer, index) =>
      layers.includes(index) ? { ...layer, scale: factor * layer.scale } : layer,
    ),
  };
}

/** The end of the error bar: the cure serves even there. */
function latest({ value, high }: Claim<number>): number {
  return high ?? value ?? Infinity;
}

/** To three digits, as a reader writes a scale. */
function roundedUp(x: number): number {
  const unit = 10 ** (Math.floor(Math.log10(x)) - 2);
  return Number((Math.ceil(x / unit - 1e-9) * unit).toPrecision(3));
}

const NOTHING_HELPS: CureResult = {
  kind: "refused",
  reason: t`No larger scale that was tried lets the loss escape in time.`,
  help: t`Nothing was changed. Train for longer, or choose another scheme or seed by hand.`,
};
