/**
 * The sweep section to a plan: which numbers of the spec vary, over which values. What does not name a number is a
 * problem with its place.
 */
import type { Node } from "jsonc-parser";
import type { Range } from "../../findings/problem";
import { capitalized, listed, meant, nearest, quote } from "../../findings/words";
import { MEASURES, type MeasureName } from "../../report/measures";
import { wordFix } from "../guess";
import type { Notes, SpanFix } from "../notes";
import type { Spec } from "../schema";
import type { CheckedSchema } from "../schema/keywords";
import type { SweptRange } from "../schema/training";
import { keyAt, propertiesOf, valueAt } from "../tree";
import type { Lines } from "../text/lines";
import { valueNotAllowed } from "./words";
import { t } from "../../findings/language";

export interface SweepAxis {
  /** As the spec writes it. */
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly values: readonly number[];
}

export interface ResolvedSweep {
  readonly axes: readonly SweepAxis[];
  readonly zip: boolean;
  readonly seeds: number;
  readonly measure: MeasureName;
  /** escapeTime: the share of the initial loss. */
  readonly threshold: number;
  /** Points times seeds. */
  readonly runs: number;
  /** Of the section's key. */
  readonly range: Range;
}

/** Runs of one sweep: their results are kept, and shown in a table. */
const MOST_RUNS = 100_000;
const THRESHOLD = 0.5;

/** `schema`: of the whole spec. `null` when there is no sweep, or an error was noted. */
export function resolveSweep(
  root: Node,
  spec: Spec,
  schema: CheckedSchema,
  layers: readonly string[],
  lines: Lines,
  notes: Notes,
): ResolvedSweep | null {
  const key = keyAt(root, "sweep");
  const over = valueAt(root, "sweep", "over");
  if (spec.sweep === undefined || key === null || over === null) return null;
  const before = notes.errors();
  const { zip = false, seeds = 1, measure, threshold = THRESHOLD } = spec.sweep;
  const axes = propertiesOf(over).flatMap(({ name, key: at, value }): SweepAxis[] => {
    const path = pathOf(name, at, root, schema, layers, notes);
    if (path === null || value === undefined) return [];
    const values = valuesOf(value, notes);
    if (values === null) return [];
    noteBadValues(value, name, values, path.schema, notes);
    return [{ name, path: path.path, values }];
  });
  if (MEASURES[measure].of !== "start" && spec.training === undefined)
    notes.error(
      "spec.conflict",
      valueAt(root, "sweep", "measure") ?? key,
      t`The measure ${quote(measure)} speaks of a training run, but this spec has no "training".`,
      t`Add a "training" section, or measure "violation".`,
    );
  if (notes.errors() > before || axes.length === 0) return null;
  const lengths = axes.map(({ values }) => values.length);
  if (zip && new Set(lengths).size > 1) {
    notes.error(
      "spec.conflict",
      over,
      t`With "zip" all lists are walked together, but these have ${listed(lengths.map(String), "and")} values.`,
      t`Give each path as many values, or remove "zip" for a grid.`,
    );
    return null;
  }
  const runs = (zip ? lengths[0] : lengths.reduce((product, length) => product * length, 1)) * seeds;
  if (runs > MOST_RUNS) {
    notes.error(
      "spec.too-large",
      over,
      t`This sweep has ${runs} runs; the limit is ${MOST_RUNS}.`,
      t`Use fewer values or seeds, or split it over several specs.`,
    );
    return null;
  }
  return { axes, zip, seeds, measure, threshold, runs, range: lines.rangeOf(key) };
}

interface Found {
  readonly path: readonly (string | number)[];
  readonly schema: CheckedSchema;
}

