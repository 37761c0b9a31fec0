/**
 * Counting the laws of a linear chain of any practical size: a rank found at *any* point modulo p is a lower bound of
 * the generic one, so the point may be chosen where everything is sparse.
 *
 * The point: U_i has random entries where j = k (aligned at the first corner) and where rows - j = columns - k (aligned
 * at the last), nothing else; on square layers both are the diagonal. With C = E_ab the field grad <C, U_L … U_1> has
 * on layer i the outer product of a_i = U_{i+1}ᵀ … U_Lᵀ e_a and b_i = U_{i-1} … U_1 e_b: a handful of entries. The
 * bracket of two such fields, by the product rule, is a sum of such outer products again. Brackets that share an output
 * or an input suffice in every case tried; where they do not, the answer is null and the dense count takes over.
 *
 * The brackets stop when they have met the laws. Two layers list r (r + 1) / 2 laws, of which only those with W H != 0,
 * W = (U_2; U_1ᵀ), have a gradient: the gradient of <H, S> is (2 U_2 H, -2 H U_1), zero exactly where W H = 0. At a
 * generic point rank W = rho = min(r, n + m), so their number is rho (2 r + 1 - rho) / 2, whatever the size: nothing is
 * eliminated for it.
 *
 * Cost: about D brackets of O(L²) sparse products, and the elimination of vectors that hardly overlap.
 */
