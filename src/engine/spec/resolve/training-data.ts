/**
 * The data of a training run: shapes and labels must fit the network and the loss. Data files are read later, by the
 * simulation.
 */
import type { Node } from "jsonc-parser";
import { counted, grouped, quote } from "../../findings/words";
import { namesFault, numberClasses } from "../../flow/data/class-names";
import type { DataPlan, TeacherPlan } from "../../flow/plan";
import { isAllLinear } from "../../flow/objective/objective";
import { outputLayout, readLabels, targetWidths, type LossName } from "../../flow/objective/losses";
import { tokensAsInputs } from "../../flow/data/tokens";
import { fromRows } from "../../math/dense/matrix";
import { isDiscrete } from "../../model/inputs";
import type { ActivationName, Network } from "../../model/network";
import type { Notes, Span } from "../notes";
import { opening, valueAt } from "../tree";
import { columnsOf, noteSamples, type Context, type DataSpec } from "./data-context";
import { csvData, npzData, tokenData } from "./data-files";
import { MOST_PARAMETERS } from "./sizes";
import { noSuchToken, NUMBER_TOKENS, targetWidthsNeeded } from "./words";
import { t } from "../../findings/language";

/** `null` when an error was noted. */
export function resolveData(
  node: Node,
  spec: DataSpec,
  network: Network,
  loss: LossName,
  lossAt: Span,
  notes: Notes,
): DataPlan | null {
  const context: Context = {
    node,
    spec,
    network,
    outputs: network.layers[network.layers.length - 1].units,
    layout: outputLayout(network),
    loss,
    lossAt,
    notes,
  };
  switch (spec.kind) {
    case "teacher":
      return teacherData(context);
    case "target":
      return targetData(context);
    case "inline":
      return inlineData(context);
    case "csv":
      return csvData(context);
    case "npz":
      return npzData(context);
    case "tokens":
      return tokenData(context);
  }
}

function teacherData(context: Context): DataPlan | null {
  const { node, spec, notes } = context;
  const { samples = 1, noise = 0, seed = 0 } = spec;
  const before = notes.errors();
  const teacher: TeacherPlan | null =
    spec.teacher === undefined
      ? null
      : { widths: spec.teacher.widths, activation: (spec.teacher.activation ?? "identity") as ActivationName };
  if (teacher !== null) noteTeacher(context, teacher);
  noteSamples(context, valueAt(node, "samples") ?? opening(node), samples, teacher);
  return notes.errors() > before ? null : { kind: "teacher", samples, noise, seed, teacher };
}

function noteTeacher({ node, network, outputs, notes }: Context, { widths }: TeacherPlan): void {
  const at = valueAt(node, "teacher", "widths");
  if (at === null) return;
  const place = (index: number): Span => valueAt(at, index) ?? at;
  if (widths[0] !== network.inputs)
    notes.error(
      "spec.shape-mismatch",
      place(0),
      t`The network has ${counted(network.inputs, t`input`, t`inputs`)}, its teacher ${widths[0]}.`,
      t`Begin the teacher's widths with ${network.inputs}.`,
    );
  if (widths[widths.length - 1] !== outputs)
    notes.error(
      "spec.shape-mismatch",
      place(widths.length - 1),
      t`The network has ${counted(outputs, t`output`, t`outputs`)}, its teacher ${widths[widths.length - 1]}.`,
      t`End the teacher's widths with ${outputs}.`,
    );
  const parameters = widths.slice(1).reduce((sum, units, i) => sum + units * widths[i], 0);
  if (parameters > MOST_PARAMETERS)
    notes.error(
      "spec.too-large",
      at,
      t`This teacher has ${grouped(parameters)} parameters; the limit is ${grouped(MOST_PARAMETERS)}.`,
      t`Make it narrower.`,
    );
}

function targetData({ node, spec, network, outputs, loss, lossAt, notes }: Context): DataPlan | null {
  const before = notes.errors();
  if (!isAllLinear(network))
    notes.error(
      "spec.conflict",
      valueAt(node, "kind") ?? node,
      t`Data of the kind "target" is for linear networks, and this one has an activation.`,
      t`Use the activation "identity", or data of the kind "teacher", "inline" or "csv".`,
    );
  if (loss !== "mse")
    notes.error(
      "spec.conflict",
      lossAt,
      t`A target matrix is learnt with the loss "mse", not ${quote(loss)}.`,
      t`Use the loss "mse", or train on samples.`,
    );
  const rows = spec.matrix ?? [];
  noteShape(
    valueAt(node, "matrix") ?? node,
    rows,
    { rows: outputs, columns: network.inputs },
    t`The target is the end-to-end matrix, [outputs x inputs]`,
    notes,
  );
  return notes.errors() > before ? null : { kind: "target", matrix: fromRows(rows) };
}

