/** Sums of weights, and differences of them, at the weights of a file: ℓ = Σ ± w. */
import { linearLaws, type LawFamily } from "../../theory/laws/families";
import { placeIn } from "../../weights/layout";
import type { Functionals } from "./functionals";
import type { Places } from "./places";
import { unitRoundoff } from "./rounding";
import type { Reading } from "./stream";
import type { Sum } from "./sums";
import { manyTerms, notInFile } from "./words";

/** Weights that all laws of a family may sum over: 17 bytes each while they are read. */
const MOST_TERMS = 2 ** 22;

/** Asks the file for them; the result is there after reading. */
export function linearSum(family: LawFamily, places: Places, reading: Reading): () => Functionals | string {
  if (termsOf(family) > MOST_TERMS) return () => manyTerms;
  const laws = linearLaws(family) ?? [];
  const plus = new Float64Array(laws.length);
  const minus = new Float64Array(laws.length);
  const byTensor = new Map<string, Term[]>();
  for (const [law, terms] of laws.entries())
    for (const { at, sign } of terms) {
      const matched = places.matchedAt(at);
      if (matched === null) return () => notInFile;
      const place = placeIn(matched.view, at - matched.piece.block.offset);
      const known = byTensor.get(matched.tensor);
      if (known === undefined) byTensor.set(matched.tensor, [{ place, law, sign }]);
      else known.push({ place, law, sign });
    }
  const dtypes = new Set<string>();
  /** Of each law Σ u |w|, and Σ u. */
  const rounded = new Float64Array(laws.length);
  const unit = new Float64Array(laws.length);
  const tensors = laws.map((): string[] => []);
  for (const [tensor, terms] of byTensor) {
    const dtype = reading.byName.get(tensor)?.dtype ?? "";
    dtypes.add(dtype);
    const u = unitRoundoff(dtype);
    reading.add(tensor, termsSum(terms, plus, minus, { u, rounded }));
    for (const { law } of terms) unit[law] += u;
    for (const law of new Set(terms.map((term) => term.law))) tensors[law].push(tensor);
  }
  return () => {
    const usual = usualSize(reading);
    const inStep = rounded.map((own, law) => own + unit[law] * usual);
    return {
      kept: "list",
      plus,
      minus,
      diagonal: null,
      floor: norm(rounded),
      step: norm(inStep),
      dtypes: [...dtypes],
      tensors,
    };
  };
}

/**
 * The root mean square of all weights of a file. A sum of gradients that is 0 comes out as rounding noise of its terms, however small the
 * weights are: biases of keys that began at 0 do move. Those terms are taken to move no weight by more than this in a step.
 */
export function usualSize({ tensors }: Pick<Reading, "tensors">): number {
  let [square, count] = [0, 0];
  for (const own of tensors.values()) {
    square += own.square;
    count += own.info.elements;
  }
  return count === 0 ? 0 : Math.sqrt(square / count);
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

interface Term {
  readonly place: number;
  readonly law: number;
  readonly sign: 1 | -1;
}

/** `rounded`: u |w| is added up for each law. */
function termsSum(
  terms: readonly Term[],
  plus: Float64Array,
  minus: Float64Array,
  { u, rounded }: { readonly u: number; readonly rounded: Float64Array },
): Sum {
  const sorted = terms.toSorted((a, b) => a.place - b.place);
  let next = 0;
  return {
    passes: 1,
    chunk(values, from) {
      for (; next < sorted.length && sorted[next].place < from + values.length; next++) {
        const { place, law, sign } = sorted[next];
        const value = values[place - from];
        (sign === 1 ? plus : minus)[law] += value;
        rounded[law] += u * Math.abs(value);
      }
    },
  };
}

/** At most, before any are listed. */
function termsOf({ incoming, outgoing, size, positions }: LawFamily): number {
  if (positions !== undefined) return positions.length;
  return [...incoming, ...outgoing].reduce(
    (sum, { block, port }) => sum + Math.max(port.lines * size, port.lines === 0 ? block.rows * block.columns : 0),
    0,
  );
}
