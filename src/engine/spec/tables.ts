/** Tables of docs/spec.md that are read off the rows they list. scripts/schema.mjs writes them, a house test reads them. */
import { ACTIVATION_NAMES, activationNamed, activationRow, sigmaOf } from "../model/activations";
import type { ActivationName } from "../model/activations";
import { blockKindOf, LAYER_TYPES } from "../model/blocks";
import { PRESET_TYPES, presetOf } from "./presets";
import { OWN, OWN_NAMES, type OwnProperty } from "../model/blocks/properties";
import { ownNumbers, SCHEME_NAMES, schemeRow } from "../model/schemes";
import type { OtherProperty } from "../model/schemes/scheme";
import { classOf } from "../theory/plateau/activation-class";

/** The text of docs/spec.md with its tables as they are now: each stands between two comments that name it. */
export function withTables(text: string): string {
  return Object.entries(TABLES).reduce((sum, [name, lines]) => {
    const [begin, end] = [`<!-- ${name}: written by scripts/schema.mjs -->\n`, `<!-- end of ${name} -->\n`];
    const [from, to] = [sum.indexOf(begin), sum.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/spec.md has no place for the table of ${name}.`);
    return `${sum.slice(0, from + begin.length)}${lines().join("\n")}\n${sum.slice(to)}`;
  }, text);
}

const TABLES: Readonly<Record<string, () => readonly string[]>> = {
  activations,
  schemes,
  layers,
  "whole blocks": wholeBlocks,
  "layer properties": layerProperties,
};

function activations(): string[] {
  return [
    "| activation | σ(x) | class | laws of φ |",
    "|---|---|---|---|",
    ...ACTIVATION_NAMES.map(
      (name) =>
        `| \`${name}\` | ${formula(name)} | ${classOf(activationNamed(name)).class ?? "—"} | ${counted(name)} |`,
    ),
  ];
}

function schemes(): string[] {
  return [
    "| scheme | weights | own properties |",
    "|---|---|---|",
    ...SCHEME_NAMES.map((name) => {
      const { words, needs = [], takes: others = [] } = schemeRow(name);
      const numbers = ownNumbers(name).map(([own, number]) =>
        "default" in number ? `\`${own}\` (${number.default})` : `\`${own}\``,
      );
      const properties = [...numbers, ...[...needs, ...others].filter(isOfLayers).map((own) => `\`${own}\``)];
      return `| \`${name}\` | ${words.replace(/\.$/, "")} | ${properties.join(", ")} |`;
    }),
  ];
}

function layers(): string[] {
  return [
    "| type | what it computes | needs | and may have |",
    "|---|---|---|---|",
    ...LAYER_TYPES.map((type) => {
      const { words, needs, takes } = blockKindOf({ type });
      const others = takes.filter((name) => !needs.includes(name));
      return `| \`${type}\` | ${words.replace(/\.$/, "")} | ${listOf(needs)} | ${listOf(others)} |`;
    }),
  ];
}

function wholeBlocks(): string[] {
  return [
    "| type | what it stands for | kinds | and may have |",
    "|---|---|---|---|",
    ...PRESET_TYPES.map((type) => {
      const { words, kinds, needs, takes } = presetOf(type);
      const each = Object.entries(kinds).map(([kind, text]) => `\`${kind}\`: ${text}`);
      const others = takes.filter((name) => !needs.includes(name));
      return `| \`${type}\` | ${words.replace(/\.$/, "")} | ${each.join(" ")} | ${listOf(others)} |`;
    }),
  ];
}

function layerProperties(): string[] {
  return [
    "| property | of | content |",
    "|---|---|---|",
    ...OWN_NAMES.map((name) => {
      const row: OwnProperty = OWN[name];
      const owners = LAYER_TYPES.filter((type) => blockKindOf({ type }).takes.includes(name));
      const choices =
        row.form === "word" || row.form === "pattern"
          ? ` ${Object.entries(row.of)
              .map(([word, text]) => `\`${word}\`: ${text}`)
              .join(" ")}`
          : "";
      return `| \`${name}\` | ${listOf(owners)} | ${row.words}${choices} |`;
    }),
  ];
}

function listOf(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

/** The length scale is of paths alone, which have a table of their own. */
function isOfLayers(property: OtherProperty): boolean {
  return property !== "lengthScale";
}

function formula(name: ActivationName): string {
  const { words, slope } = activationRow(name);
  return slope === null ? words.replace(/\.$/, "") : `${words} Default of \`slope\`: ${slope.words}`;
}

/** How far the laws of networks of this activation alone are counted (theory/laws/count.ts). */
function counted(name: ActivationName): string {
  const { below, polynomial, exponential, gaussian, freeValues } = sigmaOf(activationNamed(name));
  if (below !== null) return "counted at any depth, with a verdict on the metric";
  if (polynomial !== null || exponential !== null || gaussian !== null) return "counted at any depth";
  return freeValues !== null ? "counted for one hidden layer; measured where small" : "measured where small";
}
