/**
 * Frameworks of arrays: a pure function of the weights, by name in a dict, and of the inputs. Dialects of one language, which differ in
 * what they import, in how a file is read, and in what they have themselves.
 */
import { asItIs } from "../../weights/layout";
import { isHeld } from "../../model/held";
import type { Framework } from "../framework";
import { inputText, ONE_HOT, placed, suffixOf, X, type Placed } from "../places";
import { inDocstring, indented, text } from "../python";
import { tensorsOf, type Part } from "../tensors";
import { heldFixed, notExpressed, notExpressedInCode, writtenFor } from "../words";
import { ARRAY_FUNCTIONS, type ArrayFunction } from "./functions";
import { bent, expressionOf } from "./layers";
import { inEnglish } from "../../findings/language";

export interface Dialect {
  readonly title: string;
  readonly extension: Framework["extension"];
  /** "np", "jnp". */
  readonly prefix: string;
  readonly imports: readonly string[];
  /** What it has of its own, beside and in place of what all have: activations by name, `convolve`. */
  readonly functions: Readonly<Record<string, ArrayFunction>>;
  /** Of the file's path. */
  readonly load: string;
}

export function arraysOf(dialect: Dialect): Framework {
  return {
    extension: dialect.extension,
    write({ network, theta, title, weights, module }) {
      const places = placed(network, TAKEN);
      const all = places.map((at) => ({ at, made: expressionOf(at) }));
      const missing = (): string[] =>
        all.flatMap(({ at, made }) => ("impossible" in made ? [notExpressed(at.layer.name, made.impossible)] : []));
      const parts = places.flatMap((at) => at.pieces.map((piece): Part => partOf(at, piece)));
      const held = [...new Set(parts.filter(({ piece }) => isHeld(network, piece.block)).map(({ name }) => name))];
      const steps = all.map(({ at, made }) => {
        if ("impossible" in made)
          return `raise NotImplementedError(${text(notExpressedInCode(at.layer.name, made.impossible))})`;
        const { name, slope } = at.layer.activation;
        if (name === "identity") return `${at.value} = ${made.value}`;
        return `${at.value} = ${bent(name)}(${made.value}${name === "leaky-relu" ? `, ${slope}` : ""})`;
      });
      const called = all.flatMap(({ at, made }) => [
        ...("calls" in made ? made.calls : []),
        ...(at.layer.activation.name === "identity" ? [] : [bent(at.layer.activation.name)]),
      ]);
      const oneHot = all.some(({ at }) => at.inputs.includes(ONE_HOT));
      const forward = [
        `def forward(p, ${X}):`,
        `    """Outputs of ${inDocstring(inputText(network))}."""`,
        indented([
          ...(oneHot ? [`${ONE_HOT} = np.eye(${network.shape?.channels ?? 0})[${X}]`] : []),
          ...steps,
          `return ${places[places.length - 1].value}`,
        ]),
      ].join("\n");
      const header = [
        writtenFor(dialect.title, title === null ? null : inDocstring(title)),
        "",
        `    from ${module} import forward, load`,
        "    outputs = forward(load(), inputs)    # float64, every weight bit for bit",
        ...(held.length === 0 ? [] : ["", inDocstring(heldFixed(held))]),
        ...(missing().length === 0 ? [] : ["", ...inEnglish(missing).map(inDocstring)]),
        '"""',
      ].join("\n");
      const loading = [
        `def load(path=Path(__file__).with_name(${text(weights)})):`,
        '    """The weights by name, at their start."""',
        `    return ${dialect.load}`,
      ].join("\n");
      const functions = functionsFor(dialect, called);
      const code = [`${header}\n${importLines(dialect, functions)}`, ...functions, forward, loading].join("\n\n\n");
      return {
        code: `${code.replace(/\bnp\./g, `${dialect.prefix}.`)}\n`,
        tensors: tensorsOf(theta, parts),
        missing: missing(),
      };
    },
  };
}

const TAKEN = [
  "np",
  "jnp",
  "jax",
  "p",
  "math",
  "itertools",
  "Path",
  "load_file",
  "forward",
  "load",
  "sum",
  "range",
  "len",
  "abs",
];

function importLines({ imports }: Dialect, functions: readonly string[]): string {
  const uses = (module: string): string[] =>
    functions.some((one) => one.includes(`${module}.`)) ? [`import ${module}`] : [];
  return [...uses("itertools"), ...uses("math"), "from pathlib import Path", "", ...imports].join("\n");
}

/** With those that they call, in the order of the table. */
function functionsFor({ functions }: Dialect, called: readonly string[]): string[] {
  const table: Readonly<Record<string, ArrayFunction>> = { ...functions, ...ARRAY_FUNCTIONS, ...functions };
  const needed = new Set<string>();
  const need = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    if (!(name in table)) throw new Error(`There is no function ${name}.`);
    for (const other of table[name].needs ?? []) need(other);
  };
  for (const name of called) need(name);
  return Object.entries(table).flatMap(([name, one]) => (needed.has(name) ? [one.text] : []));
}

function partOf(at: Placed, piece: Placed["pieces"][number]): Part {
  const name = `${at.layer.name}.${suffixOf(at, piece)}`;
  const view = asItIs(piece.pieceUnder(piece.names[0]));
  if (view === null) throw new Error(`${name} has no view.`);
  return { piece, name, view };
}
