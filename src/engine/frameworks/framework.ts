/**
 * A framework that a start is taken to: a file here, a row in index.ts. It writes code that builds the network in the
 * framework's idiom, and says under which names and in which layout the weights go into a file beside it. Nothing is
 * written to a disk here.
 */
import type { WrittenValues } from "../checkpoint/write/tensors";
import type { Network } from "../model/network";

export interface Framework {
  /** Its file of weights, with the dot. */
  readonly extension: ".safetensors" | ".npz";
  readonly write: (start: Start) => FrameworkStart;
}

export interface Start {
  readonly network: Network;
  /** Length D. */
  readonly theta: Float64Array;
  readonly title: string | null;
  /** Name of the file of weights, which lies beside the code; and that of the code, without ".py". */
  readonly weights: string;
  readonly module: string;
}

export interface FrameworkStart {
  /** Python. */
  readonly code: string;
  /** In float64: each number of theta once, bit for bit. */
  readonly tensors: readonly WrittenValues[];
  /** What the framework's idiom cannot express, a sentence each; the code stops there, and says so. */
  readonly missing: readonly string[];
}
