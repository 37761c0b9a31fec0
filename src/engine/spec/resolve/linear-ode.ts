/** A linear neural ODE: its one layer, and how its path starts. */
import type { Node } from "jsonc-parser";
import { fullNumber } from "../../findings/numbers";
import { counted, either, quote } from "../../findings/words";
import { chebyshevNodes } from "../../math/spectral/chebyshev";
import type { LayerType } from "../../model/blocks";
import { isPreset, type PresetType } from "../presets";
import { blockKindOf, LAYER_TYPES } from "../../model/blocks";
import type { InitializationPlan, LayerScheme, SchemeName } from "../../model/initialization";
import type { Network } from "../../model/network";
import { INPUT } from "../../model/network";
import type { PathPlan } from "../../model/path/plan";
import { DEFAULT_SCHEME, ownOf } from "../../model/schemes";
import { parseExpression } from "../expression/parse";
import type { Notes, Span } from "../notes";
import type { ArchitectureSpec } from "../schema/architecture";
import type { InitializationSpec } from "../schema/initialization";
import { keyAt, opening, propertiesOf, valueAt } from "../tree";
import { resolveWeights } from "./explicit";
import { IDENTITY, type Resolved } from "./layers";
import { placeOf, resolveNames } from "./long-form";
import { otherLambdas, otherLayerBeside, otherMatrices, pathTooLarge } from "./words";
import { t } from "../../findings/language";

/** `null` when an error was noted. */
export function resolveLinearOde(
  node: Node,
  spec: ArchitectureSpec,
  parametrization: Network["parametrization"],
  notes: Notes,
): Resolved | null {
  const before = notes.errors();
  const specs = spec.layers ?? [];
  const nodes = valueAt(node, "layers")?.children ?? [];
  const own = specs.findIndex(isAlone);
  const { type: ownType } = specs[own];
  if (isPreset(ownType)) throw new Error(`A ${ownType} is no network by itself.`);
  const names = resolveNames(specs, nodes, notes);
  const together = LAYER_TYPES.filter((type) => !isAlone({ type }));
  specs.forEach(({ type }, index) => {
    if (index !== own)
      notes.error(
        "spec.conflict",
        placeOf(nodes[index]),
        otherLayerBeside(ownType, type),
        t`Keep the ${ownType} layer alone, or write a network of ${either(together, "and")} layers.`,
      );
  });
  const { width = 0, grid = 0 } = specs[own];
  const input = valueAt(node, "input");
  if (input !== null && spec.input !== width)
    notes.error(
      "spec.conflict",
      input,
      t`The input of a linear-ode layer has its width: ${width}, not ${notes.textOf(input)}.`,
      t`Remove "input", or write the same number.`,
    );
  if (grid * width ** 2 > MOST_PATH_NUMBERS)
    notes.error(
      "spec.too-large",
      valueAt(nodes[own], "grid") ?? opening(nodes[own]),
      pathTooLarge(grid, width, MOST_PATH_NUMBERS),
      t`Write at most ${Math.floor(MOST_PATH_NUMBERS / width ** 2)} nodes, or a smaller width.`,
    );
  if (notes.errors() > before) return null;
  return {
    network: {
      inputs: width,
      layers: [
        {
          name: names[own],
          type: ownType,
          units: width,
          grid,
          activation: IDENTITY,
          bias: false,
          sources: [INPUT],
        },
      ],
      parametrization,
    },
    places: nodes.map(placeOf),
    widths: [null, valueAt(nodes[own], "width")],
  };
}

/** A layer that is its network's only one: such a network is a path, and resolved as one. */
export function isAlone({ type }: { readonly type: LayerType | PresetType }): boolean {
  return !isPreset(type) && blockKindOf({ type }).alone;
}

/** 64 nodes of width 64: an analysis takes some seconds. */
const MOST_PATH_NUMBERS = 2 ** 18;

const LENGTH_SCALE = 0.5;

/** `null` when an error was noted. */
export function resolvePath(
  top: InitializationSpec,
  node: Node | null,
  at: Span,
  width: number,
  grid: number,
  notes: Notes,
): InitializationPlan | null {
  const before = notes.errors();
  const scheme = top.scheme ?? DEFAULT_SCHEME;
  const overrides = valueAt(node, "layers");
  for (const { key } of overrides === null ? [] : propertiesOf(overrides))
    notes.error(
      "spec.conflict",
      key,
      t`A linear neural ODE has one layer, so nothing can be overridden.`,
      t`Write it at the top of the initialization.`,
    );
  const { scale = 1, lengthScale = LENGTH_SCALE } = top;
  const path = pathPlan(scheme, { top, node, at, width, grid, scale, lengthScale, notes });
  const unused = keyAt(node, "biasStd");
  if (unused !== null)
    notes.warning("spec.conflict", unused, t`"biasStd" is not used: a linear-ode layer has no bias.`, t`Remove it.`);
  if (path === null || notes.errors() > before) return null;
  return { seed: top.seed ?? 0, scheme, layers: [unusedScheme(scheme)], lambda: null, scale: path.scale, path };
}

/** What a spec asks for, and where. */
interface Asked {
  readonly top: InitializationSpec;
  readonly node: Node | null;
  readonly at: Span;
  readonly width: number;
  readonly grid: number;
  readonly scale: number;
  readonly lengthScale: number;
  readonly notes: Notes;
}

