/**
 * Counting laws where phi is the function itself, F(theta)(x): the fields are grad_theta <y, F(theta)(x)> for all x and
 * y. Whatever they span, dim Lie is at least its dimension, so  D - (rank of fields)  bounds the number of laws from
 * above. Where that meets the number of known laws (usually none), the count is decided; brackets are not tried.
 *
 * *Exact*, one hidden layer of an activation with free values (model/activations/free-values.ts): a field has the entries y_o s_k, (sum_o y_o a_ok)
 * s'_k x_j, … with s_k = sigma(w_k·x + b_k). At distinct inputs the pre-activations are polynomials that are linearly
 * independent over the rationals, so their exponentials are algebraically independent over the field of rational
 * functions (Ax 1971, the functional Lindemann-Weierstrass theorem), and with them one free number t per neuron and
 * input: for tanh, sigmoid, softplus, silu, mish and sin, s and s' are rational in it, u and one further primitive. Drawing t modulo
 * a prime therefore gives a proven lower bound for the real activation.
 *
 * *Measured*, any depth and activation: the same matrix in floating point at a random theta, its rank decided with its
 * gap.
 */
import type { Claim } from "../../findings/claim";
import { certified, measured } from "../../findings/claim";
import { telling, type Progress } from "../../findings/progress";
import { zeros } from "../../math/dense/matrix";
import { spectrumSteps } from "../../math/dense/rank";
import { createEchelon, insert } from "../../math/modular/echelon";
import { PRIMES, reduce } from "../../math/modular/field";
import type { ModularMap } from "../../math/modular/maps";
import type { RandomStream } from "../../math/random/streams";
import { randomStream } from "../../math/random/streams";
import { sigmaOf } from "../../model/activations";
import { drawResidue, type FreeValues } from "../../model/activations/free-values";
import type { Network } from "../../model/network";
import { blocksOf, compile } from "../../model/compile";
import { INPUT } from "../../model/network";
import { positionsOf, sizeOf, unitAt } from "../../model/shape";
import { randomWhole, wholeOf } from "../../model/whole";
import { modularGradient, modularProgram } from "../../model/passes/modular/gradient";
import { samplePass } from "../../model/passes/sample/sample";
import type { LawFamily } from "./families";
import type { Pulls } from "./fields";
import { lawRankAt } from "./law-rank";
import { rankOfOutputs } from "./words";

export interface FunctionCount {
  readonly known: Claim<number>;
  readonly independent: Claim<number>;
  readonly lieDimension: Claim<number>;
  readonly complete: Claim<boolean>;
  readonly certificate: {
    readonly primes: readonly number[];
    readonly lieRank: number;
    readonly lawRank: number;
  } | null;
}

/** Largest D of the exact and of the floating point matrix. */
const LARGEST_EXACT = 2000;
const LARGEST_MEASURED = 400;
/** Rows beyond D, so that an unlucky draw does not cost the decision. */
const SURPLUS = 10;
/** Inputs without a gradient that are drawn anew. */
const MOST_MISSES = 1000;
const EXACT_REFERENCE = "ranks over GF(p); J. Ax, On Schanuel's conjectures (1971), for the activation's values";

/** null when the bounds do not meet or the network is too large. */
export function* countFunctionLaws(
  network: Network,
  families: readonly LawFamily[],
  parameters: number,
  seed: number,
  pulls: Pulls = "all",
): Generator<Progress, FunctionCount | null> {
  yield { stage: "Counting conservation laws", fraction: null };
  if (families.length === 0 && pulls === "all" && parameters <= LARGEST_EXACT && freeValues(network) !== null) {
    const rank = yield* exactRank(network, parameters, seed);
    if (rank === parameters)
      return decided(0, parameters, (value) => certified(value, { reference: EXACT_REFERENCE }), [PRIMES[0]]);
  }
  if (parameters > LARGEST_MEASURED) return null;
  const known = randomStream(seed, "function laws/known");
  const point = Float64Array.from({ length: parameters }, () => drawResidue(known, PRIMES[0]));
  const lawRank = yield* lawRankAt(families, point, PRIMES[0], known);
  const fields = fieldMatrix(network, parameters, seed, pulls);
  if (fields === null) return null;
  const decision = yield* telling(spectrumSteps(fields), {
    stage: "Counting conservation laws",
    fraction: null,
  });
  if (!decision.clear || parameters - decision.rank !== lawRank) return null;
  const smallest = decision.singularValues[decision.rank - 1];
  const note = rankOfOutputs(parameters + SURPLUS, smallest / decision.singularValues[0]);
  return decided(lawRank, parameters, (value) => measured(value, smallest, decision.tolerance, { note }), null);
}

