/** What the text report says about a linear neural ODE: one line per fact. */
import { line, type FactLine } from "../../findings/lines";
import { formatNumber } from "../../findings/numbers";
import type { DepthFacts } from "./facts";
import { conditionNote, finiteDepthLabel, metricsApart, orderNote } from "./words";
import { t } from "../../findings/language";

interface DepthFact {
  readonly label: string;
  readonly value: string;
  readonly rest: string;
}

export function depthLines(facts: DepthFacts): FactLine[] {
  return depthFacts(facts).map(({ label, value, rest }) => line(label, value, rest));
}

function depthFacts({ depth }: DepthFacts): DepthFact[] {
  if (depth === undefined) return [];
  const {
    lambda,
    imbalance,
    tolerance,
    singularValues,
    condition,
    determinant,
    closedFormError,
    finiteDepth,
    pair,
    unresolved,
    grid,
  } = depth;
  const range = (values: readonly number[]): string =>
    `${formatNumber(Math.min(...values))} … ${formatNumber(Math.max(...values))}`;
  const end = singularValues.at(-1) ?? [];
  const { residual, note } = closedFormError;
  return [
    {
      label: "λ(s)",
      value: lambda.length === 0 ? "—" : range(lambda),
      rest: t`at s = 0: ${formatNumber(lambda[0] ?? 0)}, at s = 1: ${formatNumber(lambda.at(-1) ?? 0)}`,
    },
    {
      label: t`imbalance over s`,
      value: formatNumber(Math.max(0, ...imbalance)),
      rest: t`at most, against ${formatNumber(tolerance)}`,
    },
    { label: t`unresolved by the grid`, value: formatNumber(unresolved), rest: t`of the path, with ${grid} nodes` },
    {
      label: t`singular values of Z₁`,
      value: end.length === 0 ? "—" : range(end),
      rest: conditionNote(condition, determinant),
    },
    {
      label: t`metric − closed form`,
      value: residual === undefined ? "—" : formatNumber(residual),
      rest: `${t`relative`}${note === undefined ? "" : ` · ${note}`}`,
    },
    ...(pair === null
      ? []
      : [
          {
            label: t`pair of paths`,
            value: formatNumber(pair.metricDifference),
            rest: metricsApart(pair.rates),
          },
        ]),
    ...(["end", "laws", "metric"] as const).map((what) => ({
      label: finiteDepthLabel(finiteDepth.depths.at(-1) ?? 0, what),
      value: formatNumber(finiteDepth[what].at(-1) ?? 0),
      rest: orderNote(finiteDepth.order[what]),
    })),
  ];
}
