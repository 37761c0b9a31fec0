/**
 * The cures of an initialization on an invariant manifold: noise on the weights, so that neurons part; or the smaller
 * network that trains alike. Like the other cures (cure.ts) they are handed out only after the changed text was read,
 * drawn and analysed: it must lie on no listed manifold and near none, and a reduced network must compute the same
 * function.
 */
import { t } from "../../findings/language";
import { evaluate } from "../../flow/objective/objective";
import { formatNumber } from "../../findings/numbers";
import type { CureId } from "../../findings/problem";
import { telling, type Progress } from "../../findings/progress";
import type { Matrix } from "../../math/dense/matrix";
import { norm } from "../../math/dense/matrix";
import { randomStream } from "../../math/random/streams";
import { initialize } from "../../model/initializers";
import type { InitializationPlan } from "../../model/initialization";
import { blockKindOf } from "../../model/blocks";
import type { Network } from "../../model/network";
import { blocksOf, parameterCount } from "../../model/compile";
import { isGraph } from "../../model/structure";
import type { Report } from "../../report/types";
import { editUnits } from "../../spec/edit/architecture";
import { editInitialization, readable, type Weights } from "../../spec/edit/initialization";
import { replacementFor } from "../../spec/edit/text-edit";
import { readSpec } from "../../spec/read";
import { findManifolds, type ManifoldSearch } from "../../theory/manifolds/manifolds";
import { partSteps } from "../../theory/manifolds/parts/find";
import { ranksBeside } from "../../theory/manifolds/study";
import { NO_GRAPH } from "../../theory/manifolds/words";
import { reduceNetwork, type ReducedNetwork } from "../../theory/manifolds/reduce";
import { analyzeSpec } from "../analyze/analyze";
import type { FileStart } from "./file-start";
import { cureInFile } from "./in-file";
import type { CureResult } from "./result";
import { WOULD_NOT_CURE, noiseAdded, reducedTo, switchedToGaussian, withFailed } from "./words";

export type SymmetryCure = Extract<CureId, "break-symmetry" | "reduce-width">;

export function isSymmetryCure(cure: CureId): cure is SymmetryCure {
  return cure === "break-symmetry" || cure === "reduce-width";
}

export interface SymmetrySpec {
  readonly text: string;
  readonly path: string | null;
  readonly network: Network;
  readonly plan: InitializationPlan;
  readonly theta: Float64Array;
  /** Where its weights lie in one. */
  readonly file: FileStart | null;
}

const LOOKING: Progress = { stage: "Looking for invariant manifolds", fraction: null };

/** Noise, as a part of the weights' size: enough to part at once, too little to lose what was set up. */
const NOISE = 0.05;
/** Weights of size 0 get noise of this standard deviation. */
const NOISE_AT_ZERO = 0.1;
/** Weights that are written into a text. */
const MOST_WRITTEN = 20_000;
/** Inputs at which a reduced network is compared, and how far it may be off. */
const PROBES = 32;
const SAME_FUNCTION = 1e-9;

export function* cureSymmetry(spec: SymmetrySpec, cure: SymmetryCure): Generator<Progress, CureResult> {
  yield LOOKING;
  const search = findManifolds(spec.network, spec.theta);
  if (search === null) return cure === "break-symmetry" ? yield* withPartsApart(spec) : NOT_A_GRAPH;
  if (search.manifolds.length === 0) {
    const ranks = yield* telling(ranksBeside(spec.network, spec.theta, search), LOOKING);
    if (ranks.manifolds.length === 0) return NO_MANIFOLD;
    return cure === "break-symmetry" ? yield* withNoise(spec) : NOTHING_SMALLER;
  }
  return yield* cure === "break-symmetry" ? withNoise(spec) : withFewerNeurons(spec, search);
}

/** Of a network that is no graph of neurons. */
function* withPartsApart(spec: SymmetrySpec): Generator<Progress, CureResult> {
  if (!spec.theta.every(Number.isFinite) || isGraph(spec.network)) return NOT_A_GRAPH;
  const search = yield* telling(partSteps(spec.network, spec.theta), LOOKING);
  return search.manifolds.length === 0 ? NO_MANIFOLD : yield* withNoise(spec);
}

