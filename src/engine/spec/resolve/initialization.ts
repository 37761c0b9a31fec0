/** The initialization section to a plan: one scheme per layer. */
import type { Node } from "jsonc-parser";
import type { InitializationPlan, LayerScheme, SchemeName } from "../../model/initialization";
import type { Layer, Network } from "../../model/network";
import { pathShape } from "../../model/network";
import { biasLength, weightsShape } from "../../model/written";
import { DEFAULT_SCHEME, ownNumbers, ownOf, schemeRow, schemeWritten, takes } from "../../model/schemes";
import { nearestFixes } from "../guess";
import type { Notes, Span } from "../notes";
import type { Spec } from "../schema";
import type { InitializationSpec, OverrideSpec } from "../schema/initialization";
import { SCHEME_VARIANTS } from "../schema/initialization";
import { keyAt, opening, propertiesOf, valueAt } from "../tree";
import { meant, nearest, quote } from "../../findings/words";
import { noteUnused } from "../validate/variants";
import { noteUnfitForBalance, resolveLambda } from "./balanced";
import { resolveList, resolveWeights } from "./explicit";
import { FILE_AT_THE_TOP, fileForAll, lambdaIsText } from "./words";
import { resolvePath } from "./linear-ode";
import { resolveWeightsFile } from "./weights-file";
import { t } from "../../findings/language";

/** `null` when an error was noted. */
export function resolveInitialization(
  root: Node,
  spec: Spec,
  network: Network,
  notes: Notes,
): InitializationPlan | null {
  const before = notes.errors();
  const node = valueAt(root, "initialization");
  const top: InitializationSpec = spec.initialization ?? {};
  const scheme = top.scheme ?? DEFAULT_SCHEME;
  const row = schemeRow(scheme);
  const at = valueAt(node, "scheme") ?? keyAt(root, "initialization") ?? opening(root);
  const path = pathShape(network);
  if (path !== null) return resolvePath(top, node, at, path.width, path.nodes, notes);
  notePathWords(node, top, notes);
  if (notes.errors() > before) return null;
  const together = row.draws === "together";
  if (together) noteUnfitForBalance(network, scheme, at, valueAt(node, "layers"), notes);
  else noteLists(node, top, network, notes);
  // A scheme that takes no lambda has 0, whatever else stands there: it was noted as not used.
  const asked = takes(row, "lambda") && typeof top.lambda !== "string" ? (top.lambda ?? 0) : 0;
  const lambda = together ? resolveLambda(network, asked, valueAt(node, "lambda"), notes) : null;
  const overrides = together ? new Map<string, Override>() : resolveOverrides(node, top, network, notes);
  if (notes.errors() > before) return null;

  const layers = network.layers.map((layer, index) => {
    const override = overrides.get(layer.name) ?? { spec: {}, node: null, at };
    return resolveLayer({ network, layer, index, top, node, override }, notes);
  });
  noteIdleBiasStd(node, network, notes);
  const file = row.draws === "file" ? resolveWeightsFile(node, top, network, notes) : null;
  if (notes.errors() > before) return null;
  const plan = { seed: top.seed ?? 0, scheme, layers, lambda, scale: top.scale ?? 1 };
  return file === null ? plan : { ...plan, file };
}

/** What only a linear neural ODE can have. */
function notePathWords(
  node: Node | null,
  { lambda, value, scheme = DEFAULT_SCHEME }: InitializationSpec,
  notes: Notes,
): void {
  const row = schemeRow(scheme);
  const lambdaNode = valueAt(node, "lambda");
  if (typeof lambda === "string" && takes(row, "lambda") && lambdaNode !== null)
    notes.error(
      "spec.wrong-type",
      lambdaNode,
      () => lambdaIsText(lambda),
      () =>
        Number.isFinite(Number(lambda)) && lambda.trim() !== ""
          ? t`Write ${lambda.trim()} without quotes.`
          : t`Write, for instance, "lambda": 0.7.`,
    );
  const valueNode = valueAt(node, "value");
  if (typeof value === "object" && ownNumbers(scheme).some(([name]) => name === "value") && valueNode !== null)
    notes.error(
      "spec.wrong-type",
      opening(valueNode),
      t`"value" must be a number, not a list: only a linear-ode layer can have a matrix here.`,
      t`Write, for instance, "value": 0.1.`,
    );
  const length = keyAt(node, "lengthScale");
  if (length !== null && takes(row, "lengthScale"))
    notes.warning(
      "spec.conflict",
      length,
      t`"lengthScale" is not used: only a linear-ode layer can have a path in depth.`,
      t`Remove it.`,
    );
}

/** What the spec says about one layer; `at` is where a lack of it is shown. */
interface Override {
  readonly spec: OverrideSpec;
  readonly node: Node | null;
  readonly at: Span;
}

