/** The arguments of `intrinsic audit`. */
import { CLAIMED_LOSSES, OPTIMIZERS, wrongNumber, type ClaimedNumber, type ClaimedRun } from "../report/audit/run";
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
  const loss = values.loss === undefined ? null : CLAIMED_LOSSES.find((name) => name === values.loss);
  if (loss === undefined) return `--loss is one of ${CLAIMED_LOSSES.join(", ")}`;
  const run: ClaimedRun = {
    loss,
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
  const wrong = wrongNumber(run);
  if (wrong !== null) return `--${NUMBERS[wrong.name]} is ${wrong.should}`;
  return {
    file,
    spec: textOf(values.spec),
    before: textOf(values.before),
    log: textOf(values.log),
    run,
    writer: chosen.writer,
    out: textOf(values.out),
  };
}

const NUMBERS: Readonly<Record<ClaimedNumber, string>> = {
  learningRate: "lr",
  weightDecay: "weight-decay",
  momentum: "momentum",
  steps: "steps",
  clip: "clip",
  lossBefore: "loss-before",
  lossAfter: "loss-after",
};

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
