/** From the study of a path to its section of the report: its transport, its balance, and what finite depths make of it. */
import { measured, unknown } from "../../findings/claim";
import { svd } from "../../math/dense/svd";
import { viewOf } from "../../math/dense/matrix";
import { measuredOrder } from "../../theory/depth/finite-depth";
import { isContinuousBalanced } from "../../theory/depth/laws";
import { PATH_PAIR_TOLERANCE } from "../../theory/depth/pair";
import { CLOSED_FORM_TOLERANCE, type DepthFindings } from "../../theory/depth/verdict";
import type { DepthSection } from "../../report/depth/facts";
import { CLOSED_FORM_NEEDS_BALANCE } from "../../report/depth/words";
import { t } from "../../findings/language";

export function depthSection({
  transport,
  at,
  balance,
  unresolved,
  closedFormError,
  finite,
  pair,
}: DepthFindings): DepthSection {
  const { width, nodes, grid } = transport;
  const size = width * width;
  const singularValues = Array.from({ length: nodes }, (_, j) =>
    Array.from(svd(viewOf(at.z, j * size, width, width)).values),
  );
  const end = singularValues[nodes - 1];
  const determinant = end.reduce((product, x) => product * x, 1);
  const condition = end[0] / end[width - 1];
  const errors = (what: "end" | "laws" | "metric"): number[] => finite.map((one) => one[what]);
  return {
    width,
    grid: nodes,
    nodes: Array.from(grid.nodes),
    singularValues,
    places: Array.from(balance.places),
    lambda: Array.from(balance.lambda),
    imbalance: Array.from(balance.imbalance),
    tolerance: balance.tolerance,
    unresolved,
    determinant: Number.isFinite(determinant) ? determinant : null,
    condition: Number.isFinite(condition) ? condition : null,
    closedFormError:
      closedFormError === null
        ? unknown(t`Too wide to compare entry by entry.`)
        : measured(
            closedFormError,
            closedFormError,
            CLOSED_FORM_TOLERANCE,
            isContinuousBalanced(balance)
              ? {}
              : {
                  note: CLOSED_FORM_NEEDS_BALANCE,
                },
          ),
    finiteDepth: {
      depths: finite.map(({ depth }) => depth),
      end: errors("end"),
      laws: errors("laws"),
      metric: errors("metric"),
      order: {
        end: measuredOrder(errors("end")),
        laws: measuredOrder(errors("laws")),
        metric: measuredOrder(errors("metric")),
      },
    },
    pair:
      pair === null
        ? null
        : {
            distance: pair.distance,
            liftedDifference: pair.liftedDifference,
            lawDifference: pair.lawDifference,
            tolerance: PATH_PAIR_TOLERANCE,
            metricDifference: pair.metricDifference,
            gradient: Array.from(pair.gradient),
            rates: pair.rates,
            second: Array.from({ length: nodes }, (_, j) => Array.from(pair.second.subarray(j * size, (j + 1) * size))),
          },
  };
}
