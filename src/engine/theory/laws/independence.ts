/**
 * How many of the listed laws are independent, when the full count is not to be had.
 *
 * A combination of the listed laws is a symmetric matrix A_l on every wire (a diagonal one where it rescales; one on
 * wires side by side together), and its gradient on the weights W from s to l is 2 (W A_s - A_l W), up to the degree of a
 * rescaling; inputs, outputs and wires without laws have A = 0. Weights that meet a wire more than once are left out. All are independent when that vanishes for
 * A = 0 alone:
 *   A_l V = 0 for every V from where A = 0 (and for the bias), and W A_l = 0 for every W to where A = 0. Generic V, Wᵀ
 *   side by side have the rank min(n, number of columns), so n columns make A_l = 0; one entry is enough where A_l is
 *   diagonal.
 * Wire after wire, this settles most networks of any size. Where it does not, ranks modulo a prime do (law-rank.ts); so
 * they do where a group is listed that is not among SHAPES, and for laws of the network near one theta, which may be made
 * of the same weights as those of phi.
 */
import type { Claim } from "../../findings/claim";
import { certified, measured, unknown } from "../../findings/claim";
import type { Progress } from "../../findings/progress";
import { PRIMES } from "../../math/modular/field";
import { randomStream } from "../../math/random/streams";
import type { Block } from "../../model/network";
import type { Touch } from "../../model/wires";
import type { LawFamily } from "./families";
import { cross } from "./groups/cross";
import { frozen } from "./groups/frozen";
import type { LawGroup } from "./groups/group";
import { matrix } from "./groups/matrix";
import { rescaling } from "./groups/rescaling";
import { lawRankAt, lawRankWork, listedLaws } from "./law-rank";
import { independenceWouldTake } from "./words";

const REFERENCE = "docs/mathematics.md, “Independent laws among the listed”";
/** The groups that the rule speaks of: what their combinations are. `apart`: of weights that no other law contains. */
const SHAPES: ReadonlyMap<LawGroup, "symmetric" | "between" | "diagonal" | "apart"> = new Map([
  [matrix, "symmetric"],
  [cross, "between"],
  [rescaling, "diagonal"],
  [frozen, "apart"],
]);
/** Of the chance that a rank modulo two primes is too low. */
const TOLERANCE = 1e-6;

/** `most`: operations that the rank modulo one prime may take. */
export function* knownLaws(
  families: readonly LawFamily[],
  parameters: number,
  seed: number,
  most: number,
): Generator<Progress, Claim<number>> {
  const listed = listedLaws(families);
  if (allIndependent(families)) return certified(listed, { reference: REFERENCE });
  const work = lawRankWork(families, parameters);
  if (work > most) return unknown(independenceWouldTake(work));
  const ranks: number[] = [];
  for (const prime of PRIMES) {
    const random = randomStream(seed, `known laws/${prime}`);
    const theta = Float64Array.from({ length: parameters }, () => 1 + random.integer(prime - 1));
    ranks.push(yield* lawRankAt(families, theta, prime, random));
    if (ranks[0] === Math.min(listed, parameters))
      return certified(ranks[0], { reference: "rank of the laws' gradients over GF(p)" });
  }
  const [rank] = ranks;
  if (rank !== ranks[1]) return unknown("The two primes disagree on how many of the listed laws are independent.");
  // A minor of D gradients has degree D in theta; of D combinations xᵀ S y, degree 2 D more in what they are drawn from.
  const degree = listed > parameters ? 3 * parameters : parameters;
  const chance = PRIMES.reduce((product, prime) => product * (degree / prime), 1);
  if (chance > TOLERANCE)
    return unknown(
      `At least ${rank} are independent; that it is not more, two random points cannot tell at this size.`,
    );
  return measured(rank, chance, TOLERANCE, {
    note: "At least so many, proven; that it is not more rests on two random points modulo two primes.",
  });
}

/** Whether the rule above settles every wire. */
function allIndependent(families: readonly LawFamily[]): boolean {
  if (families.some(({ group, from, members }) => from !== "phi" || members !== undefined || !SHAPES.has(group)))
    return false;
  const onWires = families.filter(ofOneWire);
  const touching = new Map<Block, LawFamily[]>();
  for (const family of onWires)
    for (const { block } of [...family.incoming, ...family.outgoing])
      touching.set(block, [...(touching.get(block) ?? []), family]);
  const open = new Set(onWires);
  /** Weights that no other open wire has a hand in, and this one once. */
  const alone = ({ block }: Touch): boolean =>
    (touching.get(block) ?? []).filter((other) => open.has(other)).length === 1;
  const sets = besideOneAnother(families);
  for (let settled = true; settled;) {
    settled = false;
    for (const set of sets) {
      const [first] = set;
      if (!open.has(first)) continue;
      const columns = [...first.incoming, ...first.outgoing]
        .filter(alone)
        .reduce((sum, { port }) => sum + port.lines, 0);
      const needed = SHAPES.get(first.group) === "diagonal" ? 1 : set.reduce((sum, { size }) => sum + size, 0);
      if (columns < needed) continue;
      for (const family of set) open.delete(family);
      settled = true;
    }
  }
  return open.size === 0;
}

/** Its combinations are a matrix A of its wire. */
function ofOneWire({ group }: LawFamily): boolean {
  const shape = SHAPES.get(group);
  return shape === "symmetric" || shape === "diagonal";
}

/** Wires with one symmetric matrix each, or one together. */
function besideOneAnother(families: readonly LawFamily[]): LawFamily[][] {
  const sets: LawFamily[][] = [];
  for (const family of families) {
    if (!ofOneWire(family)) continue;
    const joined = sets.find((set) =>
      families.some(
        ({ group, name, partner }) =>
          SHAPES.get(group) === "between" && partner?.name === family.name && set.some((other) => other.name === name),
      ),
    );
    if (joined === undefined) sets.push([family]);
    else joined.push(family);
  }
  return sets;
}
