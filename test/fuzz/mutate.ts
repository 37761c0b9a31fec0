/**
 * Seeded damage to a spec: a number becomes one that hurts, a value another kind of value, a property goes, comes twice or is
 * misspelt, a list is emptied or nested, the text itself is cut or loses a bracket. One to three at a time.
 */
import { applyEdits, modify, parse, parseTree, type Node } from "jsonc-parser";
import { randomStream, type RandomStream } from "../../src/engine/math/random/streams";

const NUMBERS = [
  0,
  -0,
  -1,
  1,
  2,
  3,
  7,
  100,
  1e10,
  1e308,
  -1e308,
  1e-320,
  1e80,
  1e-160,
  0.5,
  1e-6,
  2 ** 31,
  2 ** 53,
  30,
];
const OTHERS: readonly unknown[] = [
  null,
  true,
  false,
  "",
  "NaN",
  "relu",
  "tanh",
  [],
  {},
  [[]],
  [1],
  { a: 1 },
  "layer1",
];

/** The same text for the same seed. */
export function mutated(text: string, seed: number): string {
  const random = randomStream(seed, "fuzz");
  let changed = text;
  for (let left = 1 + random.integer(3); left > 0; left--) changed = mutate(changed, random);
  return changed;
}

function mutate(text: string, random: RandomStream): string {
  if (random.integer(12) === 0) return damaged(text, random);
  const tree = treeOf(text);
  if (tree === undefined) return damaged(text, random);
  const places = valuesIn(tree);
  if (places.length === 0) return text;
  const { path, node } = places[random.integer(places.length)];
  return applyEdits(text, modify(text, [...path], replacement(node, random), {}));
}

/** Nothing of a text that nests deeper than the parser here, which calls itself, can follow. */
function treeOf(text: string): Node | undefined {
  let [depth, deepest] = [0, 0];
  for (const character of text) {
    if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    if (character === "]" || character === "}") depth--;
  }
  return deepest > DEEPEST ? undefined : parseTree(text);
}

const DEEPEST = 400;

function replacement(node: Node, random: RandomStream): unknown {
  const kind = random.integer(10);
  if (kind === 0) return undefined;
  if (kind === 1) return OTHERS[random.integer(OTHERS.length)];
  const value: unknown = parse(JSON.stringify(plain(node)));
  if (typeof value === "number")
    return kind < 6
      ? NUMBERS[random.integer(NUMBERS.length)]
      : kind < 8
        ? value * 10 ** (random.integer(9) - 4)
        : value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") return OTHERS[random.integer(OTHERS.length)];
  if (Array.isArray(value)) {
    const list: unknown[] = value;
    if (kind < 4) return [];
    if (kind < 6) return [...list, ...list];
    return kind < 8 ? list.slice(1) : [list];
  }
  return kind < 5 ? {} : OTHERS[random.integer(OTHERS.length)];
}

function damaged(text: string, random: RandomStream): string {
  const at = random.integer(text.length + 1);
  switch (random.integer(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + random.integer(10));
    case 2:
      return text.slice(0, at) + '{[",:\\'[random.integer(6)] + text.slice(at);
    default:
      return text.slice(at) + text.slice(0, at);
  }
}

function valuesIn(
  node: Node,
  path: readonly (string | number)[] = [],
): { path: readonly (string | number)[]; node: Node }[] {
  const below =
    node.type === "object"
      ? (node.children ?? []).flatMap(({ children }) => {
          const [key, value] = [children?.at(0), children?.at(1)];
          return key === undefined || value === undefined ? [] : valuesIn(value, [...path, String(key.value)]);
        })
      : node.type === "array"
        ? (node.children ?? []).flatMap((child, index) => valuesIn(child, [...path, index]))
        : [];
  return path.length === 0 ? below : [{ path, node }, ...below];
}

function plain(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(plain);
  if (node.type !== "object") return node.value as unknown;
  return Object.fromEntries(
    (node.children ?? []).flatMap(({ children }) => {
      const [key, value] = [children?.at(0), children?.at(1)];
      return key === undefined || value === undefined ? [] : [[String(key.value), plain(value)]];
    }),
  );
}
