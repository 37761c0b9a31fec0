/**
 * A network of the pair as a spec of its own, and the pair as JSON. The weights are written with the fewest digits that
 * give back the same doubles, so that the spec read anew has the very φ and laws the report speaks of.
 */
import type { LayerSummary } from "./model/facts";
import type { Report } from "./types";
import type { WitnessLayer } from "./metric/facts";
import { REPORT_FORMAT } from "./types";

export type Member = "first" | "second";

/** The text of a spec in the long form; `null` when there is no pair or its weights are too many to carry. */
export function witnessSpec(report: Report, member: Member): string | null {
  const { witness } = report.intrinsicMetric;
  const layers = witness?.[member].layers ?? null;
  if (witness === null || layers === null) return null;
  const parts = [
    [`  "title": ${JSON.stringify(titleOf(report, member))}`],
    architectureLines(report),
    initializationLines(report, layers),
    // Of the other networks nothing was decided: what holds at one point need not hold at another.
    ...(member === "first" && witness.fromInitialization ? [['  "expect": { "intrinsicMetric": "fails" }']] : []),
  ];
  return `${["{", ...separated(parts), "}"].join("\n")}\n`;
}

/** The pair with all that was measured of it (docs/report.md); `null` when there is none. */
export function witnessJson(report: Report): string | null {
  const { witness } = report.intrinsicMetric;
  if (witness === null) return null;
  const layers = report.model.layers.map(({ name, type, units, sources, activation, bias }) => ({
    name,
    type,
    units,
    sources,
    activation,
    bias,
  }));
  return `${JSON.stringify({ format: REPORT_FORMAT, spec: report.spec, layers, witness }, null, 2)}\n`;
}

/** Longer titles are no titles of a spec (docs/spec.md). */
const LONGEST_TITLE = 200;

function titleOf({ spec }: Report, member: Member): string {
  const ending = `, ${member} of a pair with the same φ and laws`;
  const title = spec.title ?? "Network";
  const room = LONGEST_TITLE - ending.length;
  // Cut between characters, not inside one of two code units.
  return (title.length <= room ? title : `${title.slice(0, room - 1).replace(/[\uD800-\uDBFF]$/, "")}…`) + ending;
}

function architectureLines(report: Report): string[] {
  const { parametrization, inputs, input, layers } = report.model;
  return [
    '  "architecture": {',
    `    "input": ${JSON.stringify(input ?? inputs)},`,
    `    "parametrization": ${JSON.stringify(parametrization)},`,
    '    "layers": [',
    ...separated(layers.map((layer, index) => [`      ${layerText(layer, layers[index - 1]?.name ?? "input")}`])),
    "    ]",
    "  }",
  ];
}

function layerText(layer: LayerSummary, before: string): string {
  const { activation, slope, units } = layer.written;
  const from =
    layer.sources.length === 1 && layer.sources[0] === before
      ? []
      : [`"from": [${layer.sources.map((name) => JSON.stringify(name)).join(", ")}]`];
  const properties = [
    `"name": ${JSON.stringify(layer.name)}`,
    `"type": "${layer.type}"`,
    ...(units === undefined ? [] : [`"units": ${units}`]),
    ...Object.entries(layer.own ?? {}).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`),
    ...(activation === "identity" ? [] : [`"activation": ${JSON.stringify(activation)}`]),
    ...(slope === undefined ? [] : [`"slope": ${slope}`]),
    ...(layer.bias ? ['"bias": true'] : []),
    ...from,
  ];
  return `{ ${properties.join(", ")} }`;
}

function initializationLines(report: Report, layers: readonly WitnessLayer[]): string[] {
  const { layers: summaries } = report.model;
  const biased = layers.some(({ bias }) => bias !== null);
  return [
    '  "initialization": {',
    '    "scheme": "explicit",',
    '    "weights": [',
    ...separated(
      layers.map((layer, index) =>
        summaries[index].written.weights === "list" ? [`      ${list(layer.weights)}`] : matrixLines(layer),
      ),
    ),
    biased ? "    ]," : "    ]",
    ...(biased
      ? [
          '    "biases": [',
          ...separated(layers.map(({ bias }) => [`      ${bias === null ? "null" : list(bias)}`])),
          "    ]",
        ]
      : []),
    "  }",
  ];
}

function matrixLines({ rows, columns, weights, shape }: WitnessLayer): string[] {
  if (shape !== undefined) return [`      ${nested(weights, shape)}`];
  if (rows === 0) return ["      []"];
  const lines = Array.from({ length: rows }, (_, row) => [
    `        ${list(weights.slice(row * columns, (row + 1) * columns))}`,
  ]);
  return ["      [", ...separated(lines), "      ]"];
}

/** Lists in lists, as PyTorch prints a tensor. */
function nested(values: readonly number[], [length, ...inner]: readonly number[]): string {
  if (inner.length === 0) return list(values);
  const each = values.length / length;
  const parts = Array.from({ length }, (_, i) => nested(values.slice(i * each, (i + 1) * each), inner));
  return `[${parts.join(", ")}]`;
}

/** JSON's numbers are the shortest that give back the same double. */
function list(values: readonly number[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}

/** Items of one or more lines, with a comma after each but the last. */
function separated(items: readonly (readonly string[])[]): string[] {
  return items.flatMap((lines, item) =>
    lines.map((line, index) => (item < items.length - 1 && index === lines.length - 1 ? `${line},` : line)),
  );
}
