/**
 * The dashed lines of moments, levels and thresholds, as annotations. Their words are shapes: the layout has placed
 * them.
 */
import type { AnnotationOptions } from "chartjs-plugin-annotation";
import type { Theme } from "../../theme";
import type { BarLayout } from "../layout/bar-layout";
import type { LineLayout } from "../layout/line-layout";

type Mark = { type: "line" } & AnnotationOptions<"line">;

export function lineMarks({ moments, level }: LineLayout, theme: Theme): Mark[] {
  const of = moments.lines.map((at): Mark => ({ ...mark(theme.muted, 1, [2, 3]), scaleID: "x", value: at }));
  return level === null ? of : [...of, { ...mark(theme.threshold, 1.2, [2, 3]), scaleID: "y", value: level.at }];
}

export function barMarks({ threshold }: BarLayout, theme: Theme): Mark[] {
  if (threshold === null) return [];
  const line = mark(theme.threshold, 1.5, [6, 4]);
  return [{ ...line, scaleID: "y", value: threshold.at, drawTime: "afterDatasetsDraw" }];
}

/** Under the curves. */
function mark(color: string, width: number, dash: number[]): Mark {
  return { type: "line", borderColor: color, borderWidth: width, borderDash: dash, drawTime: "beforeDatasetsDraw" };
}
