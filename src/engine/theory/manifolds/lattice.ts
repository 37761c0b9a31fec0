/**
 * All symmetry-induced invariant manifolds of a two-layer network, as a lattice: with m hidden neurons
 *   generic activation                    partitions of m                        1, 2, 5, 15, 52    (Bell)
 *   sigma(0) = 0                          partitions with a zero block           2, 5, 15, 52, 203  (Bell, of m + 1)
 *   odd; even                             signed partitions with a zero block    2, 6, 24, 116, 648 (Dowling, group of order 2)
 * Number with k moving blocks, by the last neuron's choice (a block of its own; one of k blocks, with sign; the zero block):
 *   N(m, k) = N(m-1, k-1) + (z + s k) N(m-1, k),   s = signs, z = 1 with a zero block      (Dowling, J. Combin. Theory B 14, 1973)
 * Homogeneous activations have a manifold for every ratio of two neurons: no finite lattice.
 *
 * One manifold covers another when it merges two of the other's blocks, or sends one to zero.
 */
import { t } from "../../findings/language";
import type { ActivationTraits } from "../../model/activations";
import { isDense } from "../../model/structure";
import type { Neurons } from "./neurons";
import type { Lattice } from "../../findings/lattice";
import type { Partition } from "./partition";
import { dimensionOf, discrete, membersOf, STILL } from "./partition";
import { ANY_PROPORTION } from "./words";

/** More nodes than these cannot be told apart in a drawing. */
const MOST_NODES = 210;
/** With more neurons than these the number exceeds 10^308 in any case. */
const MOST_COUNTED = 250;

export type LatticeResult =
  { readonly kind: "lattice"; readonly lattice: Lattice } | { readonly kind: "none"; readonly why: string };

/** `partition`: of the initialization. */
export function manifoldLattice(neurons: Neurons, partition: Partition): LatticeResult {
  const { network } = neurons;
  if (network.layers.length !== 2)
    return { kind: "none", why: t`The lattice is listed for networks with one hidden layer.` };
  if (![0, 1].every((layer) => isDense(network, layer)))
    return { kind: "none", why: t`The lattice is listed for networks of dense layers.` };
  const traits = neurons.traits(0);
  if (traits.homogeneous)
    return {
      kind: "none",
      why: ANY_PROPORTION,
    };
  if (!network.layers[1].sources.includes(0)) return { kind: "none", why: t`Nothing reads the hidden layer.` };
  if (mayBeStill(traits) && traits.atZero !== 0)
    return { kind: "none", why: t`Neurons that stand still at a constant have no lattice in this version.` };
  const signs = traits.parity === "none" ? 1 : 2;
  const zero = mayBeStill(traits);
  const m = network.layers[0].units;
  const counts = m <= MOST_COUNTED ? levelCounts(m, signs, zero) : [Infinity];
  const total = counts.reduce((a, b) => a + b, 0);
  const nodes = total <= MOST_NODES ? listNodes(m, signs, zero) : null;
  const place = nodeOf(neurons, partition);
  const sorted =
    nodes
      ?.map((node) => ({ node, dimension: dimensionOf(neurons, partitionOf(neurons, traits, node)) }))
      .toSorted((a, b) => a.dimension - b.dimension) ?? null;
  const index = new Map(sorted?.map(({ node }, i) => [keyOf(node), i]));
  return {
    kind: "lattice",
    lattice: {
      family: signs === 2 ? "signed-partitions" : zero ? "partitions-with-zero" : "partitions",
      neurons: m,
      count: finite(total),
      levels:
        m > MOST_COUNTED
          ? []
          : counts.flatMap((count, k) =>
              count === 0
                ? []
                : [
                    {
                      blocks: k,
                      dimension: dimensionOf(neurons, partitionOf(neurons, traits, representative(m, k))),
                      count: finite(count),
                    },
                  ],
            ),
      nodes:
        sorted?.map(({ node, dimension }) => ({
          blocks: node.blocks.map((block) =>
            block.map((signed) => ({ unit: Math.abs(signed) - 1, sign: signed < 0 ? -1 : 1 })),
          ),
          zero: node.zero.map((unit) => unit - 1),
          dimension,
        })) ?? null,
      covers:
        sorted === null
          ? []
          : sorted.flatMap(({ node }, i) =>
              coarserNeighbours(node, signs, zero).map((below): readonly [number, number] => [
                index.get(keyOf(below))!,
                i,
              ]),
            ),
      here: sorted === null ? null : (index.get(keyOf(place)) ?? null),
      hereBlocks: place.blocks.length,
    },
  };
}