function resolveOverrides(
  node: Node | null,
  top: InitializationSpec,
  network: Network,
  notes: Notes,
): Map<string, Override> {
  const names = new Set(network.layers.map(({ name }) => name));
  const written = new Map(Object.entries(top.layers ?? {}));
  const overrides = new Map<string, Override>();
  const section = valueAt(node, "layers");
  for (const { name, key, value } of section === null ? [] : propertiesOf(section)) {
    const spec = written.get(name);
    if (value === undefined || spec === undefined) continue;
    if (!names.has(name)) {
      notes.error(
        "spec.unknown-layer",
        key,
        () => t`There is no layer called ${quote(name)}${meant(nearest(name, names))}`,
        () => t`The layers are ${[...names].slice(0, 12).map(quote).join(", ")}.`,
        () => ({ fixes: nearestFixes(name, names, key) }),
      );
      continue;
    }
    const schemeNode = valueAt(value, "scheme");
    const scheme = spec.scheme ?? top.scheme ?? DEFAULT_SCHEME;
    if (schemeRow(scheme).draws === "together")
      notes.error(
        "spec.conflict",
        schemeNode ?? key,
        t`The scheme ${quote(scheme)} ties neighbouring layers together, so it cannot be chosen for one layer.`,
        t`Write it at the top of the initialization, or choose another scheme here.`,
      );
    if (schemeRow(scheme).draws === "file" && top.scheme !== scheme)
      notes.error("spec.conflict", schemeNode ?? key, fileForAll(scheme), FILE_AT_THE_TOP);
    noteUnused(value, SCHEME_VARIANTS, scheme, notes);
    overrides.set(name, { spec, node: value, at: schemeNode ?? key });
  }
  return overrides;
}

/** `weights` and `biases` at the top have one entry per layer. */
function noteLists(node: Node | null, top: InitializationSpec, network: Network, notes: Notes): void {
  if (!isGiven(top.scheme)) return;
  for (const [name, help] of [
    ["weights", t`Write one list of weights per layer, first to last.`],
    ["biases", t`Write one bias per layer, first to last.`],
  ] as const) {
    const given = top[name]?.length;
    if (given !== undefined && given !== network.layers.length && node !== null)
      notes.error(
        "spec.shape-mismatch",
        keyAt(node, name) ?? opening(node),
        t`The network has ${network.layers.length} layers, but ${quote(name)} has ${given} entries.`,
        help,
      );
  }
}

interface Context {
  readonly network: Network;
  readonly layer: Layer;
  readonly index: number;
  readonly top: InitializationSpec;
  readonly node: Node | null;
  readonly override: Override;
}

/** What an override leaves out is taken from the top; of what belongs to a scheme only when the scheme is the same. */
function resolveLayer(context: Context, notes: Notes): LayerScheme {
  const { top, override } = context;
  const scheme: SchemeName = override.spec.scheme ?? top.scheme ?? DEFAULT_SCHEME;
  const shared: InitializationSpec = scheme === (top.scheme ?? DEFAULT_SCHEME) ? top : {};
  const { own, missing } = ownOf(scheme, override.spec, shared);
  for (const { name, example } of missing)
    notes.error(
      "spec.missing-property",
      override.at,
      t`This override needs ${quote(name)}, because its scheme is ${quote(scheme)}.`,
      t`Add ${quote(name)}: ${example}.`,
    );
  return {
    scheme,
    own,
    scale: override.spec.scale ?? top.scale ?? 1,
    biasStd: override.spec.biasStd ?? top.biasStd ?? 0,
    weights: isGiven(scheme) ? explicitWeights(context, scheme, notes) : null,
    bias: isGiven(scheme) ? explicitBias(context, notes) : null,
  };
}

/** Does the scheme that is written here take its weights from the spec? */
function isGiven(word: unknown): boolean {
  return schemeWritten(word)?.draws === "given";
}

/** Invariant: every layer whose scheme is given its weights has some, of its own or from the list at the top. */
export function weightsNode(node: Node | null, index: number, name: string): Node | null {
  return (
    valueAt(node, "layers", name, "weights") ??
    (isGiven(valueAt(node, "scheme")?.value) ? valueAt(node, "weights", index) : null)
  );
}

function explicitWeights(
  { network, layer, index, node, override }: Context,
  scheme: SchemeName,
  notes: Notes,
): number[] | null {
  const weights = weightsNode(node, index, layer.name);
  if (weights === null) {
    notes.error(
      "spec.missing-property",
      override.at,
      t`The scheme ${quote(scheme)} needs the weights of every layer, and those of ${quote(layer.name)} are missing.`,
      t`Add "weights", or choose another scheme for ${quote(layer.name)}.`,
    );
    return null;
  }
  return resolveWeights(weights, layer.name, weightsShape(network, index), notes);
}

function explicitBias({ network, layer, index, node, top, override }: Context, notes: Notes): number[] | null {
  const own = valueAt(override.node, "bias");
  const bias = own ?? (isGiven(top.scheme) ? valueAt(node, "biases", index) : null);
  if (bias === null || bias.type === "null" || (!layer.bias && bias.children?.length === 0)) return null;
  if (layer.bias) return resolveList(bias, layer.name, biasLength(network, index), "bias", notes);
  notes.error(
    "spec.conflict",
    bias,
    t`${quote(layer.name)} has no bias, but one is given for it.`,
    t`Give the layer "bias": true in the architecture, or write null here.`,
  );
  return null;
}

function noteIdleBiasStd(node: Node | null, network: Network, notes: Notes): void {
  const key = keyAt(node, "biasStd");
  if (key !== null && network.layers.every(({ bias }) => !bias))
    notes.warning(
      "spec.conflict",
      key,
      t`"biasStd" is not used: no layer has a bias.`,
      t`Remove it, or write "bias": true in the architecture.`,
    );
}
