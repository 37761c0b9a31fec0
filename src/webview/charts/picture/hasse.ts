/** A Hasse diagram: levels from below, each node over the middle of what it covers, the marked node filled. */
import type { Theme } from "../../theme";
import type { LatticeChart } from "../lattice-chart";
import { plotOf } from "../layout/frame";
import { rect, stroke, text, type Picture, type Shape } from "./shapes";
import { px, textWidth, type Rect, type Size } from "../layout/geometry";
import { t } from "../../../engine/findings/language";

const HEAD = 26;
/** Labels stand under their nodes where they stay this far apart. */
const LABEL_GAP = 6;
const RADIUS = { few: 5, many: 3 } as const;
const FEW = 40;

interface Placed {
  readonly x: number;
  readonly y: number;
}

export function hassePicture(model: LatticeChart, size: Size, theme: Theme): Picture {
  const levels = [...new Set(model.nodes.map(({ level }) => level))].sort((a, b) => a - b);
  const plot = plotOf(size, levels.map(String), { right: 14, head: HEAD, foot: 16 });
  const height = (level: number): number =>
    levels.length < 2
      ? (plot.top + plot.bottom) / 2
      : plot.bottom - 8 - ((plot.bottom - plot.top - 22) * levels.indexOf(level)) / (levels.length - 1);
  const places = arranged(model, levels).map(({ share, level }): Placed => ({
    x: plot.left + share * (plot.right - plot.left),
    y: height(level),
  }));
  const radius = model.nodes.length <= FEW ? RADIUS.few : RADIUS.many;
  const marked = model.marked === null ? undefined : places.at(model.marked);
  const stops = [...new Set(places.map(({ x }) => px(x)))].sort((a, b) => a - b);
  return {
    size,
    plot,
    shapes: [
      text(2, 11, model.levelTitle, theme.muted),
      ...levels.map((level) =>
        text(plot.left - 8, height(level) + 4, String(level), theme.muted, { "text-anchor": "end" }),
      ),
      ...model.edges.map(([low, high]) =>
        edge(places[low]!, places[high]!, low === model.marked || high === model.marked, theme),
      ),
      ...places.map(({ x, y }, i) =>
        circle(
          x,
          y,
          radius,
          i === model.marked ? theme.plain : theme.background,
          i === model.marked ? theme.plain : theme.foreground,
        ),
      ),
      ...labels(model, places, levels, theme),
      ...(marked === undefined
        ? []
        : [
            circle(marked.x, marked.y, radius + 4, "none", theme.plain),
            ...hereLabel(marked, radius, model.markedLabel, plot, theme),
          ]),
    ],
    stops,
    read: (stop, y) => {
      const there = model.nodes.map((node, i) => ({ node, i })).filter(({ i }) => px(places[i]!.x) === stops[stop]);
      const near =
        y === null
          ? there
          : [there.reduce((a, b) => (Math.abs(places[b.i]!.y - y) < Math.abs(places[a.i]!.y - y) ? b : a))];
      return {
        title: near.length === 1 ? near[0]!.node.label : t`${near.length} manifolds`,
        heads: null,
        rows: near.map(({ node, i }) => ({
          color: null,
          name:
            near.length === 1 ? `${model.levelTitle}${i === model.marked ? `, ${model.markedLabel}` : ""}` : node.label,
          values: [String(node.level)],
        })),
      };
    },
    timeAt: null,
  };
}

/** Per node its place across, from 0 to 1: within a level in the order of the middle of what lies below. */
function arranged({ nodes, edges }: LatticeChart, levels: readonly number[]): { share: number; level: number }[] {
  const shares = nodes.map(() => 0.5);
  const below = nodes.map((_, i) => edges.flatMap(([low, high]) => (high === i ? [low] : [])));
  for (const level of levels) {
    const own = nodes.flatMap((node, i) => (node.level === level ? [i] : []));
    const middle = (i: number): number =>
      below[i]!.length === 0 ? 0.5 : below[i]!.reduce((sum, j) => sum + shares[j]!, 0) / below[i]!.length;
    own.sort((a, b) => middle(a) - middle(b)).forEach((i, k) => (shares[i] = (k + 0.5) / own.length));
  }
  return nodes.map(({ level }, i) => ({ share: shares[i]!, level }));
}

function labels({ nodes }: LatticeChart, places: readonly Placed[], levels: readonly number[], theme: Theme): Shape[] {
  return levels.flatMap((level) => {
    const own = nodes
      .flatMap((node, i) => (node.level === level ? [{ label: node.label, ...places[i]! }] : []))
      .sort((a, b) => a.x - b.x);
    const fits = own.every(
      (one, k) =>
        k === 0 || one.x - own[k - 1]!.x >= (textWidth(one.label) + textWidth(own[k - 1]!.label)) / 2 + LABEL_GAP,
    );
    return fits
      ? own.flatMap(({ label, x, y }) => [
          rect(x - textWidth(label) / 2, y + 7, textWidth(label), 12, theme.background, { "fill-opacity": 0.7 }),
          text(x, y + 17, label, theme.muted, { "text-anchor": "middle" }),
        ])
      : [];
  });
}

/** Above its node, inside the picture. */
function hereLabel({ x, y }: Placed, radius: number, label: string, { left, right }: Rect, theme: Theme): Shape[] {
  const half = textWidth(label) / 2;
  const middle = Math.min(right - half, Math.max(left + half, x));
  const foot = y - radius - 8;
  return [
    rect(middle - half - 2, foot - 10, 2 * half + 4, 13, theme.background, { "fill-opacity": 0.8 }),
    text(middle, foot, label, theme.foreground, { "font-weight": 600, "text-anchor": "middle" }),
  ];
}

function edge(a: Placed, b: Placed, strong: boolean, theme: Theme): Shape {
  return stroke(`M${px(a.x)} ${px(a.y)}L${px(b.x)} ${px(b.y)}`, strong ? theme.plain : theme.grid, strong ? 1.4 : 1);
}

/** As a path: the list of shapes knows no circles. */
function circle(x: number, y: number, r: number, fill: string, color: string): Shape {
  return stroke(`M${px(x - r)} ${px(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`, color, 1.4, { fill });
}
