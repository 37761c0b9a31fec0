/** What properties and values of a spec mean, shown on hover and in the schema. */
import { either } from "../../findings/words";
import { t } from "../../findings/language";
import type { SchemeName } from "../../model/schemes";

/** A word of the language, in Markdown. */
export function code(word: string): string {
  return `\`${word}\``;
}

export const PARAMETRIZATION = t`The map φ from the parameters to what they represent: the dynamics are intrinsic when φ(θ) determines its own future. Default \`auto\`.`;

export const GRID = t`\`linear-ode\`: number of nodes in depth, \`s_j = (1 − cos(π j / (grid − 1))) / 2\`, at which \`A_s\` is kept; between them it is the polynomial through these. A smooth path needs 20 to 60.`;

export const INPUTS_OF_A_LAYER = t`The layers this one takes from, or \`"input"\`; several are summed, each with its own matrix. Default: the layer before.`;

export const WIDTHS = t`Number of inputs, then of neurons in each layer; the last one is the output. \`[5, 3, 4]\` is two layers, with matrices of shape \`[3, 5]\` and \`[4, 3]\`.`;

export const NUMBER_OF_INPUTS = t`Number of inputs of the network; goes with \`layers\`. Not needed with a \`linear-ode\` layer, whose width it is. A sequence is \`{ "tokens": 8, "width": 4 }\`, one of words \`{ "tokens": 8, "vocabulary": 16 }\`, a line \`{ "channels": 1, "length": 8 }\`, an image \`{ "channels": 3, "height": 8, "width": 8 }\`.`;

export const LAYERS_ONE_BY_ONE = t`The layers one by one, when \`widths\` cannot say it: skip connections, diagonal layers, different activations. The last one is the output.`;

export const REPEAT = t`Whole blocks: how many one behind the other, each with weights of its own. They are called \`block1\`, \`block2\`, …, or by \`name\` with a number; of those of a ResNet the first one has the \`stride\`. Default 1.`;

export const WHAT_IS_EXPECTED = t`What you expect of the report. Each entry is compared; one that fails is an error here, with the value that was found.`;

export function scaleOfWeights(drawnTogether: readonly SchemeName[]): string {
  return t`Multiplies the drawn weights, not the biases. For ${either(drawnTogether.map(code), "and")} it sets the size of the first layer's draw. Default 1.`;
}

export const EXPLICIT_WEIGHTS = t`\`explicit\`: the layer's matrix as a list of rows, shape \`[units, inputs]\`; of a diagonal layer one number per coordinate, of a convolution lists in lists as PyTorch prints them.`;

export function correlationLength(schemes: readonly SchemeName[]): string {
  return t`\`linear-ode\` with ${either(schemes.map(code))}: the distance in \`s\` over which the random path changes, between 0.05 and 100. Default 0.5.`;
}

export const FILE_PATH = t`\`file\`: a file of weights, relative to the spec: \`.safetensors\` (or the index of its shards), \`.npz\`, \`.npy\`, \`.pt\`, \`.pth\`, \`.bin\`, \`.onnx\`, \`.h5\`, \`.keras\`. Nothing in it is executed.`;

export const FILE_TENSORS = t`\`file\`: what the file calls a tensor, \`{ "layer1.weight": "model.0.weight" }\`, or all tensors of a layer, \`{ "layer1": "model.0" }\`; where it has a matrix as \`[in, out]\`: \`{ "layer1.weight": { "name": "dense/kernel", "transposed": true } }\`. Default: the layers are called what their modules are called in the file.`;

export const LAMBDA = t`\`relaxed-balanced\`: λ in \`U_{i+1}ᵀ U_{i+1} - U_i U_iᵀ = λ_i I\`. One number for all, or a list with one per pair of neighbouring layers. Of a \`linear-ode\` layer λ(s): a number, a list with one per node, or an expression in \`s\` in quotes, such as \`"1 + cos(3*s)"\`.`;

export const ONE_MATRIX = t`One layer's matrix as a list of rows, shape \`[units, inputs]\`; several sources stand side by side. Of a diagonal layer one number per coordinate.`;

export const OVERRIDES = t`Overrides per layer: \`{ "layer2": { "scale": 0.1 } }\`. Every layer draws from its own stream, so the others keep their numbers.`;

export const TEACHER = t`The network that labels the samples. Default: one Gaussian matrix for linear networks, else the same architecture drawn with the data's seed.`;

export const INLINE_OUTPUTS = t`\`inline\`: the outputs, one row per sample. For classification also names of classes, such as \`[["cat"], ["dog"]]\`; sorted, they are the classes 0, 1, ….`;

export const DATA_INPUTS = t`\`csv\`: the columns that are inputs, by name or by number; or how many of the first columns. \`npz\`: the name of the array.`;

export const DATA_OUTPUTS = t`\`csv\`: the columns that are outputs, by name or by number; or how many of the last columns. For classification, a column of names: sorted, they are the classes 0, 1, …. \`npz\`: the name of the array.`;

export const TRAINING = t`Data, loss and optimizer of a simulation: “Intrinsic: Simulate” in the editor, \`intrinsic run\` on the command line.`;

export const SPACING = t`\`log\` (the default where both ends are positive): each value the same factor from the one before. \`linear\`: the same difference.`;

export const SWEEP = t`What varies: the path of a number in this spec, such as \`initialization.scale\` or \`initialization.layers.layer2.scale\`, and its values: a list, or a range \`{ from, to, count, spacing }\`. Several paths make a grid.`;

export const SHARED_MATRIX = t`\`dense\`: the name of an earlier \`dense\` or \`embedding\` layer whose matrix this one uses too, as a tied head does.`;

export const VALUE_OF_A_PATH = t`Of a \`linear-ode\` layer also a matrix, as a list of rows: \`A_s\` for every \`s\`.`;