function inlineData(context: Context): DataPlan | null {
  const { node, spec, network, layout, loss, notes } = context;
  const before = notes.errors();
  const xs = spec.x ?? [];
  const [xAt, yAt] = [valueAt(node, "x") ?? node, valueAt(node, "y") ?? node];
  const named = numbersOf(context, yAt, spec.y ?? []);
  if (named === null) return null;
  const { ys, classes } = named;
  noteShape(
    xAt,
    xs,
    { rows: xs.length, columns: columnsOf(network) },
    t`"x" has one row per sample, one column per input`,
    notes,
  );
  if (ys.length !== xs.length)
    notes.error(
      "spec.shape-mismatch",
      yAt,
      t`"x" has ${counted(xs.length, t`sample`, t`samples`)}, "y" ${ys.length}.`,
      t`Give both one row per sample.`,
    );
  const widths = targetWidths(loss, layout);
  const width = widths.find((w) => w === ys[0]?.length) ?? widths[0];
  noteShape(yAt, ys, { rows: ys.length, columns: width }, targetWidthsNeeded(widths, loss), notes);
  noteSamples(context, xAt, xs.length, null);
  if (notes.errors() > before) return null;
  const labels = readLabels(loss, layout, fromRows(ys));
  if (labels.kind === "fault") {
    const row = labels.fault.row;
    notes.error("spec.wrong-value", valueAt(yAt, row) ?? yAt, labels.fault.message, labels.fault.help);
    return null;
  }
  const x = isDiscrete(network) ? tokensAsInputs(network, fromRows(xs)) : fromRows(xs);
  if ("row" in x) {
    notes.error("spec.wrong-value", valueAt(xAt, x.row) ?? xAt, noSuchToken(network.shape!.channels), NUMBER_TOKENS);
    return null;
  }
  return { kind: "inline", x, y: fromRows(ys), classes };
}

interface NumberedTargets {
  readonly ys: readonly (readonly number[])[];
  readonly classes: readonly string[] | null;
}

/** Targets as numbers; names become classes. `null` when an error was noted. */
function numbersOf(
  { loss, outputs, notes }: Context,
  at: Node,
  rows: readonly (readonly (number | string)[])[],
): NumberedTargets | null {
  const names = rows.flat().filter((entry) => typeof entry === "string");
  if (names.length === 0)
    return { ys: rows.map((row) => row.filter((entry) => typeof entry === "number")), classes: null };
  if (rows.some((row) => row.length !== 1) || names.length !== rows.length) {
    const odd = rows.findIndex((row) => row.length !== 1 || typeof row[0] !== "string");
    notes.error(
      "spec.wrong-value",
      valueAt(at, odd) ?? at,
      t`Where labels are names of classes, every row is one name; this row is not.`,
      t`Write one name in each row, such as [["cat"], ["dog"]], or numbers throughout.`,
    );
    return null;
  }
  const { classes, numbers } = numberClasses(names);
  const fault = namesFault(classes, loss, outputs);
  if (fault !== null) {
    notes.error("spec.wrong-value", at, fault.message, fault.help);
    return null;
  }
  return { ys: numbers.map((number) => [number]), classes };
}

/** Rows of the wrong length are shown where they stand. */
function noteShape(
  at: Node,
  rows: readonly (readonly number[])[],
  shape: { readonly rows: number; readonly columns: number },
  rule: string,
  notes: Notes,
): void {
  if (rows.length !== shape.rows)
    notes.error(
      "spec.shape-mismatch",
      at,
      t`${rule}: ${shape.rows} x ${shape.columns} here; this one has ${counted(rows.length, t`row`, t`rows`)}.`,
      t`Write ${counted(shape.rows, t`row`, t`rows`)} of ${counted(shape.columns, t`number`, t`numbers`)}.`,
    );
  rows.forEach((row, index) => {
    if (row.length !== shape.columns)
      notes.error(
        "spec.shape-mismatch",
        valueAt(at, index) ?? at,
        () =>
          t`${rule}; row ${index + 1} has ${counted(row.length, t`number`, t`numbers`)} and needs ${shape.columns}.`,
        t`Write ${counted(shape.columns, t`number`, t`numbers`)} in each row.`,
      );
  });
}
