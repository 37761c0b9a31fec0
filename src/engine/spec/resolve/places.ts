/** Where the things that reports speak of stand in the text. */
import type { Node } from "jsonc-parser";
import type { Range } from "../../findings/problem";
import type { Network } from "../../model/network";
import { schemeWritten, takes } from "../../model/schemes";
import type { Lines } from "../text/lines";
import { keyAt, opening, propertiesOf, valueAt, type Property } from "../tree";
import { weightsNode } from "./initialization";
import { placeOf } from "./long-form";

export interface SpecPlaces {
  /** Always inside the text. */
  readonly start: Range;
  readonly architecture: Range | null;
  /** Per layer: its width in the short form, its name or type in the long form. */
  readonly layers: readonly (Range | null)[];
  /** The activation that the long form gives its last layer. */
  readonly outputActivation: Range | null;
  readonly initialization: Range | null;
  readonly lambda: Range | null;
  /** The scale of all layers. */
  readonly scale: Range | null;
  /** Per layer: a scale of its own. */
  readonly scales: readonly (Range | null)[];
  /** Per layer: the first row of its explicit weights. */
  readonly weights: readonly (Range | null)[];
  /** Per layer: the rows of its explicit weights, one per unit; none when they are not given in the text. */
  readonly rows: readonly (readonly Range[])[];
  /** Of a file of weights its name, and what the text says of its tensors. */
  readonly file: { readonly path: Range | null; readonly tensors: ReadonlyMap<string, Range> };
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export const NOWHERE: SpecPlaces = {
  start: START,
  architecture: null,
  layers: [],
  outputActivation: null,
  initialization: null,
  lambda: null,
  scale: null,
  scales: [],
  weights: [],
  rows: [],
  file: { path: null, tensors: new Map() },
};

export function findPlaces(tree: Node, network: Network | null, lines: Lines): SpecPlaces {
  const range = (node: { offset: number; length: number } | null): Range | null =>
    node === null ? null : lines.rangeOf(node);
  const architecture = valueAt(tree, "architecture");
  const initialization = valueAt(tree, "initialization");
  const scheme = schemeWritten(valueAt(initialization, "scheme")?.value);
  const widths = valueAt(architecture, "widths")?.children?.slice(1);
  const layers = widths ?? (valueAt(architecture, "layers")?.children ?? []).map(placeOf);
  return {
    start: lines.rangeOf(opening(tree)),
    architecture: range(keyAt(tree, "architecture")),
    layers: layers.map(range),
    outputActivation: range(valueAt(valueAt(architecture, "layers")?.children?.at(-1) ?? null, "activation")),
    initialization: range(valueAt(initialization, "scheme") ?? keyAt(tree, "initialization")),
    lambda: range(scheme !== null && takes(scheme, "lambda") ? valueAt(initialization, "lambda") : null),
    scale: range(valueAt(initialization, "scale")),
    scales: (network?.layers ?? []).map(({ name }) => range(valueAt(initialization, "layers", name, "scale"))),
    weights: (network?.layers ?? []).map(({ name }, index) => {
      const weights = weightsNode(initialization, index, name);
      return range(weights?.children?.find(({ type }) => type === "array") ?? weights);
    }),
    rows: (network?.layers ?? []).map(({ name }, index) =>
      (weightsNode(initialization, index, name)?.children ?? []).map((row) => lines.rangeOf(row)),
    ),
    file: {
      path: range(valueAt(initialization, "path")),
      tensors: new Map(tensorsWritten(initialization).map(({ name, key }) => [name, lines.rangeOf(key)])),
    },
  };
}

function tensorsWritten(initialization: Node | null): readonly Property[] {
  const tensors = valueAt(initialization, "tensors");
  return tensors?.type === "object" ? propertiesOf(tensors) : [];
}