import { OPERATIONS_BETWEEN_PAUSES, type Progress } from "../../findings/progress";
import { reduce } from "../../math/modular/field";
import type { SparseVector } from "../../math/modular/sparse-echelon";
import { insertSparse, sparseEchelon } from "../../math/modular/sparse-echelon";
import { randomStream } from "../../math/random/streams";
import type { Block, Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import type { LawFamily } from "./families";
import { isOneLayersMatrix, visitGradient } from "./families";

export interface SparseCount {
  readonly lieRank: number;
  readonly lawRank: number;
  readonly bracketDepth: 1 | 2;
}

/** Rounds of brackets for each pair of outputs and of inputs; each takes another partner. */
const ROUNDS = 12;
/** Rounds without a new vector before the brackets count as exhausted. */
const IDLE_ROUNDS = 2;
/** Listed laws with a nonzero gradient that are looked at, for each parameter. */
const MOST_LAWS_PER_PARAMETER = 4;
/** Fill-in beyond this many entries (about 1 GB) ends the attempt. */
const MOST_ENTRIES = 2e7;

/** What an entry of an elimination costs, in operations, and what a field or bracket takes for each pair of layers (measured). */
const ENTRY_COST = 50;
const FIELD_COST = 500;

/** For a linear chain. null when the bounds do not meet at this point, or not within `most` operations. */
export function* countSparse(
  network: Network,
  families: readonly LawFamily[],
  parameters: number,
  prime: number,
  seed: number,
  most: number,
): Generator<Progress, SparseCount | null> {
  const chain = sparsePoint(network, prime, seed);
  const lie = sparseEchelon(prime);
  const laws = sparseEchelon(prime);
  const each = FIELD_COST * chain.blocks.length ** 2;
  let [steps, told] = [0, 0];
  const spent = (): number => each * steps + ENTRY_COST * (lie.work + laws.work);
  const pause = (): boolean => {
    steps++;
    if (spent() < told + OPERATIONS_BETWEEN_PAUSES / 4) return false;
    told = spent();
    return true;
  };
  const progress = (): Progress => ({ stage: "Counting conservation laws", fraction: null });
  const outputs = chain.blocks[chain.blocks.length - 1].rows;
  const inputs = chain.blocks[0].columns;
  const field = ([a, b]: readonly [number, number]): ElementaryField => fieldOf(chain, a, b);
  let fruitless = 0;
  for (let a = 0; a < outputs; a++)
    for (let b = 0; b < inputs && fruitless <= 2 * parameters; b++) {
      fruitless = insertSparse(lie, vectorOf(field([a, b]), chain.blocks, prime)) ? 0 : fruitless + 1;
      if (pause()) yield progress();
    }
  const fieldRank = lie.rows.size;
  const known = chain.blocks.length === 2 ? twoLayerLaws(chain.blocks) : null;
  const met = (): boolean => known !== null && lie.rows.size === parameters - known;
  for (let round = 0, idle = 0; round < ROUNDS && idle < IDLE_ROUNDS && !met(); round++) {
    const before = lie.rows.size;
    for (const [x, y] of pairs(outputs, inputs, round)) {
      insertSparse(lie, vectorOf(bracket(chain, field(x), field(y)), chain.blocks, prime));
      if (lie.entries > MOST_ENTRIES || spent() > most) return null;
      if (met()) break;
      if (pause()) yield progress();
    }
    idle = lie.rows.size === before ? idle + 1 : 0;
  }
  if (known !== null)
    return met() ? { lieRank: lie.rows.size, lawRank: known, bracketDepth: lie.rows.size === fieldRank ? 1 : 2 } : null;
  // The laws last: their number is at most D - lieRank, and there may be many more listed than independent ones.
  const left = parameters - lie.rows.size;
  let inserted = 0;
  for (const family of families.filter(isOneLayersMatrix))
    for (const [j, k] of movingPairs(family, chain.theta)) {
      if (laws.rows.size === left) break;
      if (pause()) yield progress();
      const gradient = lawGradient(family, j, k, chain.theta, prime);
      if (gradient.columns.length === 0) continue;
      if (++inserted > MOST_LAWS_PER_PARAMETER * parameters || spent() > most) return null;
      insertSparse(laws, gradient);
    }
  if (laws.rows.size < left) return null;
  return { lieRank: lie.rows.size, lawRank: laws.rows.size, bracketDepth: lie.rows.size === fieldRank ? 1 : 2 };
}

/** Rank of the laws' gradients of two layers at a generic point. */
function twoLayerLaws([first, second]: readonly Block[]): number {
  const [m, r, n] = [first.columns, first.rows, second.rows];
  const rank = Math.min(r, n + m);
  return (rank * (2 * r + 1 - rank)) / 2;
}

/**
 * E_ab with E_cb for every pair of outputs, E_ab with E_ad for every pair of inputs; the partner changes with the
 * round.
 */
function* pairs(outputs: number, inputs: number, round: number): Generator<[[number, number], [number, number]]> {
  for (let a = 0; a < outputs; a++)
    for (let c = a + 1; c < outputs; c++) {
      const b = (round % 2 === 0 ? a + (round >> 1) : c + (round >> 1)) % inputs;
      yield [
        [a, b],
        [c, b],
      ];
    }
  for (let b = 0; b < inputs; b++)
    for (let d = b + 1; d < inputs; d++) {
      const a = (round % 2 === 0 ? b + (round >> 1) : d + (round >> 1)) % outputs;
      yield [
        [a, b],
        [a, d],
      ];
    }
}

type Sparse = ReadonlyMap<number, number>;

interface SparseChain {
  readonly prime: number;
  readonly blocks: readonly Block[];
  readonly theta: Float64Array;
  /** Rows and columns of every layer's matrix, sparse. */
  readonly rows: readonly (readonly Sparse[])[];
  readonly columns: readonly (readonly Sparse[])[];
}

/** A vector field's value as outer products p qᵀ per layer; `a` and `b` say which C it comes from. */
interface ElementaryField {
  readonly left: readonly Sparse[];
  readonly right: readonly Sparse[];
}

function sparsePoint(network: Network, prime: number, seed: number): SparseChain {
  const random = randomStream(seed, `sparse point/${prime}`);
  const blocks = blocksOf(network);
  const theta = new Float64Array(blocks.reduce((sum, block) => sum + block.rows * block.columns, 0));
  const rows: Sparse[][] = [];
  const columns: Sparse[][] = [];
  for (const block of blocks) {
    const byRow = Array.from({ length: block.rows }, () => new Map<number, number>());
    const byColumn = Array.from({ length: block.columns }, () => new Map<number, number>());
    const shift = block.columns - block.rows;
    for (let j = 0; j < block.rows; j++)
      for (const k of new Set([j, j + shift])) {
        if (k < 0 || k >= block.columns) continue;
        const value = 1 + random.integer(prime - 1);
        theta[block.offset + j * block.columns + k] = value;
        byRow[j].set(k, value);
        byColumn[k].set(j, value);
      }
    rows.push(byRow);
    columns.push(byColumn);
  }
  return { prime, blocks, theta, rows, columns };
}

/** left_i = U_{i+1}ᵀ … U_Lᵀ e_a, right_i = U_{i-1} … U_1 e_b. */
function fieldOf(chain: SparseChain, a: number, b: number): ElementaryField {
  const depth = chain.blocks.length;
  const left: Sparse[] = Array<Sparse>(depth);
  const right: Sparse[] = Array<Sparse>(depth);
  left[depth - 1] = new Map([[a, 1]]);
  for (let i = depth - 2; i >= 0; i--) left[i] = combine(chain.rows[i + 1], left[i + 1], chain.prime);
  right[0] = new Map([[b, 1]]);
  for (let i = 1; i < depth; i++) right[i] = combine(chain.columns[i - 1], right[i - 1], chain.prime);
  return { left, right };
}

/** sum over x of x_k vectors_k. */
function combine(vectors: readonly Sparse[], x: Sparse, p: number): Sparse {
  const sum = new Map<number, number>();
  for (const [k, factor] of x) addTo(sum, vectors[k], factor, p);
  return sum;
}

/** DY.X - DX.Y: per layer a list of outer products. */
function bracket(chain: SparseChain, x: ElementaryField, y: ElementaryField): Outer[] {
  const minus = chain.prime - 1;
  return [...derivative(chain, y, x, 1), ...derivative(chain, x, y, minus)];
}

interface Outer {
  readonly layer: number;
  readonly left: Sparse;
  readonly right: Sparse;
  readonly factor: number;
}

/**
 * The derivative of the field y along the field v: in the products that make left_i and right_i one factor U_j after
 * the other becomes V_j = v.left_j v.right_jᵀ.
 */
function derivative(chain: SparseChain, y: ElementaryField, v: ElementaryField, factor: number): Outer[] {
  const { prime: p, blocks } = chain;
  const depth = blocks.length;
  const terms: Outer[] = [];
  // Changed left vectors, from the output down: d left_i = U_{i+1}ᵀ d left_{i+1} + V_{i+1}ᵀ left_{i+1}.
  let change: Sparse = new Map();
  for (let i = depth - 2; i >= 0; i--) {
    const next = new Map(combine(chain.rows[i + 1], change, p));
    addTo(next, v.right[i + 1], dotSparse(v.left[i + 1], y.left[i + 1], p), p);
    change = next;
    if (change.size > 0) terms.push({ layer: i, left: change, right: y.right[i], factor });
  }
  // Changed right vectors, from the input up.
  change = new Map();
  for (let i = 1; i < depth; i++) {
    const next = new Map(combine(chain.columns[i - 1], change, p));
    addTo(next, v.left[i - 1], dotSparse(v.right[i - 1], y.right[i - 1], p), p);
    change = next;
    if (change.size > 0) terms.push({ layer: i, left: y.left[i], right: change, factor });
  }
  return terms;
}

function addTo(sum: Map<number, number>, vector: Sparse, factor: number, p: number): void {
  if (factor === 0) return;
  for (const [i, value] of vector) {
    const total = reduce((sum.get(i) ?? 0) + factor * value, p);
    if (total === 0) sum.delete(i);
    else sum.set(i, total);
  }
}

function dotSparse(a: Sparse, b: Sparse, p: number): number {
  let sum = 0;
  for (const [i, value] of a) sum = reduce(sum + value * (b.get(i) ?? 0), p);
  return sum;
}

function vectorOf(value: ElementaryField | readonly Outer[], blocks: readonly Block[], p: number): SparseVector {
  const terms: readonly Outer[] =
    "left" in value ? value.left.map((left, layer) => ({ layer, left, right: value.right[layer], factor: 1 })) : value;
  const sum = new Map<number, number>();
  for (const { layer, left, right, factor } of terms) {
    const { offset, columns } = blocks[layer];
    for (const [j, x] of left)
      for (const [k, y] of right) {
        const at = offset + j * columns + k;
        sum.set(at, reduce((sum.get(at) ?? 0) + reduce(factor * x, p) * y, p));
      }
  }
  return sparseOf(sum);
}

/**
 * The pairs j <= k whose law has a nonzero gradient: one of the neurons has a weight at the sparse point. Few of a wide
 * layer have.
 */
function* movingPairs(family: LawFamily, theta: Float64Array): Generator<[number, number]> {
  const has = Array.from({ length: family.size }, (_, j) => {
    let some = false;
    visitGradient(family, j, j, (at) => (some ||= theta[at] !== 0));
    return some;
  });
  const moving = has.flatMap((some, j) => (some ? [j] : []));
  for (const j of moving) for (let k = 0; k < family.size; k++) if (k >= j || !has[k]) yield j <= k ? [j, k] : [k, j];
}

function lawGradient(family: LawFamily, j: number, k: number, theta: Float64Array, p: number): SparseVector {
  const sum = new Map<number, number>();
  visitGradient(family, j, k, (at, from, sign) => {
    if (theta[from] !== 0) sum.set(at, reduce((sum.get(at) ?? 0) + (sign === 1 ? theta[from] : p - theta[from]), p));
  });
  return sparseOf(sum);
}

function sparseOf(sum: ReadonlyMap<number, number>): SparseVector {
  const entries = [...sum].filter(([, value]) => value !== 0);
  return { columns: entries.map(([column]) => column), values: entries.map(([, value]) => value) };
}
