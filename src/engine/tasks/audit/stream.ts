/**
 * The tensors of weights files, each read once from front to back (twice where a sum asks for it) in chunks, and added up by
 * whoever asked. Memory: a chunk, and what the sums hold; never a tensor, and never theta.
 */
import type { Checkpoint, TensorInfo } from "../../checkpoint/checkpoint";
import type { Progress } from "../../findings/progress";
import { Desk } from "./desk";
import type { Sum } from "./sums";

/** What a tensor's values add up to. */
export interface TensorSums {
  readonly info: TensorInfo;
  /** ‖·‖² of what is finite. */
  readonly square: number;
  readonly nan: number;
  readonly infinite: number;
}

/** A file, and what is wanted of its tensors. */
export class Reading {
  readonly #uses = new Map<string, Use[]>();
  readonly tensors = new Map<string, TensorSums>();

  readonly byName: ReadonlyMap<string, TensorInfo>;

  constructor(readonly checkpoint: Checkpoint) {
    this.byName = new Map(checkpoint.tensors.map((info) => [info.name, info]));
  }

  /** `done`: it has seen all of the tensor. `held`: numbers it holds while it does. */
  add(tensor: string, sum: Sum, held = 0, done: () => void = () => undefined): void {
    const uses = this.#uses.get(tensor);
    if (uses === undefined) this.#uses.set(tensor, [{ sum, held, done }]);
    else uses.push({ sum, held, done });
  }

  /** What is wanted of a tensor; it is forgotten here. */
  takeUses(tensor: string): readonly Use[] {
    const uses = this.#uses.get(tensor) ?? [];
    this.#uses.delete(tensor);
    return uses;
  }
}

interface Use {
  readonly sum: Sum;
  readonly held: number;
  readonly done: () => void;
}

/** Elements that are read at once: few enough to stay in the processor's cache until all sums have seen them. */
const CHUNK = 2 ** 16;
/** Of a tensor that does not lie in one piece, of which every read may pass over all of the file. */
const SCATTERED_CHUNK = 2 ** 18;
/** Numbers that the sums of one pass may hold together: 128 MB. */
const MOST_HELD = 2 ** 24;

/** Reads every tensor of the files, those of one name one after the other. Throws a `CheckpointError`. */
export function* readAll(readings: readonly Reading[]): Generator<Progress, void> {
  const names = [...new Set(readings.flatMap(({ checkpoint }) => checkpoint.tensors.map(({ name }) => name)))];
  const total = readings.reduce((sum, { checkpoint }) => sum + sizeOf(checkpoint.tensors), 0);
  const isWhole = readings.every(({ checkpoint }) => checkpoint.tensors.every(({ place }) => place !== null));
  const desk = new Desk(isWhole ? CHUNK : SCATTERED_CHUNK);
  let read = 0;
  for (const name of names)
    for (const reading of readings) {
      const info = reading.byName.get(name);
      if (info === undefined || info.unreadable !== null) continue;
      const steps = readTensor(reading, info, desk);
      for (let step = steps.next(); step.done !== true; step = steps.next()) {
        read += step.value;
        yield { stage: "Reading the weights", fraction: total === 0 ? null : Math.min(1, read / total) };
      }
    }
}

/** Yields the elements read for the first time since the last yield. */
function* readTensor(reading: Reading, info: TensorInfo, desk: Desk): Generator<number, void> {
  const uses = reading.takeUses(info.name);
  let [square, nan, infinite] = [0, 0, 0];
  for (const [b, batch] of batches(uses).entries()) {
    const passes = Math.max(1, ...batch.map(({ sum }) => sum.passes));
    const atOnce = info.place === null ? desk.elements : Math.min(CHUNK, desk.elements);
    for (const { sum } of batch) sum.begin?.(desk);
    for (let pass = 0; pass < passes; pass++)
      for (let from = 0; from < info.elements; from += atOnce) {
        const count = Math.min(atOnce, info.elements - from);
        const values = readTo(desk, reading.checkpoint, info.name, from, count);
        const isFirst = b === 0 && pass === 0;
        if (isFirst) {
          const own = desk.kernel.square(0, count);
          if (Number.isFinite(own)) square += own;
          else
            for (const value of values)
              if (Number.isNaN(value)) nan++;
              else if (!Number.isFinite(value)) infinite++;
              else square += value * value;
        }
        for (const { sum } of batch) if (pass < sum.passes) sum.chunk(values, from, pass);
        yield isFirst ? count : 0;
      }
    for (const { sum } of batch) sum.end?.();
    desk.clear();
    for (const { done } of batch) done();
  }
  reading.tensors.set(info.name, { info, square, nan, infinite });
}

/** At least one, so that every tensor is read. */
function batches(uses: readonly Use[]): (readonly Use[])[] {
  const result: Use[][] = [[]];
  let held = 0;
  for (const use of uses) {
    if (held + use.held > MOST_HELD && held > 0) {
      result.push([]);
      held = 0;
    }
    held += use.held;
    result[result.length - 1].push(use);
  }
  return result;
}

/** The values, at the beginning of the desk. */
function readTo(desk: Desk, { read }: Checkpoint, name: string, from: number, count: number): Float64Array {
  const room = desk.room(count);
  const { values } = read(name, { from, count, room });
  if (values !== room.values) room.values.set(values);
  return room.values;
}

function sizeOf(tensors: readonly TensorInfo[]): number {
  return tensors.reduce((sum, { elements, unreadable }) => sum + (unreadable === null ? elements : 0), 0);
}
