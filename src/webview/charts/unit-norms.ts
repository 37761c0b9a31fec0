/** How large the units of each layer are, by what writes them: from the weights of a file. */
import { formatNumber, fullNumber } from "../../engine/findings/numbers";
import type { AuditResult } from "../../engine/report/audit/facts";
import { normsTable } from "../../engine/report/audit/tables";
import { plural } from "../data/words";
import type { BarChart } from "./bar-chart";
import { unitNormsCaption } from "./words";
import { t } from "../../engine/findings/language";

/** `null`: of fewer than two layers there is nothing to compare. */
export function unitNormsChart(result: AuditResult, digits: number): BarChart | null {
  const layers = result.norms.flatMap(({ layer, units, incoming }) =>
    incoming === null ? [] : [{ layer, units, incoming }],
  );
  if (layers.length < 2) return null;
  return {
    kind: "bars",
    id: "unit-norms",
    title: t`Norms of units over layers`,
    caption: unitNormsCaption,
    description: `${plural(layers.length, t`layer`, t`layers`)}: ${layers
      .slice(0, 12)
      .map(({ layer, incoming: [, median] }) => `${layer} ${formatNumber(median, digits)}`)
      .join("; ")}. ${unitNormsCaption}`,
    scale: "log",
    bars: layers.map(({ layer, units, incoming: [least, median, greatest] }) => ({
      name: [layer],
      value: median,
      marked: least === 0,
      hover: [
        layer,
        t`median of ${plural(units, t`unit`, t`units`)}: ${fullNumber(median)}`,
        t`from ${fullNumber(least)} to ${fullNumber(greatest)}`,
      ],
    })),
    markedAs: "exception",
    threshold: null,
    xTitle: t`layer`,
    legend: { plain: t`all units are written`, marked: t`some are zero` },
    table: normsTable(result),
  };
}
