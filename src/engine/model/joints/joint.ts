/**
 * Functions of several numbers at once, on each of some groups of a vector's numbers: one file here for each kind. Passes
 * know this interface and no function.
 */
import { reduce } from "../../math/modular/field";
import type { JetNumber } from "../../math/modular/jet-number";
import type { Jet } from "../../math/modular/multi-dual";

/** One of many numbers, with its derivatives. */
export function numberAt(values: Jet, at: number): JetNumber {
  return Float64Array.from(values, (part) => part[at]);
}

/** Adds to it. */
export function addAt(values: Jet, at: number, by: JetNumber, p: number): void {
  by.forEach((x, s) => (values[s][at] = reduce(values[s][at] + x, p)));
}

/** Which numbers belong together. A number may be in several groups where each makes one number, else in one at most. */
export interface Groups {
  readonly count: number;
  members(group: number): readonly number[];
}

export interface Joint {
  readonly name: string;
  /** A number for each member, in its place (those of no group are 0); or one for each group. */
  readonly makes: "all" | "one";
  /** y of z, for `samples` numbers that follow each place. */
  forward(z: Float64Array, zAt: Places, y: Float64Array, yAt: Places, samples: number): void;
  /** dz += the derivative's transpose times dy. */
  backward(of: Rows, pulls: Rows, samples: number): void;
  /** The same modulo a prime; `null`: nothing stands for it there. */
  readonly modular: ModularJoint | null;
  /**
   * Where only symmetries matter: any function modulo a prime with the symmetries of this one, and its derivative; absent:
   * `modular`, or where that is `null` a function without any.
   */
  readonly formal?: (generic: Hashed) => ModularJoint;
  /** It has kinks, and is no power series there. */
  readonly kinks?: true;
  /** It is made of the exponentials of its numbers: what stands for it holds where they are independent. */
  readonly exponentials?: true;
  /**
   * It takes its numbers of all samples of a batch at once: what it is where such samples lie one after the other in one vector, so
   * that a group has the numbers of all of them (program/batch.ts). Absent: samples do not act on each other.
   */
  readonly ofBatch?: Joint;
  /** Of one number alone it is no constant. */
  readonly variesAlone?: true;
}

/** Where the numbers of each member begin, and of what is made of them. */
export type Places = ArrayLike<number>;

/** Numbers before and behind it, or the derivatives by them. */
export interface Rows {
  readonly z: Float64Array;
  readonly zAt: Places;
  readonly y: Float64Array;
  readonly yAt: Places;
}

export interface ModularJoint {
  forward(values: Jet, zAt: Places, yAt: Places, p: number): void;
  backward(values: Jet, zAt: Places, yAt: Places, pulls: Jet, dyAt: Places, dzAt: Places, p: number): void;
  /** What it takes the root of: it stands only where that is a square and not 0. Absent: it takes none. */
  readonly radicand?: (values: Jet, zAt: Places, p: number) => number;
}

/** A function without any symmetry: a residue for whole numbers. */
export type Hashed = (...of: readonly number[]) => number;

/** Of each group which numbers it is of, and which it makes. */
export function placesOf({ count, members }: Groups, { makes }: Joint): readonly GroupPlaces[] {
  return Array.from({ length: count }, (_, group) => {
    const z = members(group);
    return { z, y: makes === "all" ? z : [group] };
  });
}

export interface GroupPlaces {
  readonly z: readonly number[];
  readonly y: readonly number[];
}

/** Groups of so many numbers that lie one after the other. */
export function consecutive(count: number, length: number): Groups {
  return { count, members: (group) => Array.from({ length }, (_, i) => group * length + i) };
}
