/** Sets one number of a spec, named by its path; objects on the way that are not written yet are made. */
import type { Node } from "jsonc-parser";
import { parseText } from "../text/parse";
import { propertiesOf, propertyOf, valueAt } from "../tree";
import { setProperty } from "./properties";
import { applyEdits } from "./text-edit";

/**
 * Names, and indices into lists: ["architecture", "widths", 1]. `null` when the text is no spec, or a list has no such
 * place.
 */
export function setNumber(given: string, path: readonly (string | number)[], value: number): string | null {
  let text = given;
  for (let depth = 1; depth < path.length; depth++) {
    const step = path[depth - 1];
    const tree = soundTree(text);
    if (tree === null) return null;
    const parent = valueAt(tree, ...path.slice(0, depth - 1));
    if (valueAt(parent, step) !== null) continue;
    if (parent?.type !== "object" || typeof step !== "string") return null;
    text = setProperty(text, parent, step, "{}", propertiesOf(parent).at(-1)?.name ?? "");
  }
  const tree = soundTree(text);
  const last = path.at(-1);
  const parent = tree === null ? null : valueAt(tree, ...path.slice(0, -1));
  if (parent === null || last === undefined) return null;
  if (typeof last === "string")
    return parent.type === "object" ? setProperty(text, parent, last, String(value), anchorIn(parent)) : null;
  const at = valueAt(parent, last);
  return at === null ? null : applyEdits(text, [{ offset: at.offset, length: at.length, newText: String(value) }]);
}

function anchorIn(object: Node): string {
  return propertyOf(object, "scheme") === null ? (propertiesOf(object).at(-1)?.name ?? "") : "scheme";
}

function soundTree(text: string): Node | null {
  const { tree, sound } = parseText(text);
  return sound && tree?.type === "object" ? tree : null;
}
