/** What changed from one text of a spec to another, in a few words: "scale 1 → 0.1". Comments and layout do not count. */
import { parse } from "jsonc-parser";
import { t } from "../findings/language";

export interface SpecDifference {
  /** "initialization.scale"; of a layer its name or, without one, its number: "architecture.layers.2.units". */
  readonly path: string;
  /** For each text; `null`: it has no such property. */
  readonly values: readonly (string | null)[];
}

/** Longer values are cut: they are told apart in the editor. */
const MOST_LETTERS = 40;
/** More are counted. */
const MOST_CHANGES = 3;
const UNSAID_SECTIONS: readonly string[] = ["architecture", "initialization", "training"];

/** Where the texts differ, in the order of the properties; of a text that cannot be read in full, as far as it can. */
export function specDifferences(texts: readonly string[]): SpecDifference[] {
  const all = texts.map(propertiesOf);
  const paths = new Set(all.flatMap((properties) => [...properties.keys()]));
  return [...paths].flatMap((path) => {
    const values = all.map((properties) => properties.get(path) ?? null);
    return values.every((value) => value === values[0])
      ? []
      : [{ path, values: values.map((value) => (value === null ? null : cut(value))) }];
  });
}

/** What became of `before`: "scale 1 → 0.1, seed 7 → 8". */
export function changesText(before: string, after: string): string {
  const differences = specDifferences([before, after]);
  if (differences.length === 0) return before === after ? t`the same text` : t`only comments or layout changed`;
  const shown = differences.slice(0, MOST_CHANGES).map(({ path, values: [from = null, to = null] }) => {
    const name = shortName(path);
    if (from === null) return t`${name} ${to ?? ""} added`;
    return to === null ? t`${name} removed` : `${name} ${from} → ${to}`;
  });
  const more = differences.length - shown.length;
  return [...shown, ...(more > 0 ? [t`and ${more} more`] : [])].join(", ");
}

/** The spec's own title; `null` when it has none. */
export function titleIn(text: string): string | null {
  const spec: unknown = parse(text);
  const title = isObject(spec) ? spec["title"] : null;
  return typeof title === "string" && title.trim() !== "" ? title.trim() : null;
}

/** Without the section, where nobody would take it for another's: "scale", "data.seed", "expect.laws". */
function shortName(path: string): string {
  const [section = "", ...rest] = path.split(".");
  return rest.length > 0 && UNSAID_SECTIONS.includes(section) ? rest.join(".") : path;
}

function propertiesOf(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  collect(parse(text), "", properties);
  return properties;
}

/** A list of objects is gone into, a list of numbers is one value. */
function collect(value: unknown, path: string, into: Map<string, string>): void {
  if (Array.isArray(value) && value.some(isObject)) {
    for (const [key, one] of named(value)) collect(one, join(path, key), into);
  } else if (isObject(value)) for (const [key, one] of Object.entries(value)) collect(one, join(path, key), into);
  else into.set(path === "" ? "spec" : path, typeof value === "string" ? value : written(value));
}

/** Of a text without a value nothing. */
function written(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value);
}

/** Objects are told apart by their names, where these are all there and differ; else by their number, from 1. */
function named(values: readonly unknown[]): [key: string, value: unknown][] {
  const names = values.map((value) => (isObject(value) ? value["name"] : undefined));
  const areNames = names.every((name) => typeof name === "string") && new Set(names).size === names.length;
  return values.map((value, i) => [areNames ? String(names[i]) : String(i + 1), value]);
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function cut(value: string): string {
  return value.length > MOST_LETTERS ? `${value.slice(0, MOST_LETTERS - 1)}…` : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
