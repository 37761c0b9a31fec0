/** `widths` with `activation` and `bias`: a chain of dense layers, linear at the output. */
import type { Node } from "jsonc-parser";
import { activationNamed } from "../../model/activations";
import type { Layer, Network } from "../../model/network";
import type { ArchitectureSpec } from "../schema/architecture";
import { valueAt } from "../tree";
import type { Resolved } from "./layers";
import { defaultName, IDENTITY, trainedOf } from "./layers";

export function resolveShortForm(
  node: Node,
  spec: ArchitectureSpec,
  parametrization: Network["parametrization"],
): Resolved {
  const [inputs, ...units] = spec.widths ?? [];
  const hidden = activationNamed(spec.activation ?? "identity", spec.slope);
  const layers = units.map((width, index): Layer => ({
    name: defaultName(index),
    type: "dense",
    units: width,
    activation: index === units.length - 1 ? IDENTITY : hidden,
    bias: spec.bias ?? false,
    ...trainedOf(spec.train),
    sources: [index - 1],
  }));
  const widths = valueAt(node, "widths")?.children ?? [];
  return { network: { inputs, layers, parametrization }, places: widths.slice(1), widths };
}
