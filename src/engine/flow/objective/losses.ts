/**
 * Losses as a table. For outputs f = f(x) in R^o of N samples:
 *   mse             L = 1/(2N) sum ‖f - y‖²            df = (f - y) / N                  y in R^o
 *   logistic        L = 1/N sum log(1 + exp(-y f))     df = -y / (1 + exp(y f)) / N      o = 1, y = -1 or 1
 *   cross-entropy   L = 1/N sum -log softmax(f)_y      df = (softmax(f) - e_y) / N       y one class of 0 … o - 1
 * Of a sequence or an image the cross-entropy is the mean over its positions, each with a class of its own.
 * log(1 + exp(-m)) and softmax are taken with the largest exponent out, so that no margin overflows.
 * Reference: Murphy, Probabilistic Machine Learning: An Introduction (2022), sections 10.2 and 10.3.
 */
import type { Matrix } from "../../math/dense/matrix";
import { compile } from "../../model/compile";
import type { Network } from "../../model/network";
import { positionsOf } from "../../model/shape";
import { t } from "../../findings/language";

export type LossName = "mse" | "logistic" | "cross-entropy";

/**
 * Rows of `stride` samples of which the first `count` count: where outputs, targets and derivatives lie in `numbers`.
 */
export interface LossPlace {
  readonly numbers: Float64Array;
  readonly outputs: number;
  readonly layout: OutputLayout;
  /** Where the outputs' rows begin, and those of the targets; the derivatives dL/df go to `into`. */
  readonly from: number;
  readonly targets: number;
  readonly into: number;
}

/** Outputs as classes at positions: which of them is that of a class at a position. */
export interface OutputLayout {
  readonly classes: number;
  readonly positions: number;
  /** From class to class, and from position to position. */
  readonly steps: readonly [number, number];
}

/** How a network's outputs are laid out, from the shape of its last layer. */
export function outputLayout(network: Network): OutputLayout {
  const { layers } = compile(network);
  const { shape } = layers[layers.length - 1];
  const positions = positionsOf(shape);
  const { channels: classes, fastest } = shape;
  return { classes, positions, steps: fastest === "channels" ? [1, classes] : [positions, 1] };
}

/** Sum over the samples, times `weight`, which the derivative has too. */
export type LossRule = (place: LossPlace, count: number, stride: number, weight: number) => number;

export const LOSSES: Readonly<Record<LossName, LossRule>> = {
  mse: ({ numbers, outputs, from, targets, into }, count, stride, weight) => {
    let sum = 0;
    for (let row = 0; row < outputs; row++) {
      const shift = row * stride;
      for (let s = shift; s < shift + count; s++) {
        const error = numbers[from + s] - numbers[targets + s];
        sum += error * error;
        numbers[into + s] = weight * error;
      }
    }
    return (weight * sum) / 2;
  },
  logistic: ({ numbers, from, targets, into }, count, _stride, weight) => {
    let sum = 0;
    for (let s = 0; s < count; s++) {
      const label = numbers[targets + s];
      const margin = label * numbers[from + s];
      const small = Math.exp(-Math.abs(margin));
      sum += Math.max(-margin, 0) + Math.log1p(small);
      numbers[into + s] = (-weight * label * (margin >= 0 ? small : 1)) / (1 + small);
    }
    return weight * sum;
  },
  "cross-entropy": ({ numbers, layout, from, targets, into }, count, stride, whole) => {
    const { classes, positions, steps } = layout;
    const [step, weight] = [steps[0] * stride, whole / positions];
    let sum = 0;
    for (let p = 0; p < positions; p++)
      for (let s = 0; s < count; s++) {
        const shift = p * steps[1] * stride + s;
        const [scores, pulls] = [from + shift, into + shift];
        let largest = -Infinity;
        for (let o = 0; o < classes; o++) largest = Math.max(largest, numbers[scores + o * step]);
        let total = 0;
        for (let o = 0; o < classes; o++) {
          const share = Math.exp(numbers[scores + o * step] - largest);
          numbers[pulls + o * step] = share;
          total += share;
        }
        const label = numbers[targets + p * stride + s];
        sum += Math.log(total) + largest - numbers[scores + label * step];
        for (let o = 0; o < classes; o++) numbers[pulls + o * step] *= weight / total;
        numbers[pulls + label * step] -= weight;
      }
    return weight * sum;
  },
};