function* withNoise({ text, path, network, plan, theta, file }: SymmetrySpec): Generator<Progress, CureResult> {
  const size = norm(theta) / Math.sqrt(theta.length);
  const deviation = size === 0 ? NOISE_AT_ZERO : NOISE * size;
  const random = randomStream(plan.seed, "symmetry breaking");
  const message = noiseAdded(deviation, plan.seed);
  if (file !== null) {
    const noisy = theta.slice();
    // Weights only, as in a text: not biases, nor gains.
    for (const { offset, rows, columns, source, start } of blocksOf(network))
      if (source !== null && start === undefined)
        for (let i = offset; i < offset + rows * columns; i++) noisy[i] += deviation * random.normal();
    return (yield* cureInFile(file, { theta: noisy, message, isCured: isUntied, residual: null })) ?? NOTHING_HOLDS;
  }
  const explicit = plan.layers.every(({ scheme }) => scheme === "explicit");
  if (!explicit) {
    const std = readable(size === 0 ? NOISE_AT_ZERO : size);
    const changed = editInitialization(text, { scheme: "gaussian", std, seed: plan.seed });
    return yield* checked(text, path, changed, switchedToGaussian(std, size, plan.seed));
  }
  if (theta.length > MOST_WRITTEN) return TOO_LARGE;
  const noisy = theta.map((weight) => readable(weight + deviation * random.normal()));
  const changed = editInitialization(text, {
    scheme: "explicit",
    ...written(network, noisy, theta),
    comment: `symmetry broken: noise of standard deviation ${formatNumber(deviation)}, seed ${plan.seed}`,
  });
  return yield* checked(text, path, changed, message);
}

function* withFewerNeurons(
  { text, path, network, theta, file }: SymmetrySpec,
  search: ManifoldSearch,
): Generator<Progress, CureResult> {
  const reduced = reduceNetwork(search.neurons, theta, search.partition);
  if (search.manifolds[0].equivalentWidths.includes(0)) return NOTHING_LEFT;
  if (reduced?.network.layers.length !== network.layers.length) return NOTHING_SMALLER;
  if (file === null && parameterCount(reduced.network) > MOST_WRITTEN) return TOO_LARGE;
  if (!computesTheSame(network, theta, reduced)) return NOTHING_HOLDS;
  const units = reduced.network.layers.map((layer) => layer.units);
  const narrower = editUnits(
    text,
    reduced.network.layers.map((layer) => (blockKindOf(layer).oneSource === null ? layer.units : null)),
  );
  const hidden = units.slice(0, -1).join(", ");
  const message = reducedTo(hidden, parameterCount(reduced.network), theta.length);
  if (file !== null) {
    if (narrower === null) return NOTHING_HOLDS;
    const narrow = { network: reduced.network, text: narrower };
    const isCured = (report: Report, read: () => Float64Array | null): boolean => {
      const found = isUntied(report) ? read() : null;
      return found !== null && computesTheSame(network, theta, { network: reduced.network, theta: found });
    };
    const result = yield* cureInFile(file, { theta: reduced.theta, narrow, message, isCured, residual: null });
    return result ?? NOTHING_HOLDS;
  }
  const changed =
    narrower === null
      ? null
      : editInitialization(narrower, {
          scheme: "explicit",
          ...written(reduced.network, reduced.theta, null),
          comment: `the same function with fewer neurons: hidden widths ${hidden}`,
        });
  return yield* checked(text, path, changed, message, reduced);
}

function* checked(
  text: string,
  path: string | null,
  changed: string | null,
  message: string,
  wanted?: ReducedNetwork,
): Generator<Progress, CureResult> {
  const edit = changed === null ? null : replacementFor(text, changed);
  if (changed === null || edit === null || (wanted !== undefined && !reads(changed, wanted))) return NOTHING_HOLDS;
  const result = yield* analyzeSpec(changed, { path });
  if (result.kind !== "report" || !isUntied(result.report)) return NOTHING_HOLDS;
  return { kind: "edit", edits: [edit], message: withFailed(message, result.report.problems) };
}

