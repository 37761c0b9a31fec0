/**
 * Samples from two arrays of an archive that `numpy.savez` wrote (npy.ts): the first axis of each are the samples, the others are laid out
 * as the network takes them (axes of length 1 may be there or not), or all in one. A vector takes them however they are laid out.
 */
import { isVector, positionsOf, sizeOf, type Shape } from "../../model/shape";
import type { SampleSet } from "../data-set";
import type { TableFault } from "./csv";
import { readNpy, type NumberArray } from "./npy";
import { noSamples, noSuchArray, otherLayout, otherSamples, otherWidth } from "./npy-words";

/** Of an archive the names of all members, and what is in those that were asked for. */
export interface Members {
  readonly names: readonly string[];
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

/** Where NumPy puts the array of this name. */
export function memberOf(array: string): string {
  return `${array}${ENDING}`;
}

const ENDING = ".npy";

/** `widths`: how many targets a sample may have. */
export function readNpz(
  members: Members,
  arrays: { readonly inputs: string; readonly targets: string },
  shape: Shape,
  widths: readonly number[],
): SampleSet | TableFault {
  const found = [arrays.inputs, arrays.targets].map((name) => arrayOf(members, name));
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

function arrayOf({ names, bytes }: Members, name: string): NumberArray | TableFault {
  const found = bytes.get(memberOf(name));
  if (found === undefined)
    return noSuchArray(
      name,
      names.flatMap((member) => (member.endsWith(ENDING) ? [member.slice(0, -ENDING.length)] : [])),
    );
  const array = readNpy(name, found);
  if ("message" in array) return array;
  return array.axes.length === 0 || array.axes[0] === 0 ? noSamples(name) : array;
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