/** How the path of each scheme starts that has one, as the messages list them; `null` when an error was noted. */
const PATHS: Readonly<Partial<Record<SchemeName, (asked: Asked) => PathPlan | null>>> = {
  gaussian({ top, scale, lengthScale }) {
    const { std } = ownOf("gaussian", top).own;
    return { scheme: "gaussian", std, lengthScale, scale };
  },
  constant({ node, width, scale, notes }) {
    const value = valueAt(node, "value");
    const matrix =
      value?.type === "array"
        ? matrixOf(value, width, '"value"', notes)
        : Array<number>(width * width).fill(Number(value?.value ?? 0));
    return matrix === null ? null : { scheme: "constant", matrix, scale };
  },
  explicit({ node, at, width, grid, scale, notes }) {
    const matrices = matricesOf(valueAt(node, "weights"), at, width, grid, notes);
    return matrices === null ? null : { scheme: "explicit", matrices, scale };
  },
  balanced: ({ grid, scale, lengthScale }) => ({
    scheme: "relaxed-balanced",
    lambda: Array<number>(grid).fill(0),
    lengthScale,
    scale,
  }),
  "relaxed-balanced"({ top, node, grid, scale, lengthScale, notes }) {
    const lambda = lambdaAlong(top.lambda ?? 0, valueAt(node, "lambda"), grid, notes);
    return lambda === null ? null : { scheme: "relaxed-balanced", lambda, lengthScale, scale };
  },
  zeros: ({ width, scale }) => ({ scheme: "constant", matrix: Array<number>(width * width).fill(0), scale }),
};

function pathPlan(scheme: SchemeName, asked: Asked): PathPlan | null {
  const plan = PATHS[scheme];
  if (plan !== undefined) return plan(asked);
  asked.notes.error(
    "spec.conflict",
    asked.at,
    t`The scheme ${quote(scheme)} draws single matrices, but a linear-ode layer needs a path s ↦ A_s.`,
    t`Choose ${Object.keys(PATHS).map(quote).join(", ")}.`,
  );
  return null;
}

function matricesOf(weights: Node | null, at: Span, width: number, grid: number, notes: Notes): number[] | null {
  if (weights === null) {
    notes.error(
      "spec.missing-property",
      at,
      t`The scheme "explicit" needs "weights": one matrix per node.`,
      t`Add "weights" with ${counted(grid, t`matrix`, t`matrices`)} of shape ${width} x ${width}.`,
    );
    return null;
  }
  const entries = weights.children ?? [];
  if (entries.length !== grid) {
    notes.error(
      "spec.shape-mismatch",
      opening(weights),
      otherMatrices(grid, entries.length),
      t`Write one matrix per node s_j = (1 − cos(π j / (grid − 1))) / 2, from s = 0 to s = 1, or change "grid".`,
    );
    return null;
  }
  const matrices = entries.map((entry, j) => matrixOf(entry, width, t`A at node ${j}`, notes));
  return matrices.some((matrix) => matrix === null) ? null : matrices.flatMap((matrix) => matrix ?? []);
}

function matrixOf(node: Node, width: number, name: string, notes: Notes): number[] | null {
  return resolveWeights(node, name, [width, width], notes);
}

/** λ at the nodes. */
function lambdaAlong(
  lambda: number | string | readonly number[],
  at: Node | null,
  grid: number,
  notes: Notes,
): readonly number[] | null {
  if (typeof lambda === "number") return Array<number>(grid).fill(lambda);
  if (typeof lambda === "string") return at === null ? null : expressionAlong(lambda, at, grid, notes);
  if (lambda.length === grid || at === null) return lambda;
  notes.error(
    "spec.shape-mismatch",
    at,
    otherLambdas(grid, lambda.length),
    t`Write λ(s_j) at the nodes s_j = (1 − cos(π j / (grid − 1))) / 2, or an expression such as "1 + cos(3*s)".`,
  );
  return null;
}

function expressionAlong(text: string, at: Node, grid: number, notes: Notes): readonly number[] | null {
  const parsed = parseExpression(text);
  // With escapes in the text, places inside the quotes are not those of the value.
  const inside = (offset: number, length: number): Span =>
    at.length === text.length + 2 && length > 0 ? { offset: at.offset + 1 + offset, length } : at;
  if (parsed.kind === "error") {
    notes.error("spec.wrong-value", inside(parsed.offset, parsed.length), parsed.message, parsed.help);
    return null;
  }
  const nodes = chebyshevNodes(grid);
  const values = Array.from(nodes, parsed.at);
  const bad = values.findIndex((x) => !Number.isFinite(x));
  if (bad < 0) return values;
  notes.error(
    "spec.wrong-value",
    inside(0, text.length),
    t`λ(s) must be a finite number for s from 0 to 1; at s = ${fullNumber(nodes[bad])} it is not.`,
    t`Write an expression without a pole, a root of a negative number or an overflow there.`,
  );
  return null;
}

/** What stands in the plan's list of layers, which the path replaces. */
function unusedScheme(scheme: SchemeName): LayerScheme {
  return { scheme, own: {}, scale: 1, biasStd: 0, weights: null, bias: null };
}
