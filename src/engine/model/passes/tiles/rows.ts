/**
 * Where a program's vectors lie while it runs on a tile of samples: one row of numbers for each coordinate, samples as
 * columns. A value has rows for its numbers and rows for the derivatives of the loss by them. What needs none of its own
 * shares them: terms with the sum they are added up in (program/sums.ts), the identity with what it is applied to, and
 * the derivatives behind an activation with those before it, which overwrite them.
 */
import type { Program, Value } from "../../program/program";
import { operandsOf, placesOf } from "../../program/sums";
import { isIdentity } from "../../structure";

export interface Rows {
  /** Where the numbers of each value begin, in rows of the tile; -1: it has none (a parameter, the input, a constant). */
  readonly numbers: readonly number[];
  /** The same of the derivatives; -1: nobody asks for them. */
  readonly pulls: readonly number[];
  readonly places: readonly Value[];
  /** How many rows there are. */
  readonly count: number;
}

export function rowsOf(program: Program): Rows {
  const { instructions, output } = program;
  const places = placesOf(program);
  const uses = usesOf(program);
  const [numbers, pulls] = [instructions.map(() => -1), instructions.map(() => -1)];
  let count = 0;
  const next = (size: number): number => (count += size) - size;
  instructions.forEach((instruction, value) => {
    const { op, size } = instruction;
    if (op === "input" || op === "constant" || op === "parameter" || op === "numbers") return;
    if (op === "map") {
      const { of, by } = instruction;
      numbers[value] = isIdentity(by) ? numbers[of] : next(size);
      // Whoever else uses what the activation is applied to needs the derivatives of that alone.
      pulls[value] = uses[of] === 1 && of !== output && pulls[of] >= 0 ? pulls[of] : next(size);
      return;
    }
    if (op === "jointly") {
      [numbers[value], pulls[value]] = [next(size), next(size)];
      return;
    }
    const place = places[value];
    if (numbers[place] === -1) [numbers[place], pulls[place]] = [next(size), next(size)];
    [numbers[value], pulls[value]] = [numbers[place], pulls[place]];
  });
  return { numbers, pulls, places, count };
}

/** How often each value is used. */
function usesOf({ instructions }: Program): number[] {
  const uses = instructions.map(() => 0);
  for (const one of instructions) for (const operand of operandsOf(one)) uses[operand]++;
  return uses;
}
