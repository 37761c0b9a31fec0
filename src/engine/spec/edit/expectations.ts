/** Adds expectations to a spec and changes nothing else: what the text expects already, and its comments, stay. */
import type { Node } from "jsonc-parser";
import { parseText } from "../text/parse";
import { keyAt, propertiesOf, valueAt } from "../tree";
import { indentationAt, layoutOf, setProperty, startsLine } from "./properties";

/**
 * The whole text with these names and their JSON behind what `expect` holds; `null` when it is no spec that can be
 * edited.
 */
export function addExpectations(given: string, added: ReadonlyMap<string, string>): string | null {
  const mark = given.startsWith("\uFEFF") ? "\uFEFF" : "";
  const text = given.slice(mark.length);
  const { tree, sound } = parseText(text);
  if (tree?.type !== "object" || !sound) return null;
  const section = valueAt(tree, "expect");
  if (section !== null && section.type !== "object") return null;
  if (section !== null && propertiesOf(section).length > 0)
    return mark + [...added].reduce<string>((sofar, [name, json]) => behindLast(sofar, name, json), text);
  const last = propertiesOf(tree).at(-1);
  const key = keyAt(tree, "expect") ?? last?.key;
  return mark + setProperty(text, tree, "expect", sectionOf(text, key, added), last?.name ?? "");
}

/** One line for each where the spec's own sections stand on lines of their own. */
function sectionOf(text: string, key: Node | undefined, added: ReadonlyMap<string, string>): string {
  const entries = [...added].map(([name, json]) => `"${name}": ${json}`);
  if (key === undefined || !startsLine(text, key.offset)) return `{ ${entries.join(", ")} }`;
  const { eol, indent } = layoutOf(text);
  const base = indentationAt(text, key.offset);
  return `{${eol}${entries.map((entry) => `${base}${indent}${entry}`).join(`,${eol}`)}${eol}${base}}`;
}

function behindLast(text: string, name: string, json: string): string {
  const section = valueAt(parseText(text).tree, "expect");
  if (section === null) return text;
  return setProperty(text, section, name, json, propertiesOf(section).at(-1)?.name ?? "");
}