/** A layer that nothing reads stands still whatever its weights are. */
function isUntied({ symmetry, manifolds }: Report): boolean {
  return symmetry.near.length === 0 && manifolds.every(({ groups }) => groups.every(({ kind }) => kind === "frozen"));
}

/** Does the text say this very network and these very weights? */
function reads(text: string, { network, theta }: ReducedNetwork): boolean {
  const reading = readSpec(text);
  if (
    reading.network === null ||
    reading.initialization === null ||
    parameterCount(reading.network) !== parameterCount(network)
  )
    return false;
  const drawn = initialize(reading.network, reading.initialization);
  return drawn.kind === "theta" && drawn.theta.every((weight, k) => weight === theta[k]);
}

function computesTheSame(network: Network, theta: Float64Array, reduced: ReducedNetwork): boolean {
  const random = randomStream(1, "same function");
  const x: Matrix = {
    rows: PROBES,
    columns: network.inputs,
    data: Float64Array.from({ length: PROBES * network.inputs }, () => random.normal()),
  };
  const [large, small] = [evaluate(network, theta, x).data, evaluate(reduced.network, reduced.theta, x).data];
  return norm(large.map((value, k) => value - small[k])) <= SAME_FUNCTION * norm(large);
}

/** As the scheme "explicit" writes it. Biases keep their values of `biases`; null: those of theta. */
function written(
  network: Network,
  theta: Float64Array,
  biases: Float64Array | null,
): { weights: readonly Weights[]; biases?: readonly (readonly number[] | null)[] } {
  const blocks = blocksOf(network);
  const weights = network.layers.map((layer, index): Weights => {
    const own = blocks.filter(
      ({ layer: of, source, tensor }) => of === index && (source !== null || tensor !== undefined),
    );
    if (blockKindOf(layer).names.shape === "list")
      return own.flatMap(({ offset, rows, columns }) => Array.from(theta.subarray(offset, offset + rows * columns)));
    const rows = Array.from({ length: layer.units }, (_, i) =>
      own.flatMap(({ offset, columns }) =>
        Array.from(theta.subarray(offset + i * columns, offset + (i + 1) * columns)),
      ),
    );
    return { rows: layer.units, columns: rows[0].length, data: Float64Array.from(rows.flat()) };
  });
  if (network.layers.every(({ bias }) => !bias)) return { weights };
  const values = biases ?? theta;
  return {
    weights,
    biases: network.layers.map(({ units }, index) => {
      const block = blocks.find((one) => one.layer === index && one.source === null && one.tensor === undefined);
      return block === undefined
        ? null
        : Array.from(values.subarray(block.offset, block.offset + units), (b) => (b === 0 ? 0 : b));
    }),
  };
}

const NOT_A_GRAPH: CureResult = {
  kind: "refused",
  reason: NO_GRAPH,
  help: t`This network has no such cure.`,
};
const NO_MANIFOLD: CureResult = {
  kind: "refused",
  reason: t`The initialization lies on no listed invariant manifold: every neuron goes its own way.`,
  help: t`Nothing needs to be changed.`,
};
const TOO_LARGE: CureResult = {
  kind: "refused",
  reason: t`This network is too large to write its weights into the spec.`,
  help: t`Choose a scheme that draws its weights at random, such as gaussian.`,
};
const NOTHING_LEFT: CureResult = {
  kind: "refused",
  reason: t`A hidden layer has no neuron that moves, so nothing would be left of it.`,
  help: t`Break the symmetry instead.`,
};
const NOTHING_SMALLER: CureResult = {
  kind: "refused",
  reason: t`There is no network with the same layers and fewer neurons that computes the same function.`,
  help: t`Break the symmetry instead.`,
};
const NOTHING_HOLDS: CureResult = {
  kind: "refused",
  reason: WOULD_NOT_CURE,
  help: t`Nothing was changed. Choose a scheme that draws its weights at random, such as gaussian, by hand.`,
};
