/** The arguments of `intrinsic audit`. */
import { AUDITED_LOSSES, OPTIMIZERS, type ClaimedRun } from "../report/audit/facts";
import { readFormat, type Arguments, type Options } from "./arguments";
import type { AuditFiles } from "./audit";

export const AUDIT_OPTIONS: Options = Object.fromEntries(
  [
    "spec",
    "before",
    "log",
    "loss",
    "optimizer",
    "lr",
    "weight-decay",
    "no-decay",
    "momentum",
    "steps",
    "clip",
    "loss-before",
    "loss-after",
  ].map((name) => [name, { type: "string" as const }]),
);

/** A sentence: what is wrong with them. */
export function readAuditArguments({ values, positionals }: Arguments): AuditFiles | string {
  const chosen = readFormat(values.format, "audit");
  if ("wrong" in chosen) return chosen.wrong;
  const file = positionals.at(0);
  if (file === undefined || positionals.length > 1) return "audit needs exactly one CHECKPOINT";
  const optimizer = values.optimizer === undefined ? null : OPTIMIZERS.find((name) => name === values.optimizer);
  if (optimizer === undefined) return `--optimizer is one of ${OPTIMIZERS.join(", ")}`;
  const numbers = {
    learningRate: "lr",
    weightDecay: "weight-decay",
    momentum: "momentum",
    steps: "steps",
    clip: "clip",
    lossBefore: "loss-before",
    lossAfter: "loss-after",
  };
  const run: ClaimedRun = {
    optimizer,
    learningRate: numberOf(values.lr),
    weightDecay: numberOf(values["weight-decay"]),
    momentum: numberOf(values.momentum),
    steps: numberOf(values.steps),
    clip: numberOf(values.clip),
    noDecay: patternsOf(values["no-decay"]),
    lossBefore: numberOf(values["loss-before"]),
    lossAfter: numberOf(values["loss-after"]),
  };
  for (const [key, option] of Object.entries(numbers)) {
    const value = run[key as keyof typeof numbers];
    if (value !== null && !(Number.isFinite(value) && value >= 0)) return `--${option} is a number from 0 on`;
  }
  if ((run.lossBefore === null) !== (run.lossAfter === null)) return "--loss-before and --loss-after go together";
  const loss = values.loss === undefined ? null : AUDITED_LOSSES.find((name) => name === values.loss);
  if (loss === undefined) return `--loss is one of ${AUDITED_LOSSES.join(", ")}`;
  if (run.steps !== null && (!Number.isInteger(run.steps) || run.steps > MOST_STEPS))
    return `--steps is a whole number up to ${MOST_STEPS}`;
  if (run.momentum !== null && run.momentum >= 1) return "--momentum is below 1";
  return {
    file,
    spec: textOf(values.spec),
    before: textOf(values.before),
    log: textOf(values.log),
    loss,
    run,
    writer: chosen.writer,
    out: textOf(values.out),
  };
}

/** Their recursion is walked. */
const MOST_STEPS = 1e8;

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Between commas. */
function patternsOf(value: unknown): readonly string[] {
  if (typeof value !== "string") return [];
  return value
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

/** NaN for what is no number. */
function numberOf(value: unknown): number | null {
  return typeof value !== "string" ? null : value.trim() === "" ? NaN : Number(value);
}
