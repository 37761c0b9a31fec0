/**
 * What a spec asks of a training run, as plain data: what is learnt, which loss is made small, how the parameters move.
 */
import type { Matrix } from "../math/dense/matrix";
import type { ActivationName } from "../model/network";
import type { LossName } from "./objective/losses";

export interface TrainingPlan {
  readonly data: DataPlan;
  readonly loss: LossName;
  readonly optimizer: Optimizer;
}

export type DataPlan =
  /** Standard Gaussian inputs, labelled by another network (data/teacher.ts). `teacher`: null is the default one. */
  | {
      readonly kind: "teacher";
      readonly samples: number;
      readonly noise: number;
      readonly seed: number;
      readonly teacher: TeacherPlan | null;
    }
  /** Whitened inputs; [outputs x inputs]. */
  | { readonly kind: "target"; readonly matrix: Matrix }
  /** Rows are samples. `classes`: where the labels are names; entry k is class k. */
  | { readonly kind: "inline"; readonly x: Matrix; readonly y: Matrix; readonly classes: readonly string[] | null }
  | CsvPlan
  | NpzPlan
  | TokensPlan;

/** Windows of tokens, and the next ones to be told (data/tokens.ts). */
export interface TokensPlan {
  readonly kind: "tokens";
  /** `null`: a Markov chain. */
  readonly path: string | null;
  /** `null`: as many as the file has. */
  readonly samples: number | null;
  readonly seed: number;
}

export interface CsvPlan {
  readonly kind: "csv";
  /** As the spec writes it, relative to the spec. */
  readonly path: string;
  readonly inputs: ColumnChoice;
  readonly targets: ColumnChoice;
}

/** Arrays of an archive, by their names (data/npz.ts). */
export interface NpzPlan {
  readonly kind: "npz";
  readonly path: string;
  readonly inputs: string;
  readonly targets: string;
}

export interface TeacherPlan {
  /** Inputs, then units of each layer. */
  readonly widths: readonly number[];
  /** Of its hidden layers. */
  readonly activation: ActivationName;
}

/**
 * Columns by their name or their number, counted from 1; or how many, from the first (inputs) or up to the last
 * (targets).
 */
export type ColumnChoice = number | readonly (string | number)[];

export type Optimizer =
  | { readonly type: "gradient-flow"; readonly time: number; readonly tolerance: number }
  | {
      readonly type: "gradient-descent";
      readonly learningRate: number;
      readonly steps: number;
      readonly momentum: number;
      readonly weightDecay: number;
      /** null: all samples at every step. */
      readonly batchSize: number | null;
      readonly seed: number;
    };

/** How many samples, where that is known before they are read; `null`: of a table or arrays on disk, or a target matrix. */
export function sampleCount(data: DataPlan): number | null {
  switch (data.kind) {
    case "teacher":
    case "tokens":
      return data.samples;
    case "inline":
      return data.x.rows;
    case "target":
    case "csv":
    case "npz":
      return null;
  }
}
