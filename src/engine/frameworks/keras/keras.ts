/**
 * Keras: a functional model, channels last, in double precision. Layers whose weights Keras has no layer for are not built, and the code says so
 * where it would need them; their weights are in the file all the same, as PyTorch has them.
 */
import { asItIs, channelsLast, transposed, type Layout } from "../../weights/layout";
import { isHeld } from "../../model/held";
import type { Network } from "../../model/network";
import type { Framework } from "../framework";
import { axesOf, inputText, ONE_HOT, placed, suffixOf, X, type Placed } from "../places";
import { inDocstring, indented, text, tuple } from "../python";
import { tensorsOf, type Part } from "../tensors";
import { heldFixed, NO_LAYER, notExpressed, notExpressedInCode, ONE_HOT_BY_HAND, writtenFor } from "../words";
import { activated, layerOf } from "./layers";
import { inEnglish } from "../../findings/language";

export const keras: Framework = {
  extension: ".npz",
  write({ network, theta, title, weights, module }) {
    const places = placed(network, TAKEN);
    const all = places.map((at) => ({
      at,
      made: at.inputs.includes(ONE_HOT)
        ? { impossible: ONE_HOT_BY_HAND, writtenFor }
        : (layerOf(at) ?? { impossible: NO_LAYER }),
    }));
    const missing = (): string[] =>
      all.flatMap(({ at, made }) => ("impossible" in made ? [notExpressed(at.layer.name, made.impossible)] : []));
    const parts = all.flatMap(({ at, made }) =>
      at.pieces.map((piece): Part => partOf(at, piece, "impossible" in made ? {} : made.renamed)),
    );
    const held = [...new Set(parts.filter(({ piece }) => isHeld(network, piece.block)).map(({ name }) => name))];
    const own = all.flatMap(({ at, made }) =>
      "impossible" in made || at.pieces.length === 0
        ? []
        : [`${text(at.value)}: [${namesOf(at, made.renamed).join(", ")}],`],
    );
    const input = inputOf(network);
    const build = all.map(({ at, made }) =>
      "impossible" in made
        ? `raise NotImplementedError(${text(notExpressedInCode(at.layer.name, made.impossible))})`
        : `${at.value} = ${activated(at.layer.activation, made.value)}`,
    );
    const code = [
      [
        writtenFor("Keras", title === null ? null : inDocstring(title)),
        "",
        `    from ${module} import load`,
        "    model = load()    # float64, every weight bit for bit",
        "",
        `Inputs are ${input.text}.`,
        ...(held.length === 0 ? [] : ["", inDocstring(heldFixed(held))]),
        ...(missing().length === 0 ? [] : ["", ...inEnglish(missing).map(inDocstring)]),
        '"""',
        "from pathlib import Path",
        "",
        "import keras",
        "import numpy as np",
        "",
        'keras.config.set_floatx("float64")',
      ].join("\n"),
      own.length === 0 ? "WEIGHTS = {}" : `WEIGHTS = {\n${indented(own)}\n}`,
      [
        "def build():",
        indented([`${X} = ${input.layer}`, ...build, `return keras.Model(${X}, ${places[places.length - 1].value})`]),
      ].join("\n"),
      [
        `def load(path=Path(__file__).with_name(${text(weights)})):`,
        '    """The network at its start."""',
        "    model, weights = build(), np.load(path)",
        "    for layer, names in WEIGHTS.items():",
        "        model.get_layer(layer).set_weights([weights[name] for name in names])",
        "    return model",
      ].join("\n"),
    ];
    return { code: `${code.join("\n\n\n")}\n`, tensors: tensorsOf(theta, parts), missing: missing() };
  },
};

const TAKEN = ["keras", "np", "Path", "WEIGHTS", "build", "load"];

function inputOf(network: Network): { readonly text: string; readonly layer: string } {
  const { shape } = network;
  if (shape === undefined) return { text: inputText(network), layer: `keras.Input((${network.inputs},))` };
  if (shape.discrete === true)
    return { text: inputText(network), layer: `keras.Input((${shape.extents[0]},), dtype="int32")` };
  const axes = shape.fastest === "channels" ? axesOf(shape) : [...shape.extents, shape.channels];
  return { text: `[samples, ${axes.join(", ")}], channels last`, layer: `keras.Input(${tuple(axes)})` };
}

/** Quoted, in the order in which Keras has a layer's weights. */
function namesOf(at: Placed, renamed: Readonly<Record<string, string>>): string[] {
  return [...new Set(at.pieces.map((piece) => text(partOf(at, piece, renamed).name)))];
}

/** `renamed`: what Keras calls a tensor and how it has it, by PyTorch's name. */
function partOf(at: Placed, piece: Placed["pieces"][number], renamed: Readonly<Record<string, string>>): Part {
  const suffix = suffixOf(at, piece);
  const to = Object.hasOwn(renamed, suffix) ? renamed[suffix] : suffix;
  const layout: Layout = to !== "kernel" ? asItIs : piece.block.dims === undefined ? transposed : channelsLast;
  const view = layout(piece.pieceUnder(piece.names[0]));
  if (view === null) throw new Error(`${at.layer.name}.${to} has no view.`);
  return { piece, name: `${at.layer.name}.${to}`, view };
}
