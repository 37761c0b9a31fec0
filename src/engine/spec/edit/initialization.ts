/**
 * Rewrites the initialization of a spec and nothing else: another scheme, or other explicit weights. The rest of the
 * text, comments included, stays as the user typed it.
 */
import type { Node } from "jsonc-parser";
import type { Matrix } from "../../math/dense/matrix";
import { OWN_NUMBER_NAMES } from "../../model/schemes";
import type { WeightsSpec } from "../schema/initialization";
import { parseText } from "../text/parse";
import { propertiesOf, propertyOf, valueAt } from "../tree";
import { indentationAt, layoutOf, removeProperties, setProperty, startsLine } from "./properties";
import { applyEdits, type SpanEdit } from "./text-edit";

export type NewInitialization =
  | {
      readonly scheme: "relaxed-balanced";
      readonly lambda: readonly number[];
      readonly scale: number;
      readonly seed: number;
    }
  | { readonly scheme: "balanced"; readonly scale: number; readonly seed: number }
  | { readonly scheme: "gaussian"; readonly std: number; readonly seed: number }
  /** `comment`: what the weights are, in one line; it replaces the one of an earlier edit. */
  | {
      readonly scheme: "explicit";
      readonly weights: readonly Weights[];
      readonly biases?: readonly (readonly number[] | null)[];
      readonly comment: string;
    };

/** A layer's: a matrix, or a list, or lists of lists. */
export type Weights = Matrix | WeightsSpec;

/** What our comments begin with, so that the next edit finds them. */
const COMMENT_STARTS = [
  "nearest relaxed balanced point:",
  "nearest balanced point:",
  "symmetry broken:",
  "the same function with fewer neurons:",
  "the same function with balanced circuits",
] as const;

/** The whole text with the new initialization; `null` when it is no spec that can be edited. */
export function editInitialization(given: string, wanted: NewInitialization): string | null {
  return edited(given, withInitialization, ...stepsTowards(wanted));
}

/** The whole text with other λ and nothing else changed. */
export function editLambda(given: string, lambda: readonly number[]): string | null {
  return edited(given, set("lambda", listOf(lambda)));
}

/** The whole text with another scale for all layers that have none of their own. */
export function editScale(given: string, scale: number): string | null {
  return edited(given, withInitialization, set("scale", numberText(scale)));
}

/** The whole text with a scale of its own for each of these layers. */
export function editLayerScales(given: string, scales: ReadonlyMap<string, number>): string | null {
  const inLayers =
    (change: (text: string, node: Node) => string): Step =>
    (text, tree) => {
      const node = valueAt(tree, "initialization", "layers");
      return node === null ? text : change(text, node);
    };
  const ofLayer = ([name, scale]: readonly [string, number]): Step[] => [
    inLayers((text, node) =>
      propertyOf(node, name) === null
        ? setProperty(text, node, name, "{}", propertiesOf(node).at(-1)?.name ?? "")
        : text,
    ),
    inLayers((text, node) => {
      const own = valueAt(node, name);
      return own === null ? text : setProperty(text, own, "scale", numberText(scale), "scheme");
    }),
  ];
  return edited(
    given,
    withInitialization,
    inside((text, node) =>
      propertyOf(node, "layers") === null
        ? setProperty(text, node, "layers", "{}", propertiesOf(node).at(-1)?.name ?? "scheme")
        : text,
    ),
    ...[...scales].flatMap(ofLayer),
  );
}

/** λ and scale as they are written: six significant digits, which is what a reader takes in. */
export function readable(x: number): number {
  return Number(x.toPrecision(6));
}

/** A change of the text, given its tree. */
type Step = (text: string, tree: Node) => string;

/** One step after another, each on the text that the one before has left. */
export function edited(given: string, ...steps: readonly Step[]): string | null {
  const mark = given.startsWith("\uFEFF") ? "\uFEFF" : "";
  let text = given.slice(mark.length);
  for (const step of steps) {
    const { tree, sound } = parseText(text);
    if (tree?.type !== "object" || !sound) return null;
    text = step(text, tree);
  }
  return mark + text;
}

function withInitialization(text: string, tree: Node): string {
  return valueAt(tree, "initialization")?.type === "object"
    ? text
    : setProperty(text, tree, "initialization", "{}", "architecture");
}

export function inside(change: (text: string, node: Node) => string): Step {
  return (text, tree) => {
    const node = valueAt(tree, "initialization");
    return node?.type === "object" ? change(text, node) : text;
  };
}

export function set(name: string, json: string, after = "scheme"): Step {
  return inside((text, node) => setProperty(text, node, name, json, after));
}

function stepsTowards(wanted: NewInitialization): Step[] {
  const scheme = set("scheme", `"${wanted.scheme}"`, "");
  switch (wanted.scheme) {
    case "explicit":
      return [
        scheme,
        inside((text, node) => removeProperties(text, node, [...OWN_NUMBER_NAMES, "lambda", "scale", "layers"])),
        inside((text, node) => withWeights(text, node, wanted)),
        ...(wanted.biases === undefined
          ? []
          : [
              inside((text, node) => removeProperties(text, node, ["biasStd"])),
              set("biases", JSON.stringify(wanted.biases), "weights"),
            ]),
        inside((text, node) => withComment(text, node, wanted.comment)),
      ];
    case "gaussian":
      return [
        scheme,
        ...withoutOthers(["lambda", "scale"]),
        ...seedAndScale({ seed: wanted.seed, scale: 1 }),
        set("std", numberText(wanted.std)),
      ];
    case "balanced":
      return [scheme, ...withoutOthers(["lambda"]), ...seedAndScale(wanted)];
    case "relaxed-balanced":
      return [scheme, ...withoutOthers([]), ...seedAndScale(wanted), set("lambda", listOf(wanted.lambda))];
  }
}

