/** The expectations of a text with their places, without the rest of the spec being read: what a list of tests needs. */
import { EXPECTATIONS } from "../report/expectations";
import type { ExpectationList, ListedExpectation } from "../report/check";
import { parseText } from "./text/parse";
import { keyAt, propertiesOf, valueAt } from "./tree";

/** Never throws: a text that cannot be read expects nothing, one that is broken what can be read of it. */
export function listExpectations(text: string): ExpectationList {
  const { tree, lines } = parseText(text);
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  const title = valueAt(tree, "title")?.value as unknown;
  const [key, section] = [keyAt(tree, "expect"), valueAt(tree, "expect")];
  const seen = new Set<string>();
  const entries = (section?.type === "object" ? propertiesOf(section) : []).flatMap(
    ({ name, key: nameNode, value }): ListedExpectation[] => {
      // Without a value it is still being typed.
      if (value === undefined || seen.has(name)) return [];
      seen.add(name);
      const end = value.offset + value.length;
      const range = lines.rangeOf({ offset: nameNode.offset, length: end - nameNode.offset });
      const written = text.slice(value.offset + mark, value.offset + value.length + mark);
      return [
        { name, range, value: written, says: Object.hasOwn(EXPECTATIONS, name) ? EXPECTATIONS[name].says : null },
      ];
    },
  );
  return {
    title: typeof title === "string" ? title : null,
    section: key === null || section === null ? null : lines.rangeOf(key),
    entries,
  };
}
