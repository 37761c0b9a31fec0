/** Data in files beside the spec, and tokens: what is said of them must fit the network and the loss. They are read by the simulation. */
import type { Node } from "jsonc-parser";
import { counted } from "../../findings/words";
import type { ColumnChoice, DataPlan } from "../../flow/plan";
import { targetWidths } from "../../flow/objective/losses";
import { positionsOf } from "../../model/shape";
import type { Notes } from "../notes";
import { valueAt } from "../tree";
import { columnsOf, noteSamples, type Context } from "./data-context";
import {
  ARRAY_BY_NAME,
  CHAIN_NEEDS_SAMPLES,
  COLUMNS_IN_A_LIST,
  columnsNamed,
  nextTokensNeeded,
  TOKENS_NEED_VOCABULARY,
  tokensNeedEntropy,
} from "./words";
import { t } from "../../findings/language";

export function csvData({ node, spec, network, layout, loss, notes }: Context): DataPlan | null {
  const before = notes.errors();
  const { path = "", inputs = [], targets = [] } = spec;
  const [inputsAt, targetsAt] = [valueAt(node, "inputs") ?? node, valueAt(node, "targets") ?? node];
  notePath(valueAt(node, "path") ?? node, path, notes);
  if (typeof inputs === "string" || typeof targets === "string") {
    const at = typeof inputs === "string" ? inputsAt : targetsAt;
    notes.error("spec.wrong-type", at, COLUMNS_IN_A_LIST, t`Write ["x"], or how many columns.`);
    return null;
  }
  noteColumns(inputsAt, inputs, [columnsOf(network)], "input", notes);
  noteColumns(targetsAt, targets, targetWidths(loss, layout), "target", notes);
  return notes.errors() > before ? null : { kind: "csv", path, inputs, targets };
}

/** Whether the arrays fit is seen when they are read. */
export function npzData({ node, spec, notes }: Context): DataPlan | null {
  const before = notes.errors();
  const { path = "", inputs = "", targets = "" } = spec;
  notePath(valueAt(node, "path") ?? node, path, notes);
  for (const [name, value] of Object.entries({ inputs, targets }))
    if (typeof value !== "string")
      notes.error("spec.wrong-type", valueAt(node, name) ?? node, ARRAY_BY_NAME, t`Write "${name}": "x".`);
    else if (value === "")
      notes.error("spec.wrong-value", valueAt(node, name) ?? node, ARRAY_BY_NAME, t`Write "${name}": "x".`);
  if (notes.errors() > before || typeof inputs !== "string" || typeof targets !== "string") return null;
  return { kind: "npz", path, inputs, targets };
}

export function tokenData(context: Context): DataPlan | null {
  const { node, spec, network, layout, loss, lossAt, notes } = context;
  const before = notes.errors();
  const at = valueAt(node, "kind") ?? node;
  const { path = null, samples, seed = 0 } = spec;
  const { shape } = network;
  if (shape?.discrete !== true)
    notes.error("spec.conflict", at, TOKENS_NEED_VOCABULARY, t`Use "input": { "tokens": 8, "vocabulary": 16 }.`);
  else if (loss !== "cross-entropy")
    notes.error("spec.conflict", lossAt, tokensNeedEntropy(loss), t`Use "loss": "cross-entropy".`);
  else if (layout.classes !== shape.channels || (layout.positions !== 1 && layout.positions !== positionsOf(shape)))
    notes.error(
      "spec.shape-mismatch",
      at,
      nextTokensNeeded(shape.channels, layout.classes, layout.positions),
      t`End the network in ${counted(shape.channels, t`output`, t`outputs`)} at every token, or in one vector of them.`,
    );
  if (path === null && samples === undefined)
    notes.error("spec.missing-property", at, CHAIN_NEEDS_SAMPLES, t`Add "samples": 64.`);
  if (path !== null) notePath(valueAt(node, "path") ?? node, path, notes);
  noteSamples(context, valueAt(node, "samples") ?? at, samples ?? 1, null);
  return notes.errors() > before ? null : { kind: "tokens", path, samples: samples ?? null, seed };
}

/** A file is named relative to the spec. */
export function notePath(at: Node, path: string, notes: Notes): void {
  if (path.trim() === "" || path.length > LONGEST_PATH || /\p{Cc}/u.test(path))
    notes.error(
      "spec.wrong-value",
      at,
      t`This is not the name of a file.`,
      t`Name a file beside the spec, such as "data.csv".`,
    );
  else if (/^([/\\~]|[A-Za-z]:|[A-Za-z][A-Za-z+.-]*:\/\/)/.test(path))
    notes.error(
      "spec.wrong-value",
      at,
      t`A file is named relative to the spec, so that the two can be moved together.`,
      t`Put the file into the spec's folder or workspace, and write its path from the spec's folder.`,
    );
}

const LONGEST_PATH = 1000;

function noteColumns(
  at: Node,
  choice: ColumnChoice,
  widths: readonly number[],
  what: "input" | "target",
  notes: Notes,
): void {
  const count = typeof choice === "number" ? choice : choice.length;
  if (widths.includes(count)) return;
  notes.error(
    "spec.shape-mismatch",
    at,
    columnsNamed(count, what, widths),
    t`Name ${widths.map((w) => counted(w, t`column`, t`columns`)).join(t` or `)}.`,
  );
}
