/** What is said of a spec whose parts do not fit each other. */
import { LIFTED_BY_PATHS } from "../../model/activations";
import type { LayerType } from "../../model/blocks";
import type { NetworkFamily } from "../../model/structure";
import { quote, grouped, counted, either, listed } from "../../findings/words";
import { MOST_PARAMETERS } from "./sizes";
import type { LossName } from "../../flow/objective/losses";

export function odePathsNeedOneOde(
  only:
    | 'A linear neural ODE has the parametrization "flow-map"'
    | '"flow-map" is the parametrization of a linear neural ODE',
  family: NetworkFamily,
): string {
  return `${only}, the matrix Z_1; ${family === "linear-ode" ? "this one does not fit it" : "this network has no linear-ode layer"}.`;
}

export function productNeedsLinearLayers(unfit: string): string {
  return `"product" is the end-to-end matrix, which exists only when every hidden layer is linear; ${unfit}.`;
}

export const BENT_WITHIN = "this network also bends or multiplies numbers within a layer";

export function pathLiftingNeedsGates(unfit: string): string {
  return `"path-lifting" needs hidden layers with ${either(LIFTED_BY_PATHS)}; ${unfit}.`;
}

export function tooManyFrames(scheme: string, frames: number): string {
  return `The scheme ${quote(scheme)} needs an n x n rotation for each width n, ${grouped(frames)} numbers here; the limit is ${grouped(MOST_PARAMETERS)}.`;
}

export function lambdaCount(layers: number, interfaces: number, lambda: readonly number[]): string {
  return `${counted(layers, "layer")} meet at ${counted(interfaces, "interface")}, so "lambda" needs ${counted(interfaces, "number")}; this list has ${lambda.length}.`;
}

export function listNeeded(name: string, units: number, what: "weights" | "bias"): string {
  return `${name} needs a list of ${counted(units, "number")} as its ${what === "bias" ? "bias" : "weights, one per coordinate"}`;
}

export function matrixNeeded(name: string, units: number, inputs: number): string {
  return `${name} needs a ${units} x ${inputs} matrix (${counted(units, "unit")}, ${counted(inputs, "input")})`;
}

export function tensorNeeded(name: string, shape: readonly number[]): string {
  return `${name} needs weights of shape ${shape.join(" x ")}`;
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
  return `${needs}; this one has ${counted(rows, "row")}${ragged || rows === 0 ? "" : ` of ${counted(widths[0], "number")}`}.`;
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
  return `Each row of ${quote(name)} needs ${counted(inputs, "number")}, one per input; row ${index + 1} has ${widths[index]}.`;
}

export function otherLayerBeside(own: LayerType, other: string): string {
  return `A ${own} layer is its network's only layer in this version; here is ${other === own ? "a second one" : `a ${other} layer`} beside it.`;
}

export function pathTooLarge(grid: number, width: number, mostPathNumbers: number): string {
  return `A path of ${grid} matrices with ${width} x ${width} entries has ${grouped(grid * width ** 2)} numbers; the limit is ${grouped(mostPathNumbers)}.`;
}

export function sourceStandsBelow(names: readonly string[], source: number, layer: number): string {
  return `${quote(names[source])} stands below ${quote(names[layer])}, and a layer may only take from layers above it.`;
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
  return `${quote(names[layer])} takes from ${quote(names[source])}, which itself depends on ${quote(names[layer])}: ${arrows}.`;
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
  return `${quote(name)} cannot be ${values[index]}${whole && !Number.isInteger(values[index]) ? ": it is a whole number" : ""}.`;
}

export function layoutsAre(names: readonly string[]): string {
  return `An input is laid out as a sequence, a line or an image; ${names.length === 0 ? "this one says nothing" : `${listed(names, "and")} together are none of these`}.`;
}

export function tooManyNumbers(samples: number, units: number, mostNumbers: number): string {
  return `${grouped(samples)} samples through ${grouped(units)} inputs and units are ${grouped(samples * units)} numbers; the limit is ${grouped(mostNumbers)}.`;
}

export function targetWidthsNeeded(widths: readonly number[], loss: LossName): string {
  return `"y" has one row per sample, with ${widths.map((w) => counted(w, "number")).join(" or ")} for the loss ${quote(loss)}`;
}

export function columnsNamed(count: number, what: "input" | "target", widths: readonly number[]): string {
  return `${counted(count, "column")} ${count === 1 ? "is" : "are"} named, but the network ${what === "input" ? `has ${counted(widths[0], "input")}` : `and the loss take ${widths.map((w) => counted(w, "target")).join(" or ")}`}.`;
}

export function onlyMatricesShared(name: string): string {
  return `${quote(name)} has no matrix of its own that another layer could use.`;
}

export function sharesOne(sources: number): string {
  return `A layer that shares a matrix takes from one layer; this one takes from ${sources}.`;
}

export function shapesDiffer(name: string, theirs: readonly number[], own: readonly number[]): string {
  return `The matrix of ${quote(name)} is [${theirs.join(", ")}], and this layer's would be [${own.join(", ")}].`;
}

export const TOKENS_NEED_VOCABULARY = "Data of tokens are for a network that reads tokens of a vocabulary.";

export function tokensNeedEntropy(loss: LossName): string {
  return `The next token is one of several classes, so the loss is "cross-entropy", not ${quote(loss)}.`;
}

export function nextTokensNeeded(vocabulary: number, classes: number, positions: number): string {
  return `The network tells the next token, so it has an output for each of ${counted(vocabulary, "token")}, at every position or once; this one has ${counted(classes, "output")} at ${counted(positions, "position")}.`;
}

export const CHAIN_NEEDS_SAMPLES = "Tokens of a Markov chain are drawn, so it must be said how many samples.";

export function noSuchToken(vocabulary: number): string {
  return `A token is a whole number from 0 to ${vocabulary - 1}, and this row has another.`;
}

export const NUMBER_TOKENS = 'Number the tokens from 0, or make the "vocabulary" larger.';

export const TOKENS_SEE_THE_FUNCTION =
  "Of what a lifting keeps apart, tokens show combinations only, so the network's own function is studied.";

export const LAYOUTS =
  'Write { "tokens": 8, "width": 4 }, { "tokens": 8, "vocabulary": 16 }, { "channels": 1, "length": 8 }, or { "channels": 3, "height": 8, "width": 8 }.';

export const FILE_AT_THE_TOP =
  'Write "scheme": "file" and "path" at the top of the initialization, and give the other layers a scheme of their own here.';

export function fileForAll(scheme: string): string {
  return `The scheme ${quote(scheme)} is that of all layers but those with another one, so it stands at the top.`;
}
export const EPS_OF_A_BATCH =
  "PyTorch refuses a batch norm with an eps of 0. Here it is computed as it stands: its laws of scale then hold exactly.";

export const EPS_AS_IN_PYTORCH = 'Leave "eps" out for what PyTorch has, 1e-5.';

export const COLUMNS_IN_A_LIST = "Columns of a table are named in a list, or counted.";
export const ARRAY_BY_NAME = "An array of the file is called by its name.";