function decided(
  laws: number,
  parameters: number,
  claim: <T>(value: T) => Claim<T>,
  primes: readonly number[] | null,
): FunctionCount {
  return {
    known: claim(laws),
    independent: claim(laws),
    lieDimension: claim(parameters - laws),
    complete: claim(true),
    certificate: primes === null ? null : { primes, lieRank: parameters - laws, lawRank: laws },
  };
}

/** The free values of a chain with one hidden layer, or null where the argument above does not cover the network. */
function freeValues(network: Network): FreeValues | null {
  const [hidden, output] = network.layers;
  const shape = network.layers.length === 2 && blocksOf(network).every(({ wiring }) => wiring.name === "full");
  if (
    !shape ||
    hidden.sources[0] !== INPUT ||
    hidden.sources.length > 1 ||
    output.sources[0] !== 0 ||
    output.sources.length > 1
  )
    return null;
  return sigmaOf(hidden.activation).freeValues;
}

function* exactRank(network: Network, parameters: number, seed: number): Generator<Progress, number> {
  const [p] = PRIMES;
  const random = randomStream(seed, "function laws");
  const free = freeValues(network)!;
  const program = modularProgram(compile(network).beforeLoss, p);
  const theta = Float64Array.from({ length: parameters }, () => drawResidue(random, p));
  const echelon = createEchelon(p, parameters);
  const outputs = network.layers[1].units;
  for (let row = 0; row < parameters + SURPLUS && echelon.rows.length < parameters; row++) {
    const input = Float64Array.from({ length: network.inputs }, () => drawResidue(random, p));
    const output = Float64Array.from({ length: outputs }, () => drawResidue(random, p));
    const numbers = { input, constant: 1, maps: [freeMap(free, random)], output };
    const [vector] = modularGradient(program, numbers, [theta]);
    insert(echelon, vector);
    if (row % 20 === 0) yield { stage: "Counting conservation laws", fraction: row / parameters };
  }
  return echelon.rows.length;
}

/** Free values in place of the activation's, of one input. */
function freeMap(free: FreeValues, random: RandomStream): ModularMap {
  let slopes = new Float64Array(0);
  return {
    forward([values], z, y, size, p) {
      slopes = new Float64Array(size);
      for (let i = 0; i < size; i++) {
        const { value, derivative } = free(values[z + i], random, p);
        [values[y + i], slopes[i]] = [value, derivative];
      }
    },
    backward(_, __, [pulls], dy, dz, size, p) {
      for (let i = 0; i < size; i++) pulls[dz + i] = reduce(pulls[dz + i] + pulls[dy + i] * slopes[i], p);
    },
  };
}

/**
 * Rows grad_theta <y, F(theta)(x)> at random x, y, each of unit length; theta Gaussian of the size that keeps signals
 * of order 1. `null`: it is defined at hardly any x, as a norm without eps of numbers that relu makes 0.
 */
function fieldMatrix(
  network: Network,
  parameters: number,
  seed: number,
  pulls: Pulls,
): { rows: number; columns: number; data: Float64Array } | null {
  const random = randomStream(seed, "function laws/measured");
  const theta = new Float64Array(parameters);
  for (const block of blocksOf(network)) {
    const isMatrix = block.source !== null && block.wiring.name === "full";
    const size = isMatrix ? Math.sqrt(2 / block.columns) : 1;
    for (let i = 0; i < block.rows * block.columns; i++) theta[block.offset + i] = size * random.normal();
  }
  const { program } = wholeOf(network);
  const pass = samplePass(program);
  const drawn = (length: number): Float64Array => Float64Array.from({ length }, () => 1.5 * random.normal());
  const matrix = zeros(parameters + SURPLUS, parameters);
  let misses = 0;
  for (let row = 0; row < matrix.rows; row++) {
    pass.forward(
      theta,
      randomWhole(network, random, () => 1.5 * random.normal()),
      program.instructions.length,
    );
    const gradient = new Float64Array(parameters);
    const output = drawn(program.instructions[program.output].size);
    if (pulls === "centred") takeMeansOut(network, output);
    pass.backward(theta, program.output, output, gradient, null);
    const square = gradient.reduce((sum, g) => sum + g * g, 0);
    if (!Number.isFinite(square)) {
      if (misses++ > MOST_MISSES) return null;
      row--;
      continue;
    }
    const length = Math.sqrt(square) || 1;
    matrix.data.set(
      gradient.map((g) => g / length),
      row * parameters,
    );
  }
  return matrix;
}

/** Over the classes, at every position. */
function takeMeansOut(network: Network, output: Float64Array): void {
  const { layers } = compile(network);
  const { shape } = layers[layers.length - 1];
  const { channels } = shape;
  for (let from = 0; from < output.length; from += sizeOf(shape))
    for (let p = 0; p < positionsOf(shape); p++) {
      let mean = 0;
      for (let c = 0; c < channels; c++) mean += output[from + unitAt(shape, c, p)] / channels;
      for (let c = 0; c < channels; c++) output[from + unitAt(shape, c, p)] -= mean;
    }
}
