/** What is said of a spec whose parts do not fit each other. */
import { LIFTED_BY_PATHS } from "../../model/activations";
import type { LayerType } from "../../model/blocks";
import type { NetworkFamily } from "../../model/structure";
import { quote, grouped, counted, either, listed } from "../../findings/words";
import { MOST_PARAMETERS } from "./sizes";
import type { LossName } from "../../flow/objective/losses";
import { t } from "../../findings/language";

export function odePathsNeedOneOde(family: NetworkFamily): string {
  return family === "linear-ode"
    ? t`A linear neural ODE has the parametrization "flow-map", the matrix Z_1; this one does not fit it.`
    : t`"flow-map" is the parametrization of a linear neural ODE, the matrix Z_1; this network has no linear-ode layer.`;
}

export function productNeedsLinearLayers(unfit: string): string {
  return t`"product" is the end-to-end matrix, which exists only when every hidden layer is linear; ${unfit}.`;
}

export const BENT_WITHIN = t`this network also bends or multiplies numbers within a layer`;

export function pathLiftingNeedsGates(unfit: string): string {
  return t`"path-lifting" needs hidden layers with ${either(LIFTED_BY_PATHS)}; ${unfit}.`;
}

export function tooManyFrames(scheme: string, frames: number): string {
  return t`The scheme ${quote(scheme)} needs an n x n rotation for each width n, ${grouped(frames)} numbers here; the limit is ${grouped(MOST_PARAMETERS)}.`;
}

export function lambdaCount(layers: number, interfaces: number, lambda: readonly number[]): string {
  return t`${counted(layers, t`layer`, t`layers`)} meet at ${counted(interfaces, t`interface`, t`interfaces`)}, so "lambda" needs ${counted(interfaces, t`number`, t`numbers`)}; this list has ${lambda.length}.`;
}

export function listNeeded(name: string, units: number, what: "weights" | "bias"): string {
  const numbers = counted(units, t`number`, t`numbers`);
  return what === "bias"
    ? t`${name} needs a list of ${numbers} as its bias`
    : t`${name} needs a list of ${numbers} as its weights, one per coordinate`;
}

export function matrixNeeded(name: string, units: number, inputs: number): string {
  return t`${name} needs a ${units} x ${inputs} matrix (${counted(units, t`unit`, t`units`)}, ${counted(inputs, t`input`, t`inputs`)})`;
}

export function tensorNeeded(name: string, shape: readonly number[]): string {
  return t`${name} needs weights of shape ${shape.join(" x ")}`;
}

export function otherShape({
  needs,
  rows,
  ragged,
  widths,
}: {
  readonly needs: string;
  readonly rows: number;
  readonly ragged: boolean;
  readonly widths: readonly number[];
}): string {
  const found = counted(rows, t`row`, t`rows`);
  return ragged || rows === 0
    ? t`${needs}; this one has ${found}.`
    : t`${needs}; this one has ${found} of ${counted(widths[0], t`number`, t`numbers`)}.`;
}

export function raggedRow({
  name,
  inputs,
  index,
  widths,
}: {
  readonly name: string;
  readonly inputs: number;
  readonly index: number;
  readonly widths: readonly number[];
}): string {
  return t`Each row of ${quote(name)} needs ${counted(inputs, t`number`, t`numbers`)}, one per input; row ${index + 1} has ${widths[index]}.`;
}

export function otherLayerBeside(own: LayerType, other: string): string {
  return other === own
    ? t`A ${own} layer is its network's only layer in this version; here is a second one beside it.`
    : t`A ${own} layer is its network's only layer in this version; here is a ${other} layer beside it.`;
}

export function pathTooLarge(grid: number, width: number, mostPathNumbers: number): string {
  return t`A path of ${grid} matrices with ${width} x ${width} entries has ${grouped(grid * width ** 2)} numbers; the limit is ${grouped(mostPathNumbers)}.`;
}

export function sourceStandsBelow(names: readonly string[], source: number, layer: number): string {
  return t`${quote(names[source])} stands below ${quote(names[layer])}, and a layer may only take from layers above it.`;
}

export function circleOfSources({
  names,
  layer,
  source,
  arrows,
}: {
  readonly names: readonly string[];
  readonly layer: number;
  readonly source: number;
  readonly arrows: string;
}): string {
  return t`${quote(names[layer])} takes from ${quote(names[source])}, which itself depends on ${quote(names[layer])}: ${arrows}.`;
}

export function valueNotAllowed({
  name,
  values,
  index,
  whole,
}: {
  readonly name: string;
  readonly values: readonly number[];
  readonly index: number;
  readonly whole: boolean;
}): string {
  return whole && !Number.isInteger(values[index])
    ? t`${quote(name)} cannot be ${values[index]}: it is a whole number.`
    : t`${quote(name)} cannot be ${values[index]}.`;
}