function withoutOthers(more: readonly string[]): Step[] {
  return [
    inside((text, node) => withoutComment(text, node)),
    inside((text, node) =>
      removeProperties(text, node, [
        ...OWN_NUMBER_NAMES,
        ...["weights", "biases", "layers", "path", "tensors"],
        ...more,
      ]),
    ),
  ];
}

/** In this order behind the scheme: scale, then seed. What says the same already stays as it is written. */
function seedAndScale({ scale, seed }: { readonly scale: number; readonly seed: number }): Step[] {
  const unless = (value: number, otherwise: number, name: string): Step =>
    inside((text, node) => {
      const given = valueAt(node, name);
      return (given === null ? otherwise : given.value) === value
        ? text
        : setProperty(text, node, name, String(value), "scheme");
    });
  return [unless(seed, NaN, "seed"), unless(scale, 1, "scale")];
}

type Explicit = Extract<NewInitialization, { scheme: "explicit" }>;

function withWeights(text: string, node: Node, { weights }: Explicit): string {
  const { eol, indent } = layoutOf(text);
  const property = propertyOf(node, "weights");
  const value = property?.value;
  const ownLine = property !== null && startsLine(text, property.key.offset);
  const base = ownLine ? indentationAt(text, property.key.offset) : `${indentationAt(text, node.offset)}${indent}`;
  const inPlace =
    value !== undefined && hasComment(text.slice(value.offset, value.offset + value.length))
      ? numbersInPlace(value, weights)
      : null;
  return inPlace === null
    ? setProperty(text, node, "weights", matrixText(weights, base, indent, eol), "scheme")
    : applyEdits(text, inPlace);
}

/** Above the weights, on a line of its own. */
function withComment(text: string, node: Node, comment: string): string {
  const key = propertyOf(node, "weights")?.key;
  if (key === undefined) return text;
  const own = ownComment(text, key.offset);
  if (own !== null) return applyEdits(text, [{ ...own, newText: `// ${comment}` }]);
  const { eol, indent } = layoutOf(text);
  if (startsLine(text, key.offset))
    return applyEdits(text, [
      { offset: key.offset, length: 0, newText: `// ${comment}${eol}${indentationAt(text, key.offset)}` },
    ]);
  const base = `${indentationAt(text, node.offset)}${indent}`;
  const spaces = /[ \t]*$/.exec(text.slice(0, key.offset))?.[0].length ?? 0;
  return applyEdits(text, [
    { offset: key.offset - spaces, length: spaces, newText: `${eol}${base}// ${comment}${eol}${base}` },
  ]);
}

/** Our comment goes with the weights it speaks of. */
function withoutComment(text: string, node: Node): string {
  const key = propertyOf(node, "weights")?.key;
  const own = key === undefined ? null : ownComment(text, key.offset);
  if (key === undefined || own === null) return text;
  return applyEdits(text, [{ offset: own.offset, length: key.offset - own.offset, newText: "" }]);
}

/** One row per line, the layers one below the other. */
function matrixText(weights: readonly Weights[], base: string, indent: string, eol: string): string {
  const layers = weights.map((u) => {
    if (!("data" in u)) return `${base}${indent}${listOf(u)}`;
    const rows = Array.from(
      { length: u.rows },
      (_, i) => `[${Array.from(u.data.subarray(i * u.columns, (i + 1) * u.columns), numberText).join(", ")}]`,
    );
    if (rows.length === 1) return `${base}${indent}[${rows[0]}]`;
    const inner = rows.map((row) => `${base}${indent}${indent}${row}`).join(`,${eol}`);
    return `${base}${indent}[${eol}${inner}${eol}${base}${indent}]`;
  });
  return `[${eol}${layers.join(`,${eol}`)}${eol}${base}]`;
}

/** Number by number, so that comments between the rows stay. */
function numbersInPlace(value: Node, weights: readonly Weights[]): SpanEdit[] | null {
  const numbers = (value.children ?? []).flatMap((layer) => (layer.children ?? []).flatMap(leavesOf));
  const wanted = weights.flatMap((u) => Array.from("data" in u ? u.data : numbersIn(u), numberText));
  if (numbers.length !== wanted.length) return null;
  return numbers.map(({ offset, length }, i) => ({ offset, length, newText: wanted[i] }));
}

function leavesOf(node: Node): Node[] {
  return node.children?.flatMap(leavesOf) ?? [node];
}

function numbersIn(nested: WeightsSpec): number[] {
  return nested.flatMap((one) => (typeof one === "number" ? [one] : numbersIn(one)));
}

function hasComment(json: string): boolean {
  return json.includes("//") || json.includes("/*");
}

/** The shortest text that reads back as the same number. */
function numberText(x: number): string {
  return String(x === 0 ? 0 : x);
}

function listOf(nested: WeightsSpec): string {
  return `[${nested.map((one) => (typeof one === "number" ? numberText(one) : listOf(one))).join(", ")}]`;
}

/** Our comment of an earlier edit, on the line above the key. */
function ownComment(text: string, key: number): { offset: number; length: number } | null {
  const before = /([^\r\n]*)(?:\r\n|\n|\r)[ \t]*$/.exec(text.slice(0, key));
  if (before === null) return null;
  const start = before[1].indexOf("//");
  const isOurs =
    start >= 0 &&
    /^[ \t]*$/.test(before[1].slice(0, start)) &&
    COMMENT_STARTS.some((words) => before[1].slice(start).startsWith(`// ${words}`));
  return isOurs ? { offset: before.index + start, length: before[1].length - start } : null;
}