/** Can neurons of this kind be still? */
function mayBeStill({ atZero, flatAtZero }: ActivationTraits): boolean {
  return atZero === 0 || flatAtZero;
}

/** A signed partition: neurons from 1, negative when opposite to the first of their block, blocks by their first. */
interface SignedPartition {
  readonly blocks: readonly (readonly number[])[];
  readonly zero: readonly number[];
}

function finite(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}

function levelCounts(m: number, signs: 1 | 2, zero: boolean): number[] {
  let counts = [1];
  for (let n = 1; n <= m; n++)
    counts = Array.from(
      { length: n + 1 },
      (_, k) => (counts[k - 1] ?? 0) + ((zero ? 1 : 0) + signs * k) * (counts[k] ?? 0),
    );
  return counts;
}

function listNodes(m: number, signs: 1 | 2, zero: boolean): SignedPartition[] {
  let nodes: SignedPartition[] = [{ blocks: [], zero: [] }];
  for (let unit = 1; unit <= m; unit++)
    nodes = nodes.flatMap(({ blocks, zero: still }) => [
      { blocks: [...blocks, [unit]], zero: still },
      ...blocks.flatMap((_, k) =>
        (signs === 2 ? [unit, -unit] : [unit]).map((signed) => ({
          blocks: blocks.map((block, b) => (b === k ? [...block, signed] : block)),
          zero: still,
        })),
      ),
      ...(zero ? [{ blocks, zero: [...still, unit] }] : []),
    ]);
  return nodes;
}

/** Two blocks merged, or one sent to zero. */
function coarserNeighbours({ blocks, zero }: SignedPartition, signs: 1 | 2, mayVanish: boolean): SignedPartition[] {
  const merged = blocks.flatMap((a, i) =>
    blocks.slice(i + 1).flatMap((b) =>
      (signs === 2 ? [1, -1] : [1]).map((sign) => ({
        blocks: blocks
          .filter((block) => block !== b)
          .map((block) => (block === a ? inOrder([...a, ...b.map((unit) => sign * unit)]) : block)),
        zero,
      })),
    ),
  );
  const vanished = mayVanish
    ? blocks.map((a) => ({
        blocks: blocks.filter((block) => block !== a),
        zero: [...zero, ...a.map(Math.abs)].toSorted((x, y) => x - y),
      }))
    : [];
  return [...merged, ...vanished];
}

function inOrder(block: readonly number[]): number[] {
  return block.toSorted((a, b) => Math.abs(a) - Math.abs(b));
}

function keyOf({ blocks, zero }: SignedPartition): string {
  return `${blocks.map((block) => block.join(" ")).join("|")}/${zero.join(" ")}`;
}

function nodeOf(neurons: Neurons, partition: Partition): SignedPartition {
  const { groups, still } = membersOf(neurons, partition, 0);
  const first = neurons.first(0);
  return {
    blocks: groups.map((members) =>
      members.map((neuron) => (partition.gainIn[neuron] < 0 ? -1 : 1) * (neuron - first + 1)),
    ),
    zero: still.map((neuron) => neuron - first + 1),
  };
}

/** k blocks of m neurons: the last one takes those left over. */
function representative(m: number, k: number): SignedPartition {
  const units = Array.from({ length: m }, (_, i) => i + 1);
  return k === 0
    ? { blocks: [], zero: units }
    : { blocks: [...units.slice(0, k - 1).map((unit) => [unit]), units.slice(k - 1)], zero: [] };
}

function partitionOf(neurons: Neurons, { parity }: ActivationTraits, { blocks, zero }: SignedPartition): Partition {
  const result = discrete(neurons);
  const first = neurons.first(0) - 1;
  for (const unit of zero) {
    result.blockOf[first + unit] = STILL;
    result.zero[first + unit] = result.unheard[first + unit] = 1;
  }
  for (const block of blocks)
    for (const signed of block) {
      const neuron = first + Math.abs(signed);
      result.blockOf[neuron] = first + block[0];
      result.gainIn[neuron] = Math.sign(signed);
      result.gainOut[neuron] = parity === "even" ? 1 : Math.sign(signed);
    }
  return result;
}
