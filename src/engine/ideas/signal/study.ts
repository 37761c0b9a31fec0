/** What is found out of signals: each part within its own part of the budget, or with the reason why not. */
import { budgetOf, OPERATIONS_PER_SECOND } from "../../findings/budget";
import { measured, theorem, unknown, type Claim } from "../../findings/claim";
import type { Paced } from "../../findings/progress";
import type { Matrix } from "../../math/dense/matrix";
import { rankWork, spectrumSteps } from "../../math/dense/rank";
import { randomStream } from "../../math/random/streams";
import { randomInput } from "../../model/inputs";
import { sourceName, widthOf, type Network } from "../../model/network";
import { isOfBatches } from "../../model/whole";
import type { GivenData } from "../../subject/given-data";
import type { Subject } from "../../subject/subject";
import type { JacobianSpectrum, MeanFieldFacts, SignalLayer, SignalSection } from "../../report/signal/facts";
import { KEPT, sentWords } from "../../report/signal/words";
import { lengthFluctuation } from "../../theory/signal/fluctuation";
import { gainBetween, sum } from "../../theory/signal/gain";
import { isAffine, jacobians, jacobianWork, JACOBIAN_TOLERANCE } from "../../theory/signal/jacobian";
import { meanField } from "../../theory/signal/mean-field";
import { edgesOf, send, type Sent } from "../../theory/signal/send";
import * as words from "./words";

/** Samples that are sent, and the numbers they may make; points at which the Jacobian of a network is taken. */
const MOST_SAMPLES = 256;
const MOST_NUMBERS = 4e6;
const MOST_POINTS = 4;
/** A squared gradient that changes by less at each layer keeps its size at every depth there is. */
const CRITICAL = 1e-6;
const MEAN_FIELD = "arXiv:1606.05340; arXiv:1611.01232";

/** At most the share of `budgetOf`: a quarter for signals, half for Jacobians, a quarter for ranks. */
export function* studySignal({ network, theta, plan, effort, lean, given }: Subject): Paced<SignalSection> {
  const budget = budgetOf("signal", theta.length, effort);
  const data = samplesOf(given());
  const work = 2 * edgesOf(network);
  const numbers = network.layers.reduce((total, { units }) => total + units, network.inputs);
  const most = Math.min(data?.rows ?? MOST_SAMPLES, MOST_SAMPLES, MOST_NUMBERS / numbers, budget / 4 / work);
  const inputs = most < 1 ? null : inputsOf(network, data, Math.floor(most));
  const sent = inputs === null ? null : yield* send(network, theta, inputs);
  const what = { sent: data === null ? "normal" : "data", samples: inputs?.rows ?? 0 } as const;
  const [depth, last] = [depthOf(network), network.layers.length];
  const why =
    sent === null ? words.tooLong(work / OPERATIONS_PER_SECOND) : isOrdinary(sent) ? null : words.NOTHING_SENT;
  const gain = (way: "forward" | "backward", from: number, to: number, note: string): Claim<number> => {
    const found = sent === null || why !== null ? null : gainBetween(sent[way][from], sent[way][to], depth);
    return found === null
      ? unknown(why ?? words.NOTHING_SENT)
      : measured(found.value, found.error, KEPT * found.value, { note });
  };
  return {
    ...what,
    gain: gain("forward", 0, last, words.sentNote(sentWords(what))),
    backwardGain: gain("backward", last, 0, words.BACK),
    layers:
      sent === null || why !== null
        ? []
        : yield* layersOf(network, sent, lean ? words.NOT_LOOKED : data === null ? words.NO_DATA : null, budget / 4),
    jacobian:
      inputs === null || why !== null || lean
        ? unknown(why ?? words.NOT_LOOKED)
        : yield* jacobianClaim(network, theta, inputs, budget / 2),
    meanField: meanFieldFacts(network, plan, sent?.first ?? 1),
    fluctuation: fluctuationClaim(network, plan),
  };
}

function isOrdinary({ forward, backward }: Sent): boolean {
  return [...forward, ...backward].every((one) => Number.isFinite(sum(one)));
}

function fluctuationClaim(network: Network, plan: Subject["plan"]): Claim<number> {
  const value = lengthFluctuation(network, plan);
  if (value === null) return unknown(words.NO_FLUCTUATION);
  return theorem(value, { text: value === 0 ? "arXiv:1312.6120" : "arXiv:1812.05994" });
}

/** `null`: none were read, or there are only their moments. */
function samplesOf(given: GivenData | null): Matrix | null {
  return given?.kind === "data" && given.set.kind === "samples" ? given.set.x : null;
}

