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
  | CsvPlan;

export interface CsvPlan {
  readonly kind: "csv";
  /** As the spec writes it, relative to the spec. */
  readonly path: string;
  readonly inputs: ColumnChoice;
  readonly targets: ColumnChoice;
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
