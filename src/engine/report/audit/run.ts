/** What is claimed of the run between two weights files, or of the one that a log is of. */
import { word } from "../../findings/language";

/** The optimizers that an audit can speak of. */
export const OPTIMIZERS = ["sgd", "momentum", "nesterov", "adam", "adamw", "sign", "muon"] as const;
export type OptimizerName = (typeof OPTIMIZERS)[number];

/** Those under which some networks keep laws that they keep under no other. */
export const CLAIMED_LOSSES = ["mse", "logistic", "cross-entropy"] as const;
export type ClaimedLoss = (typeof CLAIMED_LOSSES)[number];

/** `null`: nothing was said. */
export interface ClaimedRun {
  /** Instead of the one that the spec trains with. */
  readonly loss: ClaimedLoss | null;
  readonly optimizer: OptimizerName | null;
  readonly learningRate: number | null;
  readonly weightDecay: number | null;
  readonly momentum: number | null;
  readonly steps: number | null;
  /** The norm to which gradients were clipped. */
  readonly clip: number | null;
  /** Names of tensors that do not decay, with * for any letters. */
  readonly noDecay: readonly string[];
  /** The loss on all samples at the earlier file and at this one, of a run whose every step was taken on all of them. */
  readonly lossBefore: number | null;
  readonly lossAfter: number | null;
}

export const NOTHING_CLAIMED: ClaimedRun = {
  loss: null,
  optimizer: null,
  learningRate: null,
  weightDecay: null,
  momentum: null,
  steps: null,
  clip: null,
  noDecay: [],
  lossBefore: null,
  lossAfter: null,
};

export type ClaimedNumber = Exclude<keyof ClaimedRun, "optimizer" | "loss" | "noDecay">;
export const CLAIMED_NUMBERS: readonly ClaimedNumber[] = [
  "learningRate",
  "weightDecay",
  "momentum",
  "steps",
  "clip",
  "lossBefore",
  "lossAfter",
];

/** Their recursion is walked. */
const MOST_STEPS = 1e8;

/** The first number that no run has, and what it should be: "a number from 0 on"; `null`: there is none. */
export function wrongNumber(run: ClaimedRun): { readonly name: ClaimedNumber; readonly should: string } | null {
  for (const name of CLAIMED_NUMBERS) {
    const value = run[name];
    if (value === null) continue;
    if (!(Number.isFinite(value) && value >= 0)) return { name, should: word`a number from 0 on` };
    if (name === "steps" && (!Number.isInteger(value) || value > MOST_STEPS))
      return { name, should: word`a whole number up to 100000000` };
    if (name === "momentum" && value >= 1) return { name, should: word`below 1` };
  }
  if ((run.lossBefore === null) !== (run.lossAfter === null))
    return { name: run.lossBefore === null ? "lossBefore" : "lossAfter", should: word`said where the other loss is` };
  return null;
}

/** As any client may send it; what is no claim is none. */
export function readClaimedRun(value: unknown): ClaimedRun {
  if (typeof value !== "object" || value === null) return NOTHING_CLAIMED;
  const said = value as Readonly<Record<string, unknown>>;
  const numbers = CLAIMED_NUMBERS.map((name) => [name, typeof said[name] === "number" ? said[name] : null] as const);
  return {
    ...NOTHING_CLAIMED,
    loss: CLAIMED_LOSSES.find((name) => name === said["loss"]) ?? null,
    optimizer: OPTIMIZERS.find((name) => name === said["optimizer"]) ?? null,
    ...Object.fromEntries(numbers),
  };
}
