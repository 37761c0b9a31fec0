/**
 * Samples labelled by another network, the teacher. Inputs x are standard Gaussian (tokens are drawn evenly), noise is Gaussian on the teacher's
 * outputs:
 *   mse             y = T(x) + noise
 *   logistic        y = sign(T(x) + noise)
 *   cross-entropy   y = argmax_k (T(x) + noise)_k, at every position
 * The default teacher of a linear network is one Gaussian matrix; else it is a network of the same architecture.
 * Entries of a matrix with f inputs have variance 1/f, so that outputs are of order 1 at any width; a linear network's
 * one matrix too.
 *
 * Inputs, teacher and noise draw from streams of their own: more samples or another noise leave the rest as it was.
 */
import { fromRows, zeros, type Matrix } from "../../math/dense/matrix";
import { randomStream } from "../../math/random/streams";
import { activationNamed } from "../../model/activations";
import { blocksOf, parameterCount } from "../../model/compile";
import { fanIn } from "../../model/fan";
import { randomInput } from "../../model/inputs";
import { INPUT, type Network } from "../../model/network";
import { evaluate, isAllLinear } from "../objective/objective";
import { outputLayout, type LossName, type OutputLayout } from "../objective/losses";
import type { DataPlan, TeacherPlan } from "../plan";
import type { SampleSet } from "../data-set";

export function drawTeacherData(
  network: Network,
  { samples, noise, seed, teacher }: Extract<DataPlan, { kind: "teacher" }>,
  loss: LossName,
): SampleSet {
  const normals = (label: string, rows: number, columns: number, size: number): Matrix => {
    const random = randomStream(seed, label);
    const drawn = zeros(rows, columns);
    for (let i = 0; i < drawn.data.length; i++) drawn.data[i] = size * random.normal();
    return drawn;
  };
  const labeller = teacherOf(network, teacher);
  const x = zeros(samples, network.inputs);
  const random = randomStream(seed, "data/inputs");
  for (let s = 0; s < samples; s++) x.data.set(randomInput(network, random), s * network.inputs);
  const clean = evaluate(labeller, drawTeacher(labeller, seed), x);
  const added = normals("data/noise", clean.rows, clean.columns, noise);
  const outputs: Matrix = { ...clean, data: clean.data.map((value, i) => value + added.data[i]) };
  return { kind: "samples", x, y: labelled(outputs, loss, outputLayout(network)) };
}

/**
 * The network that labels the samples. Its output layer is linear when it is described, as in the short form of a spec.
 */
function teacherOf(network: Network, teacher: TeacherPlan | null): Network {
  if (teacher !== null) return chain(teacher.widths, teacher.activation);
  return isAllLinear(network)
    ? chain([network.inputs, network.layers[network.layers.length - 1].units], "identity")
    : network;
}

function chain(widths: readonly number[], activation: TeacherPlan["activation"]): Network {
  return {
    inputs: widths[0],
    parametrization: "auto",
    layers: widths.slice(1).map((units, i) => ({
      name: `layer${i + 1}`,
      type: "dense",
      units,
      activation: activationNamed(i === widths.length - 2 ? "identity" : activation),
      bias: false,
      sources: [i === 0 ? INPUT : i - 1],
    })),
  };
}

function drawTeacher(teacher: Network, seed: number): Float64Array {
  const theta = new Float64Array(parameterCount(teacher));
  const random = randomStream(seed, "data/teacher");
  const blocks = blocksOf(teacher);
  for (const { layer, source, rows, columns, offset } of blocks) {
    if (source === null) continue;
    const inputs = fanIn(blocks.filter((other) => other.layer === layer));
    for (let i = offset; i < offset + rows * columns; i++) theta[i] = random.normal() / Math.sqrt(inputs);
  }
  return theta;
}

function labelled(outputs: Matrix, loss: LossName, { classes, positions, steps }: OutputLayout): Matrix {
  switch (loss) {
    case "mse":
      return outputs;
    case "logistic":
      return { ...outputs, data: outputs.data.map((value) => (value < 0 ? -1 : 1)) };
    case "cross-entropy":
      return fromRows(
        Array.from({ length: outputs.rows }, (_, s) => {
          const row = outputs.data.subarray(s * outputs.columns, (s + 1) * outputs.columns);
          return Array.from({ length: positions }, (__, p) => {
            const scores = Array.from({ length: classes }, (___, o) => row[o * steps[0] + p * steps[1]]);
            return scores.indexOf(Math.max(...scores));
          });
        }),
      );
  }
}
