/** Lets a spec start from another file of weights, and changes nothing else. */
import { propertiesOf, valueAt } from "../tree";
import { edited, inside, set } from "./initialization";
import { removeProperties } from "./properties";

/**
 * The whole text with this path; `null` when it is no spec that can be edited. `fromFile`: layers that had a scheme of their own and come from the
 * file now.
 */
export function editWeightsFile(given: string, path: string, fromFile: readonly string[]): string | null {
  return edited(
    given,
    set("path", JSON.stringify(path)),
    inside((text, node) => {
      const layers = valueAt(node, "layers");
      if (layers === null || fromFile.length === 0) return text;
      const areAllGone = propertiesOf(layers).every(({ name }) => fromFile.includes(name));
      return areAllGone ? removeProperties(text, node, ["layers"]) : removeProperties(text, layers, fromFile);
    }),
  );
}
