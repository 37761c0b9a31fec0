/** From the metric test to its sections of the report: the claims, the spectrum, the pair of networks. */
import type { Network } from "../../model/network";
import type { MetricResult } from "../../theory/metric/result";
import type {
  MetricSection,
  Witness,
  WitnessNetwork,
  WitnessLayer,
  RecoverabilitySection,
} from "../../report/metric/facts";
import { applies } from "../../theory/metric/theorems";
import { PAIR_TOLERANCE, type WitnessPair } from "../../theory/metric/witness";
import { blocksOf } from "../../model/compile";
import { spectrumOfValues, type Spectrum } from "../../findings/spectrum";

/** Weights of each network of a pair are carried up to this many; a gradient likewise. */
const MOST_WEIGHTS = 5000;

/** `shape`: of z, rows x columns. */
export function metricSection(
  network: Network,
  metric: MetricResult,
  shape: readonly [number, number] | null,
): MetricSection {
  const { witness } = metric;
  return {
    ...metric.verdict,
    kernelDimension: metric.kernelDimension,
    violation: metric.violation,
    openQuestion: metric.openQuestion,
    spectrum: metric.decision === null ? null : spectrumOf(metric.decision),
    measurement: metric.measurement,
    theorems: metric.theorems.map((check) => ({ ...check, reference: check.reference.text, applies: applies(check) })),
    witness:
      witness === null || "note" in witness
        ? null
        : witnessOf(network, witness.pair, witness.fromInitialization, shape),
    ...(witness !== null && "note" in witness ? { witnessNote: witness.note } : {}),
  };
}

function witnessOf(
  network: Network,
  pair: WitnessPair,
  fromInitialization: boolean,
  shape: readonly [number, number] | null,
): Witness {
  const { distance, liftedDifference, lawDifference, metricDifference, gradient, rates } = pair;
  const [rows, columns] = shape ?? [gradient.length, 1];
  return {
    fromInitialization,
    first: weightsOf(network, pair.first),
    second: weightsOf(network, pair.second),
    distance,
    liftedDifference,
    lawDifference,
    metricDifference,
    tolerance: PAIR_TOLERANCE,
    loss: { rows, columns, gradient: gradient.length <= MOST_WEIGHTS ? Array.from(gradient) : null, rates },
  };
}

/** theta as the scheme "explicit" writes it. */
function weightsOf(network: Network, theta: Float64Array): WitnessNetwork {
  if (theta.length > MOST_WEIGHTS) return { layers: null };
  const blocks = blocksOf(network);
  return {
    layers: network.layers.map((layer, index): WitnessLayer => {
      const own = blocks.filter((block) => block.layer === index && block.source !== null);
      const bias = blocks.find((block) => block.layer === index && block.source === null);
      const units = own.length === 0 ? 0 : own[0].rows;
      const rows = Array.from({ length: units }, (_, j) =>
        own.flatMap(({ offset, columns }) =>
          Array.from(theta.subarray(offset + j * columns, offset + (j + 1) * columns)),
        ),
      );
      return {
        name: layer.name,
        rows: units,
        columns: own.reduce((sum, block) => sum + block.columns, 0),
        weights: rows.flat(),
        bias: bias === undefined ? null : Array.from(theta.subarray(bias.offset, bias.offset + bias.rows)),
      };
    }),
  };
}

export function recoverabilitySection(metric: MetricResult): RecoverabilitySection {
  return { ...metric.recoverable, rank: metric.decision?.rank ?? null };
}

function spectrumOf(decision: NonNullable<MetricResult["decision"]>): Spectrum {
  const all = Array.from(decision.singularValues);
  // A matrix with fewer rows than columns has D - rows further zero singular values; show them as the kernel they are.
  const missing = decision.kernel.rows - all.length;
  return spectrumOfValues(
    [...all, ...Array<number>(Math.max(0, missing)).fill(0)],
    decision.rank,
    decision.gap,
    decision.tolerance,
  );
}
