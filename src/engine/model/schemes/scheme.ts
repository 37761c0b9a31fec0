/**
 * What is known of an initialization scheme: how it draws weights, and what a spec may say of it. A scheme is one file
 * here (or a few lines in that of its relatives) and one row in index.ts: whatever else asks (drawing, the schema, what
 * is used and what is missing in a spec, docs/spec.md) reads it off the row. test/house/schemes.test.ts holds each row
 * against its own numbers.
 */
import type { RandomStream } from "../../math/random/streams";
import type { RelaxedBalancedDraw } from "../relaxed-balanced";

/** How it draws: weight by weight, a matrix at a time, all layers at once, or not at all. */
export type SchemeRow = EntriesScheme | MatrixScheme | TogetherScheme | GivenScheme | FileScheme;

/** Each weight by itself. */
export interface EntriesScheme<Name extends string = string> extends Spoken<Name> {
  readonly draws: "entries";
  entry(random: RandomStream, fan: Fan, own: Own<Name>): number;
  /** Of an entry, exactly. */
  moments(fan: Fan, own: Own<Name>): Moments;
  /** An entry is normally distributed. */
  readonly normal: boolean;
}

/** The weights on one source together. */
export interface MatrixScheme<Name extends string = string> extends Spoken<Name> {
  readonly draws: "matrix";
  /** Row-major, of shape [rows, columns]. */
  matrix(random: RandomStream, rows: number, columns: number, own: Own<Name>): Float64Array;
  /** Of a layer that has one weight for each unit. */
  list(random: RandomStream, units: number, own: Own<Name>): Float64Array;
  /** Multiplications beyond a few per weight. */
  cost(rows: number, columns: number): number;
}

/** A chain of dense linear layers with λ_i at each inner interface; λ is 0 unless the scheme takes it from the spec. */
export interface TogetherScheme<Name extends string = string> extends Spoken<Name> {
  readonly draws: "together";
  /** For widths n_0 … n_L; `scale`: the size of the first layer's draw. */
  draw(widths: readonly number[], lambda: readonly number[], scale: number, seed: number): RelaxedBalancedDraw;
  /** Multiplications beyond a few per weight. */
  cost(widths: readonly number[]): number;
}

/** As the spec lists them. */
export interface GivenScheme<Name extends string = string> extends Spoken<Name> {
  readonly draws: "given";
}

/** As a file beside the spec has them: all layers at once, but those that the spec draws otherwise. */
export interface FileScheme<Name extends string = string> extends Spoken<Name> {
  readonly draws: "file";
}

/** What a spec may say of it. */
interface Spoken<Name extends string> {
  /** Markdown, for the schema and docs/spec.md. */
  readonly words: string;
  /** Added to it in the schema: what it makes of the path of a linear-ode layer, if that does not go without saying. */
  readonly pathWords?: string;
  /** Properties that are numbers: all that is to be known of them stands here. */
  readonly numbers: { readonly [Own in Name]: OwnNumber };
  /** Others, which spec/schema/initialization.ts describes; those it needs and those it may have. */
  readonly needs?: readonly OtherProperty[];
  readonly takes?: readonly OtherProperty[];
}

export type OtherProperty = "lambda" | "lengthScale" | "weights" | "biases" | "bias" | "path" | "tensors";

/** One that has no default must be written; messages then suggest the example. */
export type OwnNumber = {
  /** A sentence in Markdown, behind the names of the schemes that have it. */
  readonly words: string;
  /** As JSON schema says it. */
  readonly range: { readonly minimum?: number; readonly maximum?: number };
} & ({ readonly default: number } | { readonly example: number });

export type Own<Name extends string = string> = { readonly [Own in Name]: number };

/** How many weights meet at one of the layer's units, and at one of the source's: of a matrix its columns and rows. */
export interface Fan {
  readonly in: number;
  readonly out: number;
}

export interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

/** A row whose own numbers have the names that its functions ask for. */
export function entries<Name extends string>(row: Omit<EntriesScheme<Name>, "draws">): EntriesScheme<Name> {
  return { ...row, draws: "entries" };
}
