/**
 * Looking things up in the tree of a spec. Keys are never put onto plain objects, so `__proto__` is a key like any
 * other.
 */
import type { Node } from "jsonc-parser";
import type { Span } from "./notes";

/** A property as it stands in the text. `value` is missing while it is being typed. */
export interface Property {
  readonly name: string;
  readonly key: Node;
  readonly value: Node | undefined;
}

export function propertiesOf(node: Node): Property[] {
  return (node.children ?? []).flatMap(({ children }) => {
    const key = children?.at(0);
    const value = children?.at(1);
    return key === undefined ? [] : [{ name: String(key.value), key, value }];
  });
}

/** The property of that name; of several, the first. */
export function propertyOf(node: Node | null | undefined, name: string): Property | null {
  if (node?.type !== "object") return null;
  for (const { children } of node.children ?? [])
    if (children?.[0]?.value === name) return { name, key: children[0], value: children[1] };
  return null;
}

/** The value found by following names and indices, or `null`. */
export function valueAt(node: Node | null | undefined, ...path: readonly (string | number)[]): Node | null {
  let at: Node | null = node ?? null;
  for (const step of path) {
    if (at === null) return null;
    if (typeof step === "number") at = at.type === "array" ? (at.children?.[step] ?? null) : null;
    else at = propertyOf(at, step)?.value ?? null;
  }
  return at;
}

export function keyAt(node: Node | null | undefined, name: string): Node | null {
  return propertyOf(node, name)?.key ?? null;
}

/** The bracket that opens an object or a list; of other values, all of them. */
export function opening(node: Node): Span {
  return node.type === "object" || node.type === "array" ? { offset: node.offset, length: 1 } : node;
}

/** The plain value. Only for parts of the tree that were checked against the schema: their keys are ours. */
export function plainValue(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(plainValue);
  if (node.type !== "object") return node.value as unknown;
  return Object.fromEntries(
    propertiesOf(node)
      .toReversed()
      .flatMap(({ name, value }) => (value === undefined ? [] : [[name, plainValue(value)]])),
  );
}
