/** What is said of cures whose weights lie in files. */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";
import { either, listed } from "../../findings/words";
import { noFilesHere } from "../../subject/words";
import { BALANCE_TOLERANCE } from "../../theory/balance/relaxed-balance";
import type { CureResult } from "./result";

export const NO_FILE = noFilesHere("");

export const WRITES_A_FILE: CureResult = {
  kind: "refused",
  reason: t`The weights lie in a file, and this change would write a new one, which only happens when it is chosen.`,
  help: t`Choose it in an editor that asks for changes one by one.`,
};

export const SCALE_IS_ZERO: CureResult = {
  kind: "refused",
  reason: t`The spec multiplies weights of the file by a scale of 0, so no other file changes them.`,
  help: t`Take the "scale" out first.`,
};

export const NOT_NARROWED: CureResult = {
  kind: "refused",
  reason: t`A tensor of the file holds more than weights of this network, so it cannot become narrower; or the spec multiplies weights by 0.`,
  help: t`Break the symmetry instead, or leave the neurons out where the file is made.`,
};

export const TOO_MANY_CURED: CureResult = {
  kind: "refused",
  reason: t`There is a file for every name that was tried, and nothing is overwritten.`,
  help: t`Move the files of earlier cures away.`,
};

export function whereTheyAre(name: string, old: string): string {
  return t`The weights are in the new file ${name}, from which the spec starts now; ${old} is as it was.`;
}

/** `residual`: measured after rounding to the old types. */
export function inDoublePrecision(types: readonly string[], residual: number | null): string {
  const old = either(types, "and");
  return residual === null
    ? t`Rounded to ${old}, as the old file has them, they would not do what they should, so those that changed are in double precision: what loads them must keep it.`
    : t`Rounded to ${old}, as the old file has them, their relative imbalance would be ${formatNumber(residual, 2)} (measured; up to ${formatNumber(BALANCE_TOLERANCE)} counts as none), so those that changed are in double precision: what loads them must keep it.`;
}

export function comeFromTheFile(layers: readonly string[]): string {
  const names = listed(layers, "and");
  return layers.length === 1
    ? t`${names}, drawn before, comes from it too.`
    : t`${names}, drawn before, come from it too.`;
}

export function noLongerShared(names: readonly string[]): string {
  const all = listed(names, "and");
  return names.length === 1
    ? t`${all} shared memory with weights that changed, and keeps its old numbers.`
    : t`${all} shared memory with weights that changed, and keep their old numbers.`;
}

export function asSafetensors(old: string, format: string): string {
  return format === "shards"
    ? t`It is a safetensors file, one file instead of several; what ${old} holds beside its tensors is not in it.`
    : t`It is a safetensors file, the format that is written; what ${old} holds beside its tensors is not in it.`;
}

export function leftOut(names: readonly string[]): string {
  return t`Left out, because their types are not read: ${listed(names, "and")}.`;
}
