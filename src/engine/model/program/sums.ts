/**
 * Where the terms of sums go. A contract that one sum alone uses, and nobody else, can be added up where that sum lies:
 * no vector of its own, and the products are added in the order of the instructions.
 */
import type { Instruction, Program, Value } from "./program";
import type { Wiring } from "./wirings";

/** For every value the one in whose place it is added up: itself, or the sum that alone uses it. */
export function placesOf({ instructions, output }: Program): readonly Value[] {
  const uses = new Int32Array(instructions.length);
  uses[output]++;
  const user = instructions.map((_, value): Value => value);
  instructions.forEach((instruction, value) => {
    for (const operand of operandsOf(instruction)) {
      uses[operand]++;
      user[operand] = value;
    }
  });
  const places = instructions.map((_, value): Value => value);
  for (let value = instructions.length - 1; value >= 0; value--) {
    const { op } = instructions[value];
    if ((op === "contract" || op === "add") && uses[value] === 1 && instructions[user[value]].op === "add")
      places[value] = places[user[value]];
  }
  return places;
}

/** Whether the output depends on it: of a layer that leads nowhere nothing does. */
export function liveValues({ instructions, output }: Program): readonly boolean[] {
  const live = instructions.map((_, value) => value === output);
  for (let value = instructions.length - 1; value >= 0; value--)
    if (live[value]) for (const operand of operandsOf(instructions[value])) live[operand] = true;
  return live;
}

/** Is a value the sum of these products, of weights that lie at `offset` and a value, and of nothing else? */
export function isSumOfProducts(
  { instructions }: Program,
  value: Value,
  products: readonly { readonly offset: number; readonly wiring: Wiring; readonly of: Value }[],
): boolean {
  const left = new Map(products.map((product) => [product.offset, product]));
  const isOne = (at: Value): boolean => {
    const one = instructions[at];
    if (one.op === "add") return one.of.every(isOne);
    if (one.op !== "contract") return false;
    const weights = instructions[one.a];
    const product = weights.op === "parameter" ? left.get(weights.offset) : undefined;
    return product?.wiring === one.wiring && product.of === one.b && left.delete(product.offset);
  };
  return isOne(value) && left.size === 0;
}

/** What an instruction is made of. */
export function operandsOf(one: Instruction): readonly Value[] {
  switch (one.op) {
    case "input":
    case "constant":
    case "parameter":
    case "numbers":
      return [];
    case "contract":
      return [one.a, one.b];
    case "add":
      return one.of;
    case "map":
    case "jointly":
      return [one.of];
  }
}
