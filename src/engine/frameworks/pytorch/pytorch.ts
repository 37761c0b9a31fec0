/**
 * PyTorch: a module with the layers as its modules, under their names, and a function that loads the weights. The file of weights is
 * the module's state dict, so that it is read by `load_state_dict` and by the scheme "file" alike.
 */
import type { Network } from "../../model/network";
import { isHeld } from "../../model/held";
import { asItIs, type View } from "../../weights/layout";
import type { NamedPiece } from "../../weights/pieces";
import type { Framework } from "../framework";
import { inputText, ONE_HOT, placed, suffixOf, X, type Placed } from "../places";
import { inDocstring, indented, text } from "../python";
import { KEYWORDS, OF_MODULES } from "../python-words";
import { tensorsOf, type Part } from "../tensors";
import { notExpressed, notExpressedInCode } from "../words";
import { activated } from "./activations";
import { HELPER_NAMES, HELPERS } from "./helpers";
import { moduleOf, type Made } from "./modules";
import { inEnglish } from "../../findings/language";

export const pytorch: Framework = {
  extension: ".safetensors",
  write({ network, theta, title, weights, module }) {
    const places = placed(network, TAKEN);
    const paths = new Map(places.map((at) => [at, pathOf(at.layer.name)]));
    const path = (at: Placed): string => paths.get(at) ?? "";
    const attribute = (at: Placed): string => attributeOf(path(at));
    const all = places.map((at) => ({ at, made: moduleOf(at, attribute) }));
    const missing = (): string[] =>
      all.flatMap(({ at, made }) => ("impossible" in made ? [notExpressed(at.layer.name, made.impossible)] : []));
    const needed = (name: string): Placed[] =>
      all.flatMap(({ at, made }) => ("helpers" in made && made.helpers.some((one) => one === name) ? [at] : []));
    const helpers = HELPER_NAMES.filter((name) => needed(name).length > 0).map((name) => ({ name, ...HELPERS[name] }));
    const parts = places.flatMap((at) => at.pieces.map((piece) => partOf(path(at), at, piece)));
    const above = header(title, network, module, inEnglish(missing));
    const code = [
      `${above}\n${imports(helpers.flatMap(({ imports: lines }) => lines))}`,
      ...helpers.map(({ name, text: write }) => write(needed(name))).filter((one) => one !== ""),
      networkClass(network, all, path, parts),
      loading(weights),
    ];
    return { code: `${code.join("\n\n\n")}\n`, tensors: tensorsOf(theta, parts), missing: missing() };
  },
};

/** Names that a variable of the code must not have. */
const TAKEN = ["torch", "nn", "F", "math", "load_file", "Path", "load", "Network", "sum", "range", ...HELPER_NAMES];

function header(title: string | null, network: Network, module: string, missing: readonly string[]): string {
  const about = title === null ? "A network and where its training starts" : inDocstring(title);
  const notes = missing.length === 0 ? [] : ["", ...missing.map(inDocstring)];
  return [
    `"""${about}: written by Intrinsic for PyTorch.`,
    "",
    `    from ${module} import load`,
    "    model = load()    # float64, every weight bit for bit",
    "",
    `Inputs are ${inputText(network)}.`,
    ...notes,
    '"""',
  ].join("\n");
}

function imports(more: readonly string[]): string {
  const standard = [...more.filter((line) => line.startsWith("import ")), "from pathlib import Path"];
  const others = more.filter((line) => !line.startsWith("import "));
  return [
    ...standard,
    "",
    "import torch",
    "from safetensors.torch import load_file",
    "from torch import nn",
    "from torch.nn import functional as F",
    ...others,
  ].join("\n");
}

