/** From the metric test to its sections of the report: the claims, the spectrum, the pair of networks. */
import type { Claim } from "../../findings/claim";
import { unknown } from "../../findings/claim";
import type { Verdict } from "../../findings/verdict";
import type { Block, Network } from "../../model/network";
import { weightsShape } from "../../model/written";
import type { CircuitVerdict, MetricResult } from "../../theory/metric/result";
import type {
  CircuitFacts,
  MetricFacts,
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
    ...(metric.circuits === undefined ? {} : { circuits: metric.circuits.map(circuitOf) }),
  };
}

function circuitOf(circuit: CircuitVerdict): CircuitFacts {
  const { name, kind, channels, verdict, kernelDimension, violation, recoverable, balance } = circuit;
  return { name, kind, channels, verdict, kernelDimension, violation, recoverable, balance };
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
      const own = blocks.filter((block) => block.layer === index && !isBias(block));
      const bias = blocks.find((block) => block.layer === index && isBias(block));
      const shape = weightsShape(network, index);
      const part = ({ offset }: Block, from: number, length: number): number[] =>
        Array.from(theta.subarray(offset + from, offset + from + length));
      // Of several sources the rows stand side by side; of several tensors one follows the other.
      const weights =
        shape.length < 2
          ? own.flatMap((block) => part(block, 0, block.rows * block.columns))
          : Array.from({ length: shape[0] }, (_, j) =>
              own.flatMap((block) => part(block, j * block.columns, block.columns)),
            ).flat();
      const rows = shape.length === 0 ? 0 : shape[0];
      return {
        name: layer.name,
        rows,
        columns: rows === 0 ? 0 : weights.length / rows,
        ...(shape.length > 2 ? { shape } : {}),
        weights,
        bias: bias === undefined ? null : part(bias, 0, bias.rows),
      };
    }),
  };
}

function isBias({ source, tensor }: Block): boolean {
  return source === null && tensor === undefined;
}

export function recoverabilitySection(metric: MetricResult): RecoverabilitySection {
  return { ...metric.recoverable, rank: metric.decision?.rank ?? null };
}

/** Nothing was measured, and no theorem was asked. */
export function openMetric(why: string): MetricFacts {
  return {
    intrinsicMetric: {
      ...unknownVerdict(why),
      kernelDimension: unknown(why),
      violation: unknown(why),
      openQuestion: false,
      spectrum: null,
      measurement: unknownVerdict(why),
      theorems: [],
      witness: null,
    },
    recoverability: { ...unknown<boolean>(why), rank: null },
  };
}

function unknownVerdict(note: string): Claim<Verdict> {
  return { ...unknown<Verdict>(note), value: "unknown" };
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
