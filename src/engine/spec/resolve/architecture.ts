/** The architecture section to a network, whichever of its two forms was written. */
import type { Node } from "jsonc-parser";
import type { Activation, Network } from "../../model/network";
import { isDiscrete } from "../../model/inputs";
import { pathShape } from "../../model/network";
import { familyOf, isIdentity, isPiecewiseLinear } from "../../model/structure";
import type { Notes } from "../notes";
import type { Spec } from "../schema";
import type { ArchitectureSpec } from "../schema/architecture";
import { keyAt, opening, valueAt } from "../tree";
import { counted, grouped, quote } from "../../findings/words";
import { layersMeant } from "./flatten";
import type { Resolved } from "./layers";
import { isAlone, resolveLinearOde } from "./linear-ode";
import { noteUnusedSlope, resolveLongForm } from "./long-form";
import { resolveShortForm } from "./short-form";
import { noteSizes } from "./sizes";
import {
  BENT_WITHIN,
  odePathsNeedOneOde,
  pathLiftingNeedsGates,
  productNeedsLinearLayers,
  TOKENS_SEE_THE_FUNCTION,
} from "./words";
import { t } from "../../findings/language";

/** `null` when an error was noted. */
export function resolveArchitecture(root: Node, spec: Spec, notes: Notes): Resolved | null {
  const before = notes.errors();
  const node = valueAt(root, "architecture");
  if (node === null) return null;
  const { architecture } = spec;
  noteForms(node, architecture, notes);
  noteLayerCount(node, architecture, notes);
  if (notes.errors() > before) return null;
  const parametrization = architecture.parametrization ?? spec.parametrization ?? "auto";
  const resolved =
    architecture.widths !== undefined
      ? resolveShortForm(node, architecture, parametrization)
      : architecture.layers?.some(isAlone)
        ? resolveLinearOde(node, architecture, parametrization, notes)
        : resolveLongForm(node, architecture, parametrization, notes);
  if (resolved === null) return null;
  if (architecture.train !== undefined && pathShape(resolved.network) !== null)
    notes.error(
      "spec.conflict",
      keyAt(node, "train") ?? node,
      t`The path of a linear neural ODE is trained as a whole.`,
      t`Remove "train".`,
    );
  noteSizes(resolved, notes);
  noteParametrization(root, node, resolved.network, notes);
  return notes.errors() > before ? null : resolved;
}

/** Exactly one of the two forms, and nothing of the other. */
function noteForms(node: Node, spec: ArchitectureSpec, notes: Notes): void {
  const start = opening(node);
  if (spec.widths === undefined && spec.layers === undefined) {
    if (spec.input === undefined)
      notes.error(
        "spec.missing-property",
        start,
        t`The architecture says nothing about its layers: it needs "widths", or "input" with "layers".`,
        t`Add, for instance, "widths": [5, 3, 4].`,
      );
    else
      notes.error(
        "spec.missing-property",
        start,
        t`The architecture has an "input" but no "layers".`,
        t`Add "layers": [ { "type": "dense", "units": 3 } ].`,
      );
    return;
  }
  if (spec.widths !== undefined) {
    for (const name of ["layers", "input"] as const)
      if (spec[name] !== undefined)
        notes.error(
          "spec.conflict",
          keyAt(node, name) ?? start,
          t`${quote(name)} and "widths" are two ways to write a network, and only one can count.`,
          t`Remove "widths" or ${quote(name)}.`,
        );
    noteUnusedSlope(spec, node, notes);
    return;
  }
  if (spec.input === undefined && !spec.layers?.some(isAlone))
    notes.error(
      "spec.missing-property",
      keyAt(node, "layers") ?? start,
      t`The architecture has "layers" but not the width of its input.`,
      t`Add "input": 5, with the number of inputs.`,
    );
  for (const name of ["activation", "bias", "slope"] as const)
    if (spec[name] !== undefined)
      notes.error(
        "spec.conflict",
        keyAt(node, name) ?? start,
        t`${quote(name)} stands beside "widths" only; with "layers", each layer says its own.`,
        t`Move ${quote(name)} into the layers.`,
      );
}

/** Counting laws takes time that grows with a power of the number of layers; beyond this nothing would ever answer. */
const MOST_LAYERS = 1000;

function noteLayerCount(node: Node, spec: ArchitectureSpec, notes: Notes): void {
  const [name, layers] =
    spec.widths === undefined ? ["layers", layersMeant(spec.layers ?? [])] : ["widths", spec.widths.length - 1];
  if (layers > MOST_LAYERS)
    notes.error(
      "spec.too-large",
      keyAt(node, name) ?? opening(node),
      t`This network has ${counted(layers, t`layer`, t`layers`)}; the limit is ${grouped(MOST_LAYERS)}.`,
      t`Study a shallower network: the laws of each pair of neighbouring layers follow the same formulas.`,
    );
}

function noteParametrization(root: Node, node: Node, network: Network, notes: Notes): void {
  const [inner, outer] = [valueAt(node, "parametrization"), valueAt(root, "parametrization")];
  if (inner !== null && outer !== null)
    notes.error(
      "spec.conflict",
      keyAt(root, "parametrization") ?? outer,
      t`"parametrization" is given twice: here and in the architecture.`,
      t`Remove this one.`,
    );
  const at = inner ?? outer;
  if (at === null) return;
  const family = familyOf(network);
  if ((network.parametrization === "flow-map") !== (family === "linear-ode") && network.parametrization !== "auto") {
    notes.error(
      "spec.conflict",
      at,
      odePathsNeedOneOde(family),
      t`Remove "parametrization" to have a fitting one chosen.`,
    );
    return;
  }
  if (isDiscrete(network) && (network.parametrization === "product" || network.parametrization === "path-lifting")) {
    notes.error("spec.conflict", at, TOKENS_SEE_THE_FUNCTION, t`Write "function", or remove "parametrization".`);
    return;
  }
  if (network.parametrization === "product" && family !== "linear")
    notes.error(
      "spec.conflict",
      at,
      productNeedsLinearLayers(unfit(network, isIdentity)),
      t`Remove "parametrization" to have a fitting one chosen, or make the hidden layers "identity".`,
    );
  if (network.parametrization === "path-lifting" && (family === "analytic" || family === "other"))
    notes.error(
      "spec.conflict",
      at,
      pathLiftingNeedsGates(unfit(network, isPiecewiseLinear)),
      t`Write "function", which fits every activation, or remove "parametrization".`,
    );
}

function unfit(network: Network, fits: (activation: Activation) => boolean): string {
  const layer = network.layers.slice(0, -1).find(({ activation }) => !fits(activation));
  return layer === undefined ? BENT_WITHIN : t`${layer.name} has ${layer.activation.name}`;
}
