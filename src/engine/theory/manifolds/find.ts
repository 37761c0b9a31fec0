/**
 * The smallest listed invariant manifold that contains theta: colour refinement (refine.ts) proposes a partition,
 * inspection (inspect.ts) takes out what does not hold, until nothing is to be taken out. So what is returned has been
 * verified.
 */
import type { Paced } from "../../findings/progress";
import type { Inspection } from "./inspect";
import { inspect } from "./inspect";
import type { Neurons } from "./neurons";
import { passWork } from "./neurons";
import type { Partition } from "./partition";
import { STILL } from "./partition";
import type { RefineTolerance } from "./refine";
import { coarsest, refine } from "./refine";

/**
 * Sums of up to some thousand terms differ by less when they are equal: rounding leaves 1e-16 times the root of their
 * number.
 */
export const SUM_TOLERANCE = 1e-12;
/**
 * Neurons whose weights differ by less than this part are near each other. Training separates them at the pace of an
 * exponential from there, 9 e-foldings late. Random draws come this close about once in ten thousand networks where one
 * number decides (one weight in and one out, leaky-relu), and less often by as much for each further number that must agree.
 */
export const NEAR_TOLERANCE = 1e-4;

const EXACT: RefineTolerance = { relative: SUM_TOLERANCE, ofLayer: 0 };
const NEAR: RefineTolerance = { relative: NEAR_TOLERANCE, ofLayer: NEAR_TOLERANCE };

/** Misfits of a block stay together so often; then each goes its own way. */
const PATIENCE = 20;

/** `partition` holds at theta: exactly, or as nearly as sums in floating point can tell. */
export function findPartition(neurons: Neurons, theta: Float64Array): Paced<Inspection> {
  return verified(neurons, theta, EXACT, 0);
}

/** The same up to NEAR_TOLERANCE; never finer than the exact one, but for ties of a near tie. */
export function findNearPartition(neurons: Neurons, theta: Float64Array): Paced<Inspection> {
  return verified(neurons, theta, NEAR, NEAR_TOLERANCE);
}

function* verified(neurons: Neurons, theta: Float64Array, tolerance: RefineTolerance, near: number): Paced<Inspection> {
  let partition = coarsest(neurons);
  for (let attempt = 0; ; attempt++) {
    const refined = yield* refine(neurons, theta, partition, tolerance);
    const found = inspect(neurons, theta, refined, near);
    yield passWork(neurons);
    if (found.misfits.length === 0) return found;
    partition = withoutMisfits(found, attempt >= PATIENCE);
  }
}

/**
 * Marks that are not earned are taken back. The other misfits of a block become a block, or one each; a block that does
 * not suit its leader falls apart.
 */
function withoutMisfits({ partition, misfits, unearned }: Inspection, alone: boolean): Partition {
  const next: Partition = {
    blockOf: partition.blockOf.slice(),
    gainIn: partition.gainIn.slice(),
    gainOut: partition.gainOut.slice(),
    zero: partition.zero.slice(),
    unheard: partition.unheard.slice(),
  };
  for (const neuron of unearned.zero) next.zero[neuron] = 0;
  for (const neuron of unearned.unheard) next.unheard[neuron] = 0;
  const broken = new Set(misfits.filter((neuron) => partition.blockOf[neuron] === neuron));
  const leaders = new Map<number, number>();
  const move = (neuron: number, leader: number): void => {
    next.blockOf[neuron] = leader;
    next.gainIn[neuron] = partition.gainIn[neuron] / partition.gainIn[leader];
    next.gainOut[neuron] = partition.gainOut[neuron] / partition.gainOut[leader];
  };
  partition.blockOf.forEach((block, neuron) => {
    if (broken.has(block)) move(neuron, neuron);
  });
  for (const neuron of misfits) {
    const block = partition.blockOf[neuron];
    if (broken.has(block)) continue;
    const leader = alone || block === STILL ? neuron : (leaders.get(block) ?? neuron);
    if (block !== STILL) leaders.set(block, leader);
    move(neuron, leader);
  }
  return next;
}
