/**
 * φ of wires that share weights and are changed by one number each, where some channel has weights on one side only, so that orbits say too
 * little (linked.ts). A weight that reads one wire and writes another is an edge from that to this; one that meets a single wire comes from outside, or
 * goes there. A monomial is unchanged when it goes into each wire as often as out of it. Such a flow along edges without cycles is a sum of paths
 * from outside to outside, so all that is unchanged is made of the products of weights along these:
 *   φ_p = Π_{e in p} θ_e,   one for each path (docs/mathematics.md, “The metric of circuits”).
 */
import { measured, type Claim } from "../../../findings/claim";
import { telling, type Progress } from "../../../findings/progress";
import { cited } from "../../../findings/reference";
import type { Verdict } from "../../../findings/verdict";
import { zeros, type Matrix } from "../../../math/dense/matrix";
import { rankWork, spectrumSteps } from "../../../math/dense/rank";
import type { CircuitVerdict } from "../result";
import { localOf } from "./action";
import type { Allowance } from "./basis";
import { STAGE } from "./chain";
import type { CircuitPart } from "./circuit";
import { lawRows, metricFrom } from "./products";
import { measureProducts, undecided } from "./single";
import { CHANGES_AT_ZERO, ONE_SIDED_LINKED, OPEN_LAWS, PATHS_FIX } from "./words";

type Found = Omit<CircuitVerdict, "name" | "kind" | "channels">;

const MOST_PATHS = 400;
const RECOVERY = cited("arXiv:2508.07370", "theorem", "2.17");
const NECESSARY = cited("arXiv:2508.07370", "theorem", "2.14");

/** `complete`: the laws of the wires are known to be all laws of the network. */
export function* decideByPaths(
  parts: readonly CircuitPart[],
  theta: Float64Array,
  complete: boolean,
  allowance: Allowance,
): Generator<Progress, Found> {
  const local = localOf(parts, theta);
  const d = local.theta.length;
  const paths = pathsThrough(local.parts, d);
  if (paths === null) return undecided(ONE_SIDED_LINKED);
  const cost = rankWork(paths.length + parts.length, d);
  if (cost > allowance.left) return undecided(ONE_SIDED_LINKED);
  allowance.left -= cost;
  const found = yield* measureProducts(local, pathProducts(paths, d), allowance.left);
  const { decision, violation, tolerance } = found;
  if (decision === null || !decision.clear) return undecided(ONE_SIDED_LINKED);
  const { residual } = decision;
  const kernel = decision.kernel.columns;
  const base = {
    kernelDimension: measured(kernel, residual, decision.tolerance),
    violation: violation === null ? undecided(ONE_SIDED_LINKED).violation : measured(violation, violation, tolerance),
    recoverable: measured(kernel === 0, residual, decision.tolerance, { reference: RECOVERY.text }),
    balance: null,
    openQuestion: false,
  };
  if (kernel === 0) {
    const verdict = measured<Verdict>("holds", residual, decision.tolerance, {
      reference: RECOVERY.text,
      note: PATHS_FIX,
    });
    return { ...base, verdict };
  }
  // Where the laws' gradients are independent the points with the same laws are a manifold, and the theorem speaks of it.
  const { rank, clear } = yield* telling(spectrumSteps(lawRows(local)), STAGE);
  const regular = clear && rank === parts.length;
  if (found.verdict !== "fails" || !regular) return { ...base, ...open(ONE_SIDED_LINKED) };
  if (!complete) return { ...base, ...open(OPEN_LAWS) };
  const verdict = measured<Verdict>("fails", violation ?? 0, tolerance, {
    reference: NECESSARY.text,
    note: CHANGES_AT_ZERO,
  });
  return { ...base, verdict };
}

function open(note: string): { readonly verdict: Claim<Verdict>; readonly openQuestion: true } {
  return { verdict: { value: "unknown", basis: "unknown", note }, openQuestion: true };
}

/** Places of the weights along each; null: a wire is changed by more than a number, they go round in circles, or there are too many. */
export function pathsThrough(parts: readonly CircuitPart[], weights: number): number[][] | null {
  if (parts.some(({ writers, degrees }) => writers.length > 1 || degrees.some((k) => k !== 1))) return null;
  /** Of each weight: the wire that it reads, and the one that it writes; -1: none. */
  const [from, to] = [new Int32Array(weights).fill(-1), new Int32Array(weights).fill(-1)];
  for (const [p, { writers, readers }] of parts.entries())
    for (const [rows, side] of [
      [writers, to],
      [readers, from],
    ] as const)
      for (const at of rows[0]) {
        if (side[at] >= 0) return null;
        side[at] = p;
      }
  const paths: number[][] = [];
  const follow = (path: readonly number[], visited: ReadonlySet<number>): boolean => {
    const wire = to[path[path.length - 1]];
    if (wire < 0) return paths.push([...path]) <= MOST_PATHS;
    if (visited.has(wire)) return false;
    const beyond = new Set([...visited, wire]);
    return Array.from(parts[wire].readers[0]).every((at) => follow([...path, at], beyond));
  };
  for (let at = 0; at < weights; at++) if (from[at] < 0 && !follow([at], new Set())) return null;
  return paths;
}

/** The products along paths as a map, as the measurement takes it. */
export function pathProducts(
  paths: readonly (readonly number[])[],
  weights: number,
): Parameters<typeof measureProducts>[1] {
  const table = (entry: (path: readonly number[], k: number) => number): Matrix => {
    const rows = zeros(paths.length, weights);
    paths.forEach((path, p) => path.forEach((at, k) => (rows.data[p * weights + at] += entry(path, k))));
    return rows;
  };
  const product = (theta: Float64Array, path: readonly number[], but: readonly number[]): number =>
    path.reduce((found, at, k) => (but.includes(k) ? found : found * theta[at]), 1);
  const jacobian = (theta: Float64Array): Matrix => table((path, k) => product(theta, path, [k]));
  return {
    jacobian,
    metricWork: 2 * paths.length ** 2 * weights,
    metric: (theta) =>
      metricFrom(jacobian(theta), (v) =>
        table((path, k) =>
          path.reduce((sum, at, l) => (l === k ? sum : sum + v[at] * product(theta, path, [k, l])), 0),
        ),
      ),
  };
}
