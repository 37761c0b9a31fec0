/** How curves are told apart: colour, dash and sign. */
import type { Dash } from "../line-chart";
import type { Shape } from "./shapes";
import { px } from "../layout/geometry";

export const DASHES: Readonly<Record<Dash, Shape["at"]>> = {
  solid: {},
  dashed: { "stroke-dasharray": "5 4" },
  dotted: { "stroke-dasharray": "0.1 4" },
  long: { "stroke-dasharray": "11 5" },
};

const SIGNS: readonly ((r: number) => string)[] = [
  (r) => `m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  (r) => `m${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
  (r) => `m0 ${-1.2 * r}l${1.2 * r} ${2.2 * r}h${-2.4 * r}z`,
  (r) => `m0 ${-1.4 * r}l${1.2 * r} ${1.4 * r}l${-1.2 * r} ${1.4 * r}l${-1.2 * r} ${-1.4 * r}z`,
  (r) => `m0 ${1.2 * r}l${1.2 * r} ${-2.2 * r}h${-2.4 * r}z`,
  (r) => `m${-r} ${-r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`,
];

/** A small sign at a place, as a path. */
export function signPath(sign: number, x: number, y: number, r = 2.6): string {
  return `M${px(x)} ${px(y)}${SIGNS[sign % SIGNS.length]?.(r) ?? ""}`;
}
