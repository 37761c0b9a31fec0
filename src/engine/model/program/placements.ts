/** Numbers put into other places, times a number that is given: a token out of a sequence, a token's numbers into one. */
import type { Builder, Value } from "./program";
import { fraction } from "./numbers";
import type { Wiring } from "./wirings";

/** y_(to) = a_0 x_(from); what nothing is put into is 0. */
function placement(right: number, outputs: number, from: number, to: number, count: number): Wiring {
  return {
    name: "placement",
    left: 1,
    right,
    outputs,
    edgeCount: count,
    oneEdgeEach: count === 1,
    edges(visit) {
      for (let i = 0; i < count; i++) visit(0, from + i, to + i);
    },
    strips(visit) {
      visit(0, from, to, count);
    },
  };
}

/** `count` numbers of a vector, from one of them on. */
export function cut(program: Builder, value: Value, from: number, count: number): Value {
  const size = program.sizeOf(value);
  if (from === 0 && count === size) return value;
  return program.contract(program.numbers(fraction(1, 1)), value, placement(size, count, from, 0, count));
}

/** Vectors one after the other. */
export function joined(program: Builder, values: readonly Value[]): Value {
  const outputs = values.reduce((sum, value) => sum + program.sizeOf(value), 0);
  if (values.length === 1) return values[0];
  let to = 0;
  const placed = values.map((value) => {
    const count = program.sizeOf(value);
    const wiring = placement(count, outputs, 0, to, count);
    to += count;
    return program.contract(program.numbers(fraction(1, 1)), value, wiring);
  });
  return program.add(placed);
}

/** a − b. */
export function difference(program: Builder, a: Value, b: Value): Value {
  const size = program.sizeOf(b);
  const minus = program.contract(program.numbers(fraction(-1, 1)), b, placement(size, size, 0, 0, size));
  return program.add([a, minus]);
}
