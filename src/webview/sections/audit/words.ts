/** What the page says of audits. */
import { said, t } from "../../../engine/findings/language";
import type { AuditedFile } from "../../../engine/report/audit/facts";
import type { ClaimedLoss, ClaimedNumber, OptimizerName } from "../../../engine/report/audit/run";
import { durationText } from "../../data/freshness";
import { groupDigits, plural } from "../../data/words";

export const AUDITED_BY_STREAMING = t`The file of weights that the spec starts from, read tensor by tensor: its laws, what is tied or idle, how large its units are.`;
export const STOPPED = t`Stopped.`;
export const TEXT_HAS_CHANGED = t`The text has changed since.`;
export const FINDINGS = t`Findings`;

export function auditDone(problems: number, milliseconds: number): string {
  return t`Done in ${durationText(milliseconds)}: ${problems === 0 ? t`nothing is out of the ordinary` : plural(problems, t`finding`, t`findings`)}.`;
}

export function fileRead({ format, tensors, elements, dtypes, unused }: AuditedFile): string {
  const rest = unused.length === 0 ? "" : t`; ${plural(unused.length, t`tensor`, t`tensors`)} of no layer of the spec`;
  return t`${format}, ${plural(tensors, t`tensor`, t`tensors`)}, ${groupDigits(elements)} numbers in ${dtypes.join(", ")}${rest}`;
}

export function sinceFile(file: AuditedFile): string {
  return t`since ${file.path}: ${fileRead(file)}`;
}

export const LAWS_ARE = t`Gradient flow keeps each of these values; small steps of SGD nearly.`;
export const LAWS_MOVED = t`Gradient flow keeps each of these values; beside it what became of them since the earlier file.`;

export function moreLaws(count: number): string {
  return t`and ${count} more, which the command line tells`;
}

export function logRead(path: string, records: number, skipped: number): string {
  const rest = skipped === 0 ? "" : t`, ${plural(skipped, t`line`, t`lines`)} not read`;
  return t`${path}: ${plural(records, t`record`, t`records`)}${rest}`;
}

export const BESIDE = t`Compare with an earlier checkpoint, or with the log of the run`;
export const BESIDE_WHAT = t`With an earlier file the change of each law is held against what the run allows; a log is followed step by step.`;
export const CLAIMED = t`What the run is said to be (what is left empty is taken from the log, or not known)`;
export const EARLIER = t`Earlier checkpoint`;
export const LOG = t`Log of the run`;
export const NO_OPTIMIZER = t`not said`;
export const NO_LOSS = t`that of the spec, or any`;

export function fromLog(value: string): string {
  return t`${value} (log)`;
}

/** As PyTorch calls it, cross-entropy includes the softmax. */
export const LOSS_TITLES: Readonly<Record<ClaimedLoss, string>> = {
  mse: t`squared error`,
  logistic: t`logistic`,
  "cross-entropy": t`cross-entropy`,
};

export const OPTIMIZER_TITLES: Readonly<Record<OptimizerName, string>> = {
  sgd: t`SGD`,
  momentum: t`SGD with momentum`,
  nesterov: t`SGD, Nesterov`,
  adam: t`Adam`,
  adamw: t`AdamW`,
  sign: t`sign descent`,
  muon: t`Muon`,
};

export const FIELDS: Readonly<Record<ClaimedNumber, string>> = {
  learningRate: t`learning rate`,
  weightDecay: t`weight decay`,
  momentum: t`momentum`,
  steps: t`steps`,
  clip: t`clipping norm`,
  lossBefore: t`loss at the earlier file`,
  lossAfter: t`loss at this file`,
};

/** `should`: of a row of `wrongNumber`. */
export function isNone(field: string, should: string): string {
  return t`${field} should be ${said(should)}.`;
}
