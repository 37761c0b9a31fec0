/**
 * Laws that one loss adds to those that hold for every loss.
 *
 * The gradient of softmax cross-entropy in the n outputs is softmax(f) - e_y: its sum over the outputs is 0, and for
 * one f and all labels y these vectors span exactly the y with 1ᵀy = 0. So the sum over the outputs of every column of
 * the last weights, and of the last bias, is constant (arXiv:2506.06194, Prop. 3.11).
 *
 * How many laws there are under it: with Q (n x (n-1)) an orthonormal basis of the vectors whose sum is 0, the
 * orthogonal change of variables W -> (1ᵀW/√n, QᵀW) of the last weights takes the fields to those of the network with
 * the last weights QᵀW and n - 1 outputs; the other row never moves. So their number is that of the smaller network,
 * for every loss, plus the number of sums; and both are counted exactly as they are for any network.
 *
 * The gradients of the mean square f - y and (of one output) of the logistic loss take every direction: those add
 * nothing.
 */
import type { Claim } from "../../findings/claim";
import { unknown } from "../../findings/claim";
import type { Progress } from "../../findings/progress";
import type { LossName } from "../../flow/objective/losses";
import type { Block, Network } from "../../model/network";
import { blocksOf } from "../../model/compile";
import { isDense, isIdentity, phiKindOf } from "../../model/structure";
import type { CountLimits, LawCount } from "./count";
import { countLaws } from "./count";
import type { LawFamily } from "./families";
import { lossFamilies } from "./families";
import { sum } from "./groups/sum";
import { listedLaws } from "./law-rank";
import type { NetworkCount, NetworkLimits } from "./network-count";
import { countNetworkLaws } from "./network-count";
import { activationBetween, lossNotCounted } from "./words";

export interface LossCount {
  readonly loss: LossName;
  /** The laws it adds, where they are known in closed form. */
  readonly families: readonly LawFamily[];
  /** Laws of phi under this loss: those for every loss and those it adds. */
  readonly independent: Claim<number>;
  readonly known: Claim<number>;
  readonly complete: Claim<boolean>;
  /** The same of the network's function, near the initialization; `null` where it was not asked for. */
  readonly network: Pick<NetworkCount, "independent" | "known" | "complete"> | null;
}

export function* countLossLaws(
  network: Network,
  theta: Float64Array,
  loss: LossName,
  every: { readonly count: LawCount; readonly network: NetworkCount | null },
  limits: { readonly count: CountLimits; readonly network: NetworkLimits },
): Generator<Progress, LossCount> {
  const output = network.layers[network.layers.length - 1];
  if (!isIdentity(output.activation)) return notCounted(loss, [], every.count, activationBetween(loss));
  const families = lossFamilies(network, loss);
  if ("why" in families) return notCounted(loss, [], every.count, families.why);
  if (families.length === 0) {
    const { independent, known, complete } = every.count;
    return { loss, families, independent, known, complete, network: every.network };
  }
  if (phiKindOf(network) === "function") return yield* countOfFunction(network, loss, families, every, limits.count);
  if (families.some(({ group }) => group !== sum) || !isDense(network, network.layers.length - 1))
    return notCounted(loss, families, every.count, lossNotCounted(loss));
  const smaller = withoutMean(network);
  const count = yield* countLaws(smaller, limits.count);
  const own =
    every.network === null
      ? null
      : yield* countNetworkLaws(smaller, centred(network, smaller, theta), count, limits.network);
  const added = listedLaws(families);
  const plus = (claim: Claim<number>): Claim<number> =>
    claim.value === null
      ? claim
      : {
          ...claim,
          value: claim.value + added,
          reference: claim.reference === undefined ? sum.reference : `${sum.reference}; ${claim.reference}`,
        };
  return {
    loss,
    families,
    independent: plus(count.independent),
    known: plus(count.known),
    complete: count.complete,
    network:
      own === null ? null : { independent: plus(own.independent), known: plus(own.known), complete: own.complete },
  };
}

/** Of a function: the fields are those of derivatives that add up to 0, and all laws are counted together. */
function* countOfFunction(
  network: Network,
  loss: LossName,
  families: readonly LawFamily[],
  every: { readonly network: NetworkCount | null },
  limits: CountLimits,
): Generator<Progress, LossCount> {
  const { independent, known, complete } = yield* countLaws(network, limits, families);
  const own = every.network === null ? null : { independent, known, complete };
  return { loss, families, independent, known, complete, network: own };
}

function notCounted(loss: LossName, families: readonly LawFamily[], { known }: LawCount, why: string): LossCount {
  return { loss, families, independent: unknown(why), known, complete: unknown(why), network: null };
}

function withoutMean(network: Network): Network {
  const last = network.layers.length - 1;
  return {
    ...network,
    layers: network.layers.map((layer, l) => (l === last ? { ...layer, units: layer.units - 1 } : layer)),
  };
}

/** theta of the smaller network: the last blocks W become QᵀW. */
function centred(network: Network, smaller: Network, theta: Float64Array): Float64Array {
  const [from, to] = [blocksOf(network), blocksOf(smaller)];
  const last = network.layers.length - 1;
  const end = to[to.length - 1];
  const result = new Float64Array(end.offset + end.rows * end.columns);
  from.forEach((block, b) => {
    const part = theta.subarray(block.offset, block.offset + block.rows * block.columns);
    result.set(block.layer === last ? centredBlock(block, part) : part, to[b].offset);
  });
  return result;
}

/**
 * QᵀW with the columns of Q those of Helmert: row i is (sum of the first i+1 rows - (i+1) times the next) /
 * √((i+1)(i+2)).
 */
function centredBlock({ rows, columns }: Block, part: Float64Array): Float64Array {
  const result = new Float64Array((rows - 1) * columns);
  for (let c = 0; c < columns; c++) {
    let sum = 0;
    for (let i = 0; i + 1 < rows; i++) {
      sum += part[i * columns + c];
      result[i * columns + c] = (sum - (i + 1) * part[(i + 1) * columns + c]) / Math.sqrt((i + 1) * (i + 2));
    }
  }
  return result;
}
