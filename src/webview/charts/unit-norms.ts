/** How large the units of each layer are, by what writes them: from the weights of a file. */
import { formatNumber, fullNumber } from "../../engine/findings/numbers";
import type { AuditResult } from "../../engine/report/audit/facts";
import { normsTable } from "../../engine/report/audit/tables";
import { plural } from "../data/words";
import type { BarChart } from "./bar-chart";
import { unitNormsCaption } from "./words";

/** `null`: of fewer than two layers there is nothing to compare. */
export function unitNormsChart(result: AuditResult, digits: number): BarChart | null {
  const layers = result.norms.flatMap(({ layer, units, incoming }) =>
    incoming === null ? [] : [{ layer, units, incoming }],
  );
  if (layers.length < 2) return null;
  return {
    kind: "bars",
    id: "unit-norms",
    title: "Norms of units over layers",
    caption: unitNormsCaption,
    description: `${plural(layers.length, "layer")}: ${layers
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
        `median of ${plural(units, "unit")}: ${fullNumber(median)}`,
        `from ${fullNumber(least)} to ${fullNumber(greatest)}`,
      ],
    })),
    markedAs: "exception",
    threshold: null,
    xTitle: "layer",
    legend: { plain: "all units are written", marked: "some are zero" },
    table: normsTable(result),
  };
}
