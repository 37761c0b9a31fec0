/** The schemes that draw all layers together: what they need of the network, and λ per interface. */
import type { Node } from "jsonc-parser";
import type { Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { isIdentity } from "../../model/structure";
import type { Notes, Span } from "../notes";
import { propertiesOf } from "../tree";
import { quote } from "../../findings/words";
import { MOST_PARAMETERS } from "./sizes";
import { lambdaCount, tooManyFrames } from "./words";
import { t } from "../../findings/language";

/** Notes an error when the scheme has no meaning for the network. */
export function noteUnfitForBalance(
  network: Network,
  scheme: string,
  at: Span,
  overrides: Node | null,
  notes: Notes,
): void {
  const reason = whyNoBalance(network);
  if (reason !== null)
    notes.error(
      "spec.conflict",
      at,
      t`The scheme ${quote(scheme)} is defined for chains of dense linear layers without biases, but ${reason}.`,
      t`Choose another scheme, such as gaussian, or change that layer.`,
    );
  for (const { key } of overrides === null ? [] : propertiesOf(overrides))
    notes.error(
      "spec.conflict",
      key,
      () => t`The scheme ${quote(scheme)} draws all layers together, so a single layer cannot be overridden.`,
      t`Remove the override, or choose another scheme at the top.`,
    );
  // Orthogonal frames of shape n x n for each width n.
  const frames = [network.inputs, ...network.layers.map(({ units }) => units)].reduce((sum, n) => sum + n * n, 0);
  if (reason === null && frames > MOST_PARAMETERS)
    notes.error(
      "spec.too-large",
      at,
      tooManyFrames(scheme, frames),
      t`Make the network narrower, or choose another scheme.`,
    );
}

/** One λ per interface between neighbouring layers; `null` when an error was noted. */
export function resolveLambda(
  network: Network,
  lambda: number | readonly number[],
  at: Node | null,
  notes: Notes,
): readonly number[] | null {
  const interfaces = network.layers.length - 1;
  if (typeof lambda === "number") return Array<number>(interfaces).fill(lambda);
  if (lambda.length === interfaces || at === null) return lambda;
  notes.error(
    "spec.shape-mismatch",
    at,
    lambdaCount(network.layers.length, interfaces, lambda),
    t`Write one number per pair of neighbouring layers, or a single number for all of them.`,
  );
  return null;
}

function whyNoBalance(network: Network): string | null {
  const { layers } = network;
  const last = layers.length - 1;
  // A layer that is not one matrix for each source.
  const others = new Set(blocksOf(network).flatMap(({ layer, wiring }) => (wiring.name === "full" ? [] : [layer])));
  for (const [index, { name, type, bias, sources, activation }] of layers.entries()) {
    if (others.has(index)) return t`${name} is ${type}`;
    if (bias) return t`${name} has a bias`;
    if (sources.length !== 1 || sources[0] !== index - 1)
      return t`${name} does not take from the layer before it alone`;
    if (index < last && !isIdentity(activation)) return t`${name} has the activation ${activation.name}`;
  }
  return null;
}
