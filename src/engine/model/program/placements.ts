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

/** Of each vector the first number, then of each the second, and so on. */
export function interleaved(program: Builder, values: readonly Value[]): Value {
  if (values.length === 1) return values[0];
  const size = program.sizeOf(values[0]);
  const every = values.length;
  const wiringOf = (which: number): Wiring => ({
    name: "placement",
    left: 1,
    right: size,
    outputs: size * every,
    edgeCount: size,
    oneEdgeEach: size === 1,
    edges(visit) {
      for (let i = 0; i < size; i++) visit(0, i, i * every + which);
    },
  });
  return program.add(
    values.map((value, which) => program.contract(program.numbers(fraction(1, 1)), value, wiringOf(which))),
  );
}

/** a − b. */
export function difference(program: Builder, a: Value, b: Value): Value {
  return program.add([a, negated(program, b)]);
}

export function negated(program: Builder, value: Value): Value {
  const size = program.sizeOf(value);
  return program.contract(program.numbers(fraction(-1, 1)), value, placement(size, size, 0, 0, size));
}
