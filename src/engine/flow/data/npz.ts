/**
 * Samples from two arrays of a file, such as `numpy.savez` writes: the first axis of each are the samples, the others are laid out as the
 * network takes them (axes of length 1 may be there or not), or all in one. A vector takes them however they are laid out. The host reads
 * the file; which of its numbers can be trained on is decided here.
 */
import { isVector, positionsOf, sizeOf, type Shape } from "../../model/shape";
import type { SampleSet } from "../data-set";
import type { TableFault } from "./csv";
import {
  noNumber,
  noSamples,
  noSuchArray,
  otherLayout,
  otherNumbers,
  otherSamples,
  otherWidth,
  wholeTooLarge,
} from "./npz-words";

/** Of a file the names of all arrays, and those of them that were asked for. */
export interface Arrays {
  readonly names: readonly string[];
  readonly found: ReadonlyMap<string, StoredArray>;
}

export interface StoredArray {
  readonly axes: readonly number[];
  /** As the file calls it. */
  readonly type: string;
  /** Whether its numbers are whole by their type: those beyond 2^53 are then not the doubles that stand for them. */
  readonly isWhole: boolean;
  /** In the order in which the last index moves fastest; `null`: they are none that a double can hold. */
  readonly values: Float64Array | null;
}

type NumberArray = Pick<StoredArray, "axes"> & { readonly values: Float64Array };

/** `widths`: how many targets a sample may have. */
export function readNpz(
  file: Arrays,
  arrays: { readonly inputs: string; readonly targets: string },
  shape: Shape,
  widths: readonly number[],
): SampleSet | TableFault {
  const found = [arrays.inputs, arrays.targets].map((name) => arrayOf(file, name));
  const [x, y] = found;
  if ("message" in x) return x;
  if ("message" in y) return y;
  const [rows, ...layout] = x.axes;
  const wanted = axesOf(shape);
  const columns = wanted.reduce((product, length) => product * length, 1);
  const fits = isVector(shape)
    ? x.values.length === rows * columns
    : longOf(layout).join() === longOf(wanted).join() || longOf(layout).join() === longOf([columns]).join();
  if (!fits) return otherLayout(arrays.inputs, layout, wanted);
  const width = y.values.length / y.axes[0];
  if (!widths.includes(width)) return otherWidth(arrays.targets, width, widths);
  if (y.axes[0] !== rows) return otherSamples(rows, y.axes[0]);
  return {
    kind: "samples",
    x: { rows, columns, data: x.values },
    y: { rows, columns: width, data: y.values },
  };
}

function arrayOf({ names, found }: Arrays, name: string): NumberArray | TableFault {
  const array = found.get(name);
  if (array === undefined) return noSuchArray(name, names);
  const { axes, type, isWhole, values } = array;
  if (values === null) return otherNumbers(name, type);
  const odd = values.findIndex((value) => !Number.isFinite(value) || (isWhole && !Number.isSafeInteger(value)));
  if (odd >= 0) return Number.isFinite(values[odd]) ? wholeTooLarge(name, odd) : noNumber(name, odd, values[odd]);
  return axes.length === 0 || axes[0] === 0 ? noSamples(name) : { axes, values };
}

/** Of tokens one number at each position. */
function axesOf(shape: Shape): readonly number[] {
  if (shape.discrete === true) return [positionsOf(shape)];
  const { channels, extents, fastest } = shape;
  if (extents.length === 0) return [sizeOf(shape)];
  return fastest === "channels" ? [...extents, channels] : [channels, ...extents];
}

function longOf(axes: readonly number[]): readonly number[] {
  return axes.filter((length) => length !== 1);
}
