/**
 * A loss that no parameters avoid, from the data alone.
 *
 * Whatever the network: samples with the same inputs have the same outputs, so that each group of them keeps the loss
 * of its best constant, for mse its variance, for classes the entropy of its labels. A linear network with mse keeps
 * the residual of least squares (../../flow/objective/compress.ts), and a chain of least hidden width r half of the
 * squared singular values of the compressed targets beyond the r-th (Eckart & Young 1936; r + 1 with biases, which add
 * one rank). To rounding of the loss.
 *
 * Cost: one pass over the samples, 2 N (inputs + outputs)² for least squares.
 */
import type { DataSet, SampleSet } from "../../flow/data-set";
import { compress, compressionCost, MOST_AT_ONCE } from "../../flow/objective/compress";
import { outputLayout, readLabels, type LossName } from "../../flow/objective/losses";
import { isAllLinear } from "../../flow/objective/objective";
import type { Matrix } from "../../math/dense/matrix";
import { svd } from "../../math/dense/svd";
import { hiddenLayers, type Network } from "../../model/network";
import { endToEndColumns } from "../../model/passes/transfer/linear";
import { isLinearChain } from "../../model/structure";

export function lossFloor(network: Network, data: DataSet, loss: LossName): number {
  const biased = endToEndColumns(network) > network.inputs;
  if (data.kind === "target") return beyondRank(network, data.matrix, biased);
  if (loss === "mse" && isAllLinear(network)) {
    const { x, y } = data;
    // No floor is known then but 0.
    if (compressionCost(x.rows, x.columns + (biased ? 1 : 0), y.columns) > MOST_AT_ONCE) return 0;
    const { samples, unavoidable } = compress(x, y, biased);
    return unavoidable + beyondRank(network, samples.y, biased);
  }
  const groups = groupsOf(data);
  if (groups.length === data.x.rows) return 0;
  const sum = loss === "mse" ? withinGroups(data, groups) : entropyOf(network, data, groups, loss);
  return sum / data.x.rows;
}

/** Wider ones are not decomposed. */
const WIDEST = 60;

/** What a chain that is too narrow leaves of the targets. */
function beyondRank(network: Network, targets: Matrix, biased: boolean): number {
  const rank = Math.min(...hiddenLayers(network).map((layer) => network.layers[layer].units)) + (biased ? 1 : 0);
  const { rows, columns } = targets;
  if (!isLinearChain(network) || rank >= Math.min(rows, columns) || Math.max(rows, columns) > WIDEST) return 0;
  return svd(targets)
    .values.slice(rank)
    .reduce((sum, value) => sum + (value * value) / 2, 0);
}

/** The rows of samples with equal inputs. */
function groupsOf({ x }: SampleSet): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (let row = 0; row < x.rows; row++) {
    const key = x.data.subarray(row * x.columns, (row + 1) * x.columns).join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** ½ sum of squared distances from the group's mean. */
function withinGroups({ y }: SampleSet, groups: readonly (readonly number[])[]): number {
  let sum = 0;
  for (const rows of groups)
    for (let column = 0; column < y.columns; column++) {
      const values = rows.map((row) => y.data[row * y.columns + column]);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      for (const value of values) sum += (value - mean) ** 2 / 2;
    }
  return sum;
}

/** sum over the samples of -log of their label's share in their group. */
function entropyOf(network: Network, { y }: SampleSet, groups: readonly (readonly number[])[], loss: LossName): number {
  const labels = readLabels(loss, outputLayout(network), y);
  if (labels.kind === "fault") return 0;
  const { columns, data } = labels.targets;
  let sum = 0;
  for (const rows of groups)
    for (let position = 0; position < columns; position++) {
      const counts = new Map<number, number>();
      for (const row of rows) {
        const label = data[row * columns + position];
        counts.set(label, (counts.get(label) ?? 0) + 1);
      }
      for (const count of counts.values()) sum -= (count * Math.log(count / rows.length)) / columns;
    }
  return sum;
}
