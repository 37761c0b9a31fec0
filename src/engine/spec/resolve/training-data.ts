/**
 * The data of a training run: shapes and labels must fit the network and the loss. Data files are read later, by the
 * simulation.
 */
import type { Node } from "jsonc-parser";
import { counted, grouped, quote } from "../../findings/words";
import { namesFault, numberClasses } from "../../flow/data/class-names";
import type { ColumnChoice, DataPlan, TeacherPlan } from "../../flow/plan";
import { isAllLinear } from "../../flow/objective/objective";
import { readLabels, targetWidths, type LossName } from "../../flow/objective/losses";
import { fromRows } from "../../math/dense/matrix";
import type { ActivationName, Network } from "../../model/network";
import type { Notes, Span } from "../notes";
import type { Spec } from "../schema";
import { opening, valueAt } from "../tree";
import { MOST_PARAMETERS } from "./sizes";
import { columnsNamed, targetWidthsNeeded, tooManyNumbers } from "./words";

type DataSpec = NonNullable<Spec["training"]>["data"];

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
  }
}

interface Context {
  readonly node: Node;
  readonly spec: DataSpec;
  readonly network: Network;
  readonly outputs: number;
  readonly loss: LossName;
  readonly lossAt: Span;
  readonly notes: Notes;
}

/** Numbers that the samples and what the layers make of them may take: 160 MB. */
const MOST_NUMBERS = 2e7;

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
      `The network has ${counted(network.inputs, "input")}, its teacher ${widths[0]}.`,
      `Begin the teacher's widths with ${network.inputs}.`,
    );
  if (widths[widths.length - 1] !== outputs)
    notes.error(
      "spec.shape-mismatch",
      place(widths.length - 1),
      `The network has ${counted(outputs, "output")}, its teacher ${widths[widths.length - 1]}.`,
      `End the teacher's widths with ${outputs}.`,
    );
  const parameters = widths.slice(1).reduce((sum, units, i) => sum + units * widths[i], 0);
  if (parameters > MOST_PARAMETERS)
    notes.error(
      "spec.too-large",
      at,
      `This teacher has ${grouped(parameters)} parameters; the limit is ${grouped(MOST_PARAMETERS)}.`,
      "Make it narrower.",
    );
}

function noteSamples({ network, notes }: Context, at: Span, samples: number, teacher: TeacherPlan | null): void {
  const units = Math.max(
    network.inputs + network.layers.reduce((sum, layer) => sum + layer.units, 0),
    (teacher?.widths ?? []).reduce((a, b) => a + b, 0),
  );
  if (samples * units > MOST_NUMBERS)
    notes.error(
      "spec.too-large",
      at,
      tooManyNumbers(samples, units, MOST_NUMBERS),
      `Use at most ${grouped(Math.max(1, Math.floor(MOST_NUMBERS / units)))} samples, or a narrower network.`,
    );
}

function targetData({ node, spec, network, outputs, loss, lossAt, notes }: Context): DataPlan | null {
  const before = notes.errors();
  if (!isAllLinear(network))
    notes.error(
      "spec.conflict",
      valueAt(node, "kind") ?? node,
      'Data of the kind "target" is for linear networks, and this one has an activation.',
      'Use the activation "identity", or data of the kind "teacher", "inline" or "csv".',
    );
  if (loss !== "mse")
    notes.error(
      "spec.conflict",
      lossAt,
      `A target matrix is learnt with the loss "mse", not ${quote(loss)}.`,
      'Use the loss "mse", or train on samples.',
    );
  const rows = spec.matrix ?? [];
  noteShape(
    valueAt(node, "matrix") ?? node,
    rows,
    { rows: outputs, columns: network.inputs },
    "The target is the end-to-end matrix, [outputs x inputs]",
    notes,
  );
  return notes.errors() > before ? null : { kind: "target", matrix: fromRows(rows) };
}

function inlineData(context: Context): DataPlan | null {
  const { node, spec, network, outputs, loss, notes } = context;
  const before = notes.errors();
  const xs = spec.x ?? [];
  const [xAt, yAt] = [valueAt(node, "x") ?? node, valueAt(node, "y") ?? node];
  const named = numbersOf(context, yAt, spec.y ?? []);
  if (named === null) return null;
  const { ys, classes } = named;
  noteShape(
    xAt,
    xs,
    { rows: xs.length, columns: network.inputs },
    '"x" has one row per sample, one column per input',
    notes,
  );
  if (ys.length !== xs.length)
    notes.error(
      "spec.shape-mismatch",
      yAt,
      `"x" has ${counted(xs.length, "sample")}, "y" ${ys.length}.`,
      "Give both one row per sample.",
    );
  const widths = targetWidths(loss, outputs);
  const width = widths.find((w) => w === ys[0]?.length) ?? widths[0];
  noteShape(yAt, ys, { rows: ys.length, columns: width }, targetWidthsNeeded(widths, loss), notes);
  noteSamples(context, xAt, xs.length, null);
  if (notes.errors() > before) return null;
  const labels = readLabels(loss, outputs, fromRows(ys));
  if (labels.kind === "fault") {
    const row = labels.fault.row;
    notes.error("spec.wrong-value", valueAt(yAt, row) ?? yAt, labels.fault.message, labels.fault.help);
    return null;
  }
  return { kind: "inline", x: fromRows(xs), y: fromRows(ys), classes };
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
      "Where labels are names of classes, every row is one name; this row is not.",
      'Write one name in each row, such as [["cat"], ["dog"]], or numbers throughout.',
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
      `${rule}: ${shape.rows} x ${shape.columns} here; this one has ${counted(rows.length, "row")}.`,
      `Write ${counted(shape.rows, "row")} of ${counted(shape.columns, "number")}.`,
    );
  rows.forEach((row, index) => {
    if (row.length !== shape.columns)
      notes.error(
        "spec.shape-mismatch",
        valueAt(at, index) ?? at,
        () => `${rule}; row ${index + 1} has ${counted(row.length, "number")} and needs ${shape.columns}.`,
        `Write ${counted(shape.columns, "number")} in each row.`,
      );
  });
}

function csvData({ node, spec, network, outputs, loss, notes }: Context): DataPlan | null {
  const before = notes.errors();
  const { path = "", inputs = [], targets = [] } = spec;
  const at = valueAt(node, "path") ?? node;
  if (path.trim() === "" || path.length > LONGEST_PATH || /\p{Cc}/u.test(path))
    notes.error(
      "spec.wrong-value",
      at,
      "This is not the name of a file.",
      'Name a file beside the spec, such as "data.csv".',
    );
  else if (/^([/\\~]|[A-Za-z]:|[A-Za-z][A-Za-z+.-]*:\/\/)/.test(path))
    notes.error(
      "spec.wrong-value",
      at,
      "A data file is named relative to the spec, so that the two can be moved together.",
      "Put the file into the spec's folder or workspace, and write its path from the spec's folder.",
    );
  noteColumns(valueAt(node, "inputs") ?? node, inputs, [network.inputs], "input", notes);
  noteColumns(valueAt(node, "targets") ?? node, targets, targetWidths(loss, outputs), "target", notes);
  return notes.errors() > before ? null : { kind: "csv", path, inputs, targets };
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
    `Name ${widths.map((w) => counted(w, "column")).join(" or ")}.`,
  );
}