export function layoutsAre(names: readonly string[]): string {
  return names.length === 0
    ? t`An input is laid out as a sequence, a line or an image; this one says nothing.`
    : t`An input is laid out as a sequence, a line or an image; ${listed(names, "and")} together are none of these.`;
}

export function tooManyNumbers(samples: number, units: number, mostNumbers: number): string {
  return t`${grouped(samples)} samples through ${grouped(units)} inputs and units are ${grouped(samples * units)} numbers; the limit is ${grouped(mostNumbers)}.`;
}

export function targetWidthsNeeded(widths: readonly number[], loss: LossName): string {
  const numbers = widths.map((w) => counted(w, t`number`, t`numbers`)).join(t` or `);
  return t`"y" has one row per sample, with ${numbers} for the loss ${quote(loss)}`;
}

export function columnsNamed(count: number, what: "input" | "target", widths: readonly number[]): string {
  const columns = counted(count, t`column`, t`columns`);
  if (what === "input") {
    const inputs = counted(widths[0], t`input`, t`inputs`);
    return count === 1
      ? t`${columns} is named, but the network has ${inputs}.`
      : t`${columns} are named, but the network has ${inputs}.`;
  }
  const targets = widths.map((w) => counted(w, t`target`, t`targets`)).join(t` or `);
  return count === 1
    ? t`${columns} is named, but the network and the loss take ${targets}.`
    : t`${columns} are named, but the network and the loss take ${targets}.`;
}

export function onlyMatricesShared(name: string): string {
  return t`${quote(name)} has no matrix of its own that another layer could use.`;
}

export function sharesOne(sources: number): string {
  return t`A layer that shares a matrix takes from one layer; this one takes from ${sources}.`;
}

export function shapesDiffer(name: string, theirs: readonly number[], own: readonly number[]): string {
  return t`The matrix of ${quote(name)} is [${theirs.join(", ")}], and this layer's would be [${own.join(", ")}].`;
}

export const TOKENS_NEED_VOCABULARY = t`Data of tokens are for a network that reads tokens of a vocabulary.`;

export function tokensNeedEntropy(loss: LossName): string {
  return t`The next token is one of several classes, so the loss is "cross-entropy", not ${quote(loss)}.`;
}

export function nextTokensNeeded(vocabulary: number, classes: number, positions: number): string {
  return t`The network tells the next token, so it has an output for each of ${counted(vocabulary, t`token`, t`tokens`)}, at every position or once; this one has ${counted(classes, t`output`, t`outputs`)} at ${counted(positions, t`position`, t`positions`)}.`;
}

export const CHAIN_NEEDS_SAMPLES = t`Tokens of a Markov chain are drawn, so it must be said how many samples.`;

export function noSuchToken(vocabulary: number): string {
  return t`A token is a whole number from 0 to ${vocabulary - 1}, and this row has another.`;
}

export const NUMBER_TOKENS = t`Number the tokens from 0, or make the "vocabulary" larger.`;

export const TOKENS_SEE_THE_FUNCTION = t`Of what a lifting keeps apart, tokens show combinations only, so the network's own function is studied.`;

export const LAYOUTS = t`Write { "tokens": 8, "width": 4 }, { "tokens": 8, "vocabulary": 16 }, { "channels": 1, "length": 8 }, or { "channels": 3, "height": 8, "width": 8 }.`;

export const FILE_AT_THE_TOP = t`Write "scheme": "file" and "path" at the top of the initialization, and give the other layers a scheme of their own here.`;

export function fileForAll(scheme: string): string {
  return t`The scheme ${quote(scheme)} is that of all layers but those with another one, so it stands at the top.`;
}
export const EPS_OF_A_BATCH = t`PyTorch refuses a batch norm with an eps of 0. Here it is computed as it stands: its laws of scale then hold exactly.`;

export const EPS_AS_IN_PYTORCH = t`Leave "eps" out for what PyTorch has, 1e-5.`;

export const COLUMNS_IN_A_LIST = t`Columns of a table are named in a list, or counted.`;
export const ARRAY_BY_NAME = t`An array of the file is called by its name.`;

export function lambdaIsText(lambda: string): string {
  return t`"lambda" must be a number or a list [ … ], not the text ${quote(lambda)}: only a linear-ode layer can have an expression in s.`;
}

export function otherMatrices(grid: number, found: number): string {
  return t`The path has ${counted(grid, t`node`, t`nodes`)}, so "weights" needs as many matrices; this list has ${found}.`;
}

export function otherLambdas(grid: number, found: number): string {
  return t`The path has ${counted(grid, t`node`, t`nodes`)}, so a list of λ needs as many numbers; this one has ${found}.`;
}

export function unitsOfTheSource(type: string, width: number, units: string): string {
  return t`A ${type} layer has as many units as its source: ${counted(width, t`unit`, t`units`)}, not ${units}.`;
}
