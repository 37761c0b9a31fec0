/** The tensors in a pickled value, each under the keys that lead to it, joined by dots: "model.0.weight". */
import { t } from "../../findings/language";
import { DEEPEST_NESTING, LONGEST_NAME, MOST_TENSORS } from "../limits";
import { refuse, shortened } from "../refusal";
import { nestedTooDeep, tooManyTensors } from "../words";
import { isKind, type PickledTensor, type PickleValue } from "./pickle/values";

export interface Found {
  readonly tensors: readonly { readonly name: string; readonly tensor: PickledTensor }[];
  /** Numbers and texts at the top. */
  readonly metadata: Readonly<Record<string, string>>;
}

export function tensorsIn(value: PickleValue, file: string): Found {
  const tensors: { name: string; tensor: PickledTensor }[] = [];
  // One container may stand in many places, and so a small file for endlessly many tensors.
  let visits = 0;
  const visit = (one: PickleValue, name: string, depth: number): void => {
    if (isKind(one, "tensor")) tensors.push({ name: name === "" ? ALONE : name, tensor: one });
    const inner = itemsOf(one);
    if (inner === null) return;
    if (depth > DEEPEST_NESTING || name.length > LONGEST_NAME)
      refuse(file, t`value "${shortened(name)}"`, nestedTooDeep(DEEPEST_NESTING));
    visits += inner.length;
    if (tensors.length > MOST_TENSORS || visits > MOST_VISITS) refuse(file, null, tooManyTensors(MOST_TENSORS));
    for (const [key, item] of inner) visit(item, name === "" ? key : `${name}.${key}`, depth + 1);
  };
  visit(value, "", 0);
  return { tensors, metadata: metadataOf(value) };
}

/** Of a file that is one tensor and no dictionary. */
const ALONE = "tensor";

const MOST_VISITS = 4 * MOST_TENSORS;

function itemsOf(value: PickleValue): (readonly [string, PickleValue])[] | null {
  if (isKind(value, "dictionary")) return [...value.entries].map(([key, item]) => [String(key), item] as const);
  if (isKind(value, "list") || isKind(value, "tuple")) return value.items.map((item, i) => [String(i), item] as const);
  return null;
}

function metadataOf(value: PickleValue): Record<string, string> {
  if (!isKind(value, "dictionary")) return {};
  return Object.fromEntries(
    [...value.entries].flatMap(([key, item]) => (isSaid(item) ? [[String(key), shortened(String(item))]] : [])),
  );
}

const isSaid = (value: PickleValue): value is string | number | bigint | boolean =>
  ["string", "number", "bigint", "boolean"].includes(typeof value);
