/**
 * The metric of a network through its circuits (circuit.ts). φ: the products of each circuit, and all other parameters as they are. The
 * function is one of these, so training goes through φ; φ, its laws and M fall into those of the circuits, and the property holds when it
 * holds for each.
 */
import { budgetOf } from "../../../findings/budget";
import { theorem, type Claim } from "../../../findings/claim";
import type { Effort, Progress } from "../../../findings/progress";
import type { Verdict } from "../../../findings/verdict";
import { hasFixed } from "../../../model/fixed";
import type { Network } from "../../../model/network";
import { isGraph, isLinearChain, phiKindOf } from "../../../model/structure";
import { isRepresentable } from "../../balance/relaxed-balance";
import type { LawCount } from "../../laws/count";
import type { CircuitVerdict, MetricResult } from "../result";
import { circuitsOf, type Circuit } from "./circuit";
import { STAGE } from "./chain";
import { decideLinked } from "./linked";
import { decideSingle } from "./single";
import { allOf, largest, summed, weakest } from "./together";
import { THEOREM_W, type Allowance } from "./basis";
import { allHold, CIRCUIT_BY_CIRCUIT, decidedBy, OF_WHAT } from "./words";

export type CircuitMetric = MetricResult & { readonly circuits: readonly CircuitVerdict[] };

/** The circuits by which a network is decided; `null`: it has a φ of its own, or none. */
export function decidingCircuits(network: Network, theta: Float64Array): readonly Circuit[] | null {
  const kind = phiKindOf(network);
  const hasOwn = kind === "product" || kind === "flow-map" || (kind === "path-lifting" && isGraph(network));
  // Where some parameters are held fixed, what is known of other φ is not said.
  if (hasOwn && (kind === "flow-map" || !hasFixed(network))) return null;
  if (!isRepresentable(theta)) return null;
  const circuits = circuitsOf(network);
  return circuits.length === 0 ? null : circuits;
}

/** Those whose changes φ does not see: these, and those of an end-to-end matrix that is no chain's. */
export function unseenCircuits(network: Network, theta: Float64Array): readonly Circuit[] | null {
  const deciding = decidingCircuits(network, theta);
  if (deciding !== null || phiKindOf(network) !== "product" || isLinearChain(network)) return deciding;
  const own = circuitsOf(network);
  return own.length === 0 || !isRepresentable(theta) ? null : own;
}

export function* decideCircuits(
  circuits: readonly Circuit[],
  count: LawCount,
  theta: Float64Array,
  effort: Effort,
): Generator<Progress, CircuitMetric> {
  const allowance: Allowance = { left: budgetOf("kernel", theta.length, effort) };
  const found: CircuitVerdict[] = [];
  for (const circuit of circuits) {
    yield STAGE;
    const { name, kind, channels } = circuit;
    const own =
      kind === "linked"
        ? yield* decideLinked(circuit, theta, count.complete.value === true, allowance)
        : yield* decideSingle(circuit, theta, effort, allowance);
    found.push({ name, kind, channels, ...own });
  }
  const kernelDimension = summed(found.map((one) => one.kernelDimension));
  return {
    verdict: wholeVerdict(found),
    measurement: { value: "unknown", basis: "unknown", note: CIRCUIT_BY_CIRCUIT },
    theorems: [],
    kernelDimension,
    violation: largest(found.map(({ violation }) => violation)),
    recoverable: allOf(found.map(({ recoverable }) => recoverable)),
    openQuestion: found.some(({ openQuestion }) => openQuestion),
    decision: null,
    witness: null,
    circuits: found,
  };
}

function wholeVerdict(found: readonly CircuitVerdict[]): Claim<Verdict> {
  const decisive =
    found.find(({ verdict }) => verdict.value === "fails") ?? found.find(({ verdict }) => verdict.value !== "holds");
  if (decisive !== undefined) {
    const { name, verdict } = decisive;
    return { ...verdict, note: `${OF_WHAT} ${decidedBy(name, verdict.note)}` };
  }
  const note = `${OF_WHAT} ${allHold(found.length)}`;
  const least = weakest(found.map(({ verdict }) => verdict));
  if (least.basis !== "theorem") return { ...least, note };
  return theorem<Verdict>("holds", THEOREM_W, { note });
}