/** [count x inputs]: samples evenly among all, or standard normal numbers. */
function inputsOf(network: Network, data: Matrix | null, count: number): Matrix {
  const random = randomStream(1, "signals");
  const { inputs } = network;
  const all = { rows: count, columns: inputs, data: new Float64Array(count * inputs) };
  for (let s = 0; s < count; s++) {
    const row = data === null ? 0 : Math.floor((s * data.rows) / count) * inputs;
    all.data.set(data === null ? randomInput(network, random) : data.data.subarray(row, row + inputs), s * inputs);
  }
  return all;
}

/** Layers along the longest way. */
function depthOf({ layers }: Network): number {
  const depths: number[] = [];
  for (const { sources } of layers) depths.push(1 + Math.max(...sources.map((source) => depths[source] ?? 0)));
  return depths[layers.length - 1];
}

function meanFieldFacts(network: Network, plan: Subject["plan"], start: number): MeanFieldFacts {
  const found = meanField(network, plan, start);
  if (found === null) return { chi: unknown(words.NO_MEAN_FIELD), fixedPoint: null, depthScale: null };
  const { chi, fixedPoint } = found;
  const rate = Math.abs(Math.log(chi));
  return {
    chi: { value: chi, basis: "predicted", reference: MEAN_FIELD, note: words.CHI_NOTE },
    fixedPoint,
    depthScale: rate < CRITICAL ? null : 1 / rate,
  };
}

/** The input, then each layer. `unranked`: why nothing is said of its units on the data. */
function* layersOf(network: Network, sent: Sent, unranked: string | null, most: number): Paced<SignalLayer[]> {
  const samples = sent.forward[0].length;
  const squares = (of: readonly Float64Array[]): number[] => of.map((one) => sum(one) / samples);
  const [forward, backward] = [squares(sent.forward), squares(sent.backward)];
  const work = sent.units.reduce((total, { rows }) => total + rankWork(rows, samples), 0);
  const why = unranked ?? (work > most ? words.tooLong(work / OPERATIONS_PER_SECOND) : null);
  const ratio = (b: number, a: number): number | null => (a > 0 && Number.isFinite(b / a) ? Math.sqrt(b / a) : null);
  const result: SignalLayer[] = [];
  for (const [at, layer] of [null, ...network.layers].entries()) {
    const sources = layer?.sources ?? [];
    const widths = sources.map((source) => widthOf(network, source));
    const all = widths.reduce((total, width) => total + width, 0);
    const read = (of: readonly number[]): number => sources.reduce((t, s, k) => t + of[s + 1] * widths[k], 0) / all;
    const own = layer === null ? null : sent.units[at - 1];
    result.push({
      layer: sourceName(network, at - 1),
      forward: Math.sqrt(forward[at]),
      backward: Math.sqrt(backward[at]),
      gain: ratio(forward[at], read(forward)),
      backwardGain: ratio(read(backward), backward[at]),
      rank: own === null || why !== null ? unknown(why ?? words.NO_DATA) : yield* rankOf(own),
      constant: own === null || unranked !== null || samples < 2 ? null : constantRows(own),
      units: widthOf(network, at - 1),
    });
  }
  return result;
}

function* rankOf(units: Matrix): Paced<Claim<number>> {
  const { rank, singularValues, tolerance, clear } = yield* spectrumSteps(units);
  return clear ? measured(rank, singularValues[rank] ?? 0, tolerance) : unknown(words.UNCLEAR);
}

function constantRows({ rows, columns, data }: Matrix): number {
  const isConstant = (own: Float64Array): boolean => own.every((one) => one === own[0]);
  return Array.from({ length: rows }, (_, unit) => data.subarray(unit * columns, (unit + 1) * columns)).filter(
    isConstant,
  ).length;
}

function* jacobianClaim(
  network: Network,
  theta: Float64Array,
  inputs: Matrix,
  most: number,
): Paced<Claim<readonly JacobianSpectrum[]>> {
  if (isOfBatches(network)) return unknown(words.OF_BATCHES);
  const work = jacobianWork(network);
  const affine = isAffine(network);
  const points = Math.min(affine ? 1 : MOST_POINTS, inputs.rows, Math.floor(most / work));
  if (points < 1) return unknown(words.tooLong(work / OPERATIONS_PER_SECOND));
  const { spectra, residual } = yield* jacobians(network, theta, inputs, points);
  if (spectra.length === 0) return unknown(words.KINKED);
  const note = words.jacobianNote(spectra.length, affine);
  return measured(spectra.map(summary), residual, JACOBIAN_TOLERANCE, { note });
}

function summary(values: Float64Array): JacobianSpectrum {
  const { length } = values;
  const median = (values[Math.floor((length - 1) / 2)] + values[Math.floor(length / 2)]) / 2;
  return { largest: values[0], median, smallest: values[length - 1] };
}