/** What a table of labels lacks; `row` counts from 0. */
export interface LabelFault {
  readonly row: number;
  readonly message: string;
  readonly help: string;
}

export type Labels =
  { readonly kind: "targets"; readonly targets: Matrix } | { readonly kind: "fault"; readonly fault: LabelFault };

/** How many numbers a sample's label may have under the loss. */
export function targetWidths(loss: LossName, { classes, positions }: OutputLayout): readonly number[] {
  switch (loss) {
    case "mse":
      return [classes * positions];
    case "logistic":
      return [1];
    case "cross-entropy":
      return positions === 1 ? [1, classes] : [positions];
  }
}

/**
 * The labels as the rules above read them: 0 and 1 become -1 and 1 for logistic, one-hot rows become class numbers for
 * cross-entropy. `y` has one of the widths that `targetWidths` names.
 */
export function readLabels(loss: LossName, { classes, positions }: OutputLayout, y: Matrix): Labels {
  switch (loss) {
    case "mse":
      return { kind: "targets", targets: y };
    case "logistic":
      return logisticLabels(y);
    case "cross-entropy":
      return y.columns === positions ? classNumbers(y, classes) : oneHot(y);
  }
}

function logisticLabels(y: Matrix): Labels {
  const zero = y.data.indexOf(0);
  const odd = y.data.findIndex((label) => label !== -1 && label !== 0 && label !== 1);
  const negative = y.data.indexOf(-1);
  if (odd >= 0)
    return fault(
      odd,
      t`The loss "logistic" has two classes, written -1 and 1 (or 0 and 1); this label is ${y.data[odd]}.`,
      t`Write -1 or 1.`,
    );
  if (zero >= 0 && negative >= 0)
    return fault(
      Math.max(zero, negative),
      t`The labels mix -1 with 0, so it is not clear what they mean.`,
      t`Write -1 and 1, or 0 and 1, throughout.`,
    );
  return { kind: "targets", targets: zero < 0 ? y : { ...y, data: y.data.map((label) => 2 * label - 1) } };
}

function classNumbers(y: Matrix, classes: number): Labels {
  const odd = y.data.findIndex((label) => !Number.isInteger(label) || label < 0 || label >= classes);
  return odd < 0
    ? { kind: "targets", targets: y }
    : fault(
        Math.floor(odd / y.columns),
        t`A class is a whole number from 0 to ${classes - 1}, one per output; this label is ${y.data[odd]}.`,
        t`Number the classes from 0, or give the network one output per class.`,
      );
}

function oneHot(y: Matrix): Labels {
  const classes = new Float64Array(y.rows);
  for (let row = 0; row < y.rows; row++) {
    const entries = y.data.subarray(row * y.columns, (row + 1) * y.columns);
    const ones = entries.reduce((sum, entry) => sum + (entry === 1 ? 1 : 0), 0);
    if (ones !== 1 || entries.some((entry) => entry !== 0 && entry !== 1))
      return fault(
        row,
        t`A row of labels for cross-entropy has a single 1, at the sample's class, and 0 elsewhere.`,
        t`Write the class as one number instead, counted from 0, or set one entry to 1 and the others to 0.`,
      );
    classes[row] = entries.indexOf(1);
  }
  return { kind: "targets", targets: { rows: y.rows, columns: 1, data: classes } };
}

function fault(row: number, message: string, help: string): Labels {
  return { kind: "fault", fault: { row, message, help } };
}