/** Walks the schema along the dotted path; what is not a property is said with what was meant. */
function pathOf(
  name: string,
  at: Node,
  root: Node,
  whole: CheckedSchema,
  layers: readonly string[],
  notes: Notes,
): Found | null {
  const steps = stepsOf(name, layers);
  const path: (string | number)[] = [];
  let schema: CheckedSchema = whole;
  for (const step of steps) {
    const place = path.length === 0 ? t`a spec` : quote(path.join("."));
    const types = typesOf(schema);
    if (types.includes("array") && /^\d+$/.test(step) && schema.items !== undefined) {
      const index = Number(step);
      if (valueAt(root, ...path, index) === null) {
        notes.error(
          "spec.unknown-property",
          at,
          t`${quote(path.join("."))} has no entry ${index} in this spec.`,
          t`Count the entries from 0, and write them before they are swept.`,
        );
        return null;
      }
      path.push(index);
      schema = schema.items;
      continue;
    }
    const known = schema.properties ?? {};
    const inner = Object.hasOwn(known, step)
      ? known[step]
      : typeof schema.additionalProperties === "object"
        ? schema.additionalProperties
        : null;
    if (inner === null) {
      const names = Object.keys(known).filter((other) => other !== "$schema");
      notes.error(
        "spec.unknown-property",
        at,
        () => t`${capitalized(place)} has no property ${quote(step)}${meant(nearest(step, names))}`,
        () =>
          names.length === 0
            ? t`Name a number of this spec, such as initialization.scale.`
            : t`Name a number of this spec; ${place} has ${listed(names.slice(0, 12), "and")}.`,
        () => ({ fixes: stepFixes(steps, path.length, names, at) }),
      );
      return null;
    }
    if (path.join(".") === "initialization.layers" && !layers.includes(step)) {
      notes.error(
        "spec.unknown-layer",
        at,
        () => t`There is no layer called ${quote(step)}${meant(nearest(step, layers))}`,
        () => t`The layers are ${listed(layers.slice(0, 12).map(quote), "and")}.`,
        () => ({ fixes: stepFixes(steps, path.length, layers, at) }),
      );
      return null;
    }
    path.push(step);
    schema = inner;
  }
  if (typesOf(schema).some((type) => type === "number" || type === "integer")) return { path, schema };
  notes.error(
    "spec.wrong-value",
    at,
    t`${quote(name)} is not a number, so it cannot be swept.`,
    t`Name a number, such as initialization.scale or training.optimizer.time.`,
  );
  return null;
}

/** The path with its step number `wrong` as it was most likely meant. */
function stepFixes(steps: readonly string[], wrong: number, candidates: readonly string[], at: Node): SpanFix[] {
  const guess = nearest(steps[wrong], candidates);
  return guess === null ? [] : [wordFix(steps.with(wrong, guess).join("."), at)];
}

/** A layer's name may hold dots itself. */
function stepsOf(name: string, layers: readonly string[]): string[] {
  const prefix = "initialization.layers.";
  if (name.startsWith(prefix)) {
    const layer = layers.find((one) => name.startsWith(`${prefix}${one}.`));
    if (layer !== undefined)
      return ["initialization", "layers", layer, ...name.slice(prefix.length + layer.length + 1).split(".")];
  }
  return name.split(".");
}

function typesOf({ type }: CheckedSchema): readonly string[] {
  return type === undefined ? [] : typeof type === "string" ? [type] : type;
}

function valuesOf(node: Node, notes: Notes): readonly number[] | null {
  if (node.type === "array") return (node.children ?? []).map(({ value }) => Number(value));
  const part = (name: keyof SweptRange): unknown => valueAt(node, name)?.value;
  const [from, to, count] = [Number(part("from")), Number(part("to")), Number(part("count"))];
  if (count > MOST_RUNS) {
    notes.error(
      "spec.too-large",
      valueAt(node, "count") ?? node,
      t`A sweep has at most ${MOST_RUNS} runs.`,
      t`Use fewer values.`,
    );
    return null;
  }
  const log = part("spacing") === "log" || (part("spacing") === undefined && from > 0 && to > 0);
  if (log && !(from > 0 && to > 0)) {
    notes.error(
      "spec.wrong-value",
      node,
      t`With logarithmic spacing both ends must be greater than 0.`,
      t`Write "spacing": "linear", or other ends.`,
    );
    return null;
  }
  if (count === 1) return [from];
  return Array.from({ length: count }, (_, i) =>
    readable(log ? from * (to / from) ** (i / (count - 1)) : from + ((to - from) * i) / (count - 1)),
  );
}

/** Twelve digits: what a range computes is written into the spec. */
function readable(x: number): number {
  return Number(x.toPrecision(12));
}

function noteBadValues(node: Node, name: string, values: readonly number[], schema: CheckedSchema, notes: Notes): void {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema;
  const whole = typesOf(schema).includes("integer") && !typesOf(schema).includes("number");
  const index = values.findIndex(
    (x) =>
      !Number.isFinite(x) ||
      x < minimum ||
      x > maximum ||
      x <= exclusiveMinimum ||
      x >= exclusiveMaximum ||
      (whole && !Number.isInteger(x)),
  );
  if (index < 0) return;
  const at = node.type === "array" ? (node.children?.[index] ?? node) : node;
  notes.error(
    "spec.wrong-value",
    at,
    valueNotAllowed({ name, values, index, whole }),
    t`Use values that this property may have when it is written by itself.`,
  );
}