function networkClass(
  network: Network,
  all: readonly { readonly at: Placed; readonly made: ReturnType<typeof moduleOf> }[],
  path: (at: Placed) => string,
  parts: readonly Part[],
): string {
  const built = all.flatMap(({ at, made }) =>
    "module" in made && made.module !== null ? [{ path: path(at), module: made.module }] : [],
  );
  const held = parts.filter(({ piece }) => isHeld(network, piece.block)).map(({ name }) => text(name));
  const init = [
    "super().__init__()",
    ...moduleLines(built),
    ...(held.length === 0
      ? []
      : [`for name in (${[...new Set(held)].join(", ")},):`, "    self.get_parameter(name).requires_grad_(False)"]),
  ];
  const vocabulary = network.shape?.discrete === true ? network.shape.channels : null;
  const oneHot = all.some(({ at }) => at.inputs.includes(ONE_HOT));
  const forward = [
    ...(oneHot ? [`${ONE_HOT} = F.one_hot(${X}, ${vocabulary ?? 0}).to(torch.get_default_dtype())`] : []),
    ...all.map(({ at, made }) => step(at, made, attributeOf(path(at)))),
    `return ${all[all.length - 1].at.value}`,
  ];
  return [
    "class Network(nn.Module):",
    "    def __init__(self):",
    indented(init, 2),
    "",
    `    def forward(self, ${X}):`,
    indented(forward, 2),
  ].join("\n");
}

function step(at: Placed, made: ReturnType<typeof moduleOf>, attribute: string): string {
  if ("impossible" in made)
    return `raise NotImplementedError(${text(notExpressedInCode(at.layer.name, made.impossible))})`;
  return `${at.value} = ${activated(at.layer.activation, called(made, attribute, at))}`;
}

function called({ call }: Made, attribute: string, { inputs }: Placed): string {
  return call(attribute, inputs);
}

/** A module within others: those above it are made first, and one that is a layer itself holds those below it. */
function moduleLines(built: readonly { readonly path: string; readonly module: string }[]): string[] {
  const layers = new Map(built.map((one) => [one.path, one.module]));
  const done = new Set<string>();
  const lines: string[] = [];
  const make = (path: string): void => {
    if (done.has(path)) return;
    done.add(path);
    const end = path.lastIndexOf(".");
    if (end >= 0) make(path.slice(0, end));
    const [above, name] = end < 0 ? ["self", path] : [attributeOf(path.slice(0, end)), path.slice(end + 1)];
    const module = layers.get(path) ?? "nn.Module()";
    lines.push(isNumber(name) ? `${above}.add_module("${name}", ${module})` : `${above}.${name} = ${module}`);
  };
  for (const { path } of built) make(path);
  return lines;
}

const isNumber = (name: string): boolean => /^\d+$/.test(name);

/** A layer's name as that of a module; a number is one of a list. */
function pathOf(name: string): string {
  return name
    .split(".")
    .map((part) => {
      if (isNumber(part)) return part;
      const plain = part.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=\d|$)/, "_");
      return KEYWORDS.has(plain) || OF_MODULES.has(plain) || plain.startsWith("__") ? `${plain}_` : plain;
    })
    .join(".");
}

function attributeOf(path: string): string {
  return path
    .split(".")
    .reduce((above, name) => (isNumber(name) ? `${above}.get_submodule("${name}")` : `${above}.${name}`), "self");
}

/** As the module's state dict has it. */
function partOf(path: string, at: Placed, piece: NamedPiece): Part {
  const suffix = suffixOf(at, piece);
  const isSpectral = at.layer.own?.spectralNorm === "yes" && suffix === "weight";
  const name = `${path}.${isSpectral ? "parametrizations.weight.original" : suffix}`;
  const view = asItIs(piece.pieceUnder(piece.names[0]));
  if (view === null) throw new Error(`${name} has no view.`);
  return { piece, name, view: suffix.endsWith(".original0") ? asColumn(view, at) : view };
}

/** Lengths of rows have as many axes as the rows in PyTorch. */
function asColumn(view: View, { pieces }: Placed): View {
  const [{ block }] = pieces;
  return { ...view, shape: [...view.shape, ...(block.dims ?? [0, 0]).slice(1).map(() => 1)] };
}

function loading(weights: string): string {
  return [
    `def load(path=Path(__file__).with_name(${text(weights)})):`,
    '    """The network at its start."""',
    "    model = Network().double()",
    `    model.load_state_dict(load_file(path))`,
    "    return model",
  ].join("\n");
}
