/**
 * The cure of circuits whose metric is not intrinsic: their channels are changed so that each law matrix is 0, which leaves the function as it
 * is (theory/metric/circuits/balanced.ts). The weights are written, and the changed text is analysed.
 */
import { t } from "../../findings/language";
import type { Progress } from "../../findings/progress";
import { drawingCost } from "../../model/initializers";
import type { Verdict } from "../../findings/verdict";
import type { Report } from "../../report/types";
import type { InitializationPlan } from "../../model/initialization";
import { blocksOf } from "../../model/compile";
import type { Block, Network } from "../../model/network";
import { weightsShape } from "../../model/written";
import { editInitialization, type Weights } from "../../spec/edit/initialization";
import { replacementFor } from "../../spec/edit/text-edit";
import type { WeightsSpec } from "../../spec/schema/initialization";
import { LARGEST_DRAW } from "../../subject/parameters";
import { balancedOn } from "../../theory/metric/circuits/balanced";
import { unseenCircuits } from "../../theory/metric/circuits/decide";
import { analyzeSpec } from "../analyze/analyze";
import type { FileStart } from "./file-start";
import { cureInFile } from "./in-file";
import type { CureResult } from "./result";
import { startOf } from "./start";
import { circuitsBalanced, NO_BALANCED_CIRCUIT, TOO_MANY_TO_WRITE, withFailed } from "./words";

export interface CircuitSpec {
  readonly text: string;
  readonly path: string | null;
  readonly network: Network;
  readonly plan: InitializationPlan;
  /** Where its weights lie in one. */
  readonly file: FileStart | null;
}

/** Weights are written into a spec up to this many. */
const MOST_WRITTEN = 5000;

export function* cureCircuits(spec: CircuitSpec): Generator<Progress, CureResult> {
  const { text, path, network, plan, file } = spec;
  if (drawingCost(network, plan) > LARGEST_DRAW) return refused(TOO_MANY_TO_WRITE);
  const drawn = startOf(spec);
  if (drawn.kind === "none") return refused(NO_BALANCED_CIRCUIT);
  const before = yield* analyzeSpec(text, { path, lean: true, openWeights: file?.openWeights ?? undefined });
  if (before.kind === "invalid") return before;
  const circuits = unseenCircuits(network, drawn.theta) ?? [];
  yield { stage: "Balancing the circuits", fraction: null };
  let theta = drawn.theta;
  const changed: string[] = [];
  for (const circuit of circuits) {
    if (verdictOf(before.report, circuit.name) !== "fails") continue;
    const moved = balancedOn(circuit, theta);
    if (moved === null) continue;
    theta = moved;
    changed.push(circuit.name);
  }
  if (changed.length === 0) return refused(NO_BALANCED_CIRCUIT);
  const isCured = (report: Report): boolean => changed.every((name) => verdictOf(report, name) === "holds");
  const message = circuitsBalanced(changed);
  if (file !== null) {
    const result = yield* cureInFile(file, { theta, message, isCured, residual: null });
    return result ?? refused(NO_BALANCED_CIRCUIT);
  }
  const parts = theta.length > MOST_WRITTEN ? null : written(network, theta);
  if (parts === null) return refused(TOO_MANY_TO_WRITE);
  const comment = "the same function with balanced circuits";
  const edited = editInitialization(text, { scheme: "explicit", ...parts, comment });
  const edit = edited === null ? null : replacementFor(text, edited);
  if (edited === null || edit === null) return refused(NO_BALANCED_CIRCUIT);
  const after = yield* analyzeSpec(edited, { path });
  if (after.kind === "invalid") return refused(NO_BALANCED_CIRCUIT);
  const { problems } = after.report;
  if (!isCured(after.report)) return refused(NO_BALANCED_CIRCUIT);
  return { kind: "edit", edits: [edit], message: withFailed(message, problems) };
}

/** One for all of them where φ is an end-to-end matrix. */
function verdictOf({ intrinsicMetric: metric }: Report, name: string): Verdict | null {
  const own =
    metric.circuits === undefined ? metric : metric.circuits.find((circuit) => circuit.name === name)?.verdict;
  return own?.value ?? null;
}

/** As the scheme "explicit" writes them; null: some layer's are kernels for each of several sources. */
function written(
  network: Network,
  theta: Float64Array,
): { readonly weights: Weights[]; readonly biases?: (readonly number[] | null)[] } | null {
  const numbers = ({ offset, rows, columns }: Block): number[] =>
    Array.from(theta.subarray(offset, offset + rows * columns));
  const isBias = ({ source, tensor }: Block): boolean => source === null && tensor === undefined;
  const weights: Weights[] = [];
  const biases: (readonly number[] | null)[] = [];
  for (const layer of network.layers.keys()) {
    const own = blocksOf(network).filter((block) => block.layer === layer);
    const shape = weightsShape(network, layer);
    const tensors = own.filter((block) => !isBias(block));
    if (shape.length > 2 && tensors.length > 1) return null;
    if (shape.length !== 2) weights.push(nested(tensors.flatMap(numbers), shape.slice(1)));
    else {
      const [rows, columns] = shape;
      const data = new Float64Array(rows * columns);
      let first = 0;
      for (const block of tensors) {
        numbers(block).forEach((x, i) => {
          data[Math.floor(i / block.columns) * columns + first + (i % block.columns)] = x;
        });
        first += block.columns;
      }
      weights.push({ rows, columns, data });
    }
    const bias = own.find(isBias);
    biases.push(bias === undefined ? null : numbers(bias));
  }
  return biases.every((bias) => bias === null) ? { weights } : { weights, biases };
}

/** Row-major; `inner`: all sizes but the first. */
function nested(flat: readonly number[], inner: readonly number[]): WeightsSpec {
  if (inner.length === 0) return flat;
  const size = inner.reduce((product, x) => product * x, 1);
  return Array.from({ length: flat.length / size }, (_, i) =>
    nested(flat.slice(i * size, (i + 1) * size), inner.slice(1)),
  );
}

function refused(reason: string): CureResult {
  return { kind: "refused", reason, help: t`Nothing was changed.` };
}
