/** The start of a linear neural ODE: the laws at the nodes of its grid, and its continuous balance. */
import { measured } from "../../findings/claim";
import type { InitializationPlan } from "../../model/initialization";
import type { SpecReading } from "../../spec/read";
import { isContinuousBalanced, lawsAlong } from "../../theory/depth/laws";
import type { DepthFindings } from "../../theory/depth/verdict";
import { PATH_LAW_NAME } from "../laws/path";
import type { InitializationSection, LawValues } from "../../report/initialization/facts";
import { t } from "../../findings/language";
import { rowPerNode } from "./words";

/** Values of the laws are carried up to this many numbers. */
const MOST_VALUES = 2500;

export function pathInitializationSection(
  plan: InitializationPlan,
  theta: Float64Array,
  { balance, transport }: DepthFindings,
  { places }: SpecReading,
): InitializationSection {
  // Every second place is a node.
  const atNodes = (values: Float64Array): number[] => Array.from(values).filter((_, i) => i % 2 === 0);
  return {
    scheme: plan.scheme,
    relaxedBalanced: measured(isContinuousBalanced(balance), balance.worst, balance.tolerance, {
      reference: "arXiv:2508.07370, Theorem 3.13 (v1: 4.8)",
      note: t`h_s = λ(s) I for every s`,
    }),
    lambda: atNodes(balance.lambda),
    imbalance: atNodes(balance.imbalance),
    interfaces: [],
    laws: [lawValues(theta, transport)],
    range: places.initialization,
  };
}

function lawValues(theta: Float64Array, transport: DepthFindings["transport"]): LawValues {
  const { width, nodes } = transport;
  const upper = Array.from({ length: width * width }, (_, i) => i).filter((i) => i % width >= Math.floor(i / width));
  const shape = { family: PATH_LAW_NAME, rows: nodes, columns: upper.length };
  if (nodes * upper.length > MOST_VALUES)
    return {
      ...shape,
      values: null,
      labels: [],
      note: t`${nodes * upper.length} numbers are too many to show; the limit is ${MOST_VALUES}.`,
    };
  const laws = lawsAlong(transport, theta);
  const named = upper.slice(0, 4).map((i) => `h[${Math.floor(i / width)},${i % width}]`);
  return {
    ...shape,
    values: Array.from({ length: nodes }, (_, j) => upper.map((i) => laws[j * width * width + i])).flat(),
    // Labels would name rows and columns alike.
    labels: [],
    note: rowPerNode(`${named.join(", ")}${upper.length > named.length ? ", …" : ""}`),
  };
}
