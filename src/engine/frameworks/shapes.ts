/** Numbers that code needs of convolutions and attention. */
import { axesOf } from "../model/blocks/convolution";
import type { Plan } from "../model/blocks/attention/plan";
import type { LayerOwn } from "../model/blocks/properties";
import type { Axis } from "../model/program/convolutions";
import type { Shape } from "../model/shape";

/** How a kernel goes along the axes, of a layer that has a shape. */
export function along(own: LayerOwn, source: Shape): readonly Axis[] {
  const axes = axesOf(own, source);
  if ("why" in axes) throw new Error(axes.why);
  return axes;
}

/** Which number of a head's table is for the distances 1 - tokens, ..., tokens - 1; of those that nobody sees any. */
export function entriesOf({ tokens, distances: { count, of } }: Plan): number[] {
  return Array.from({ length: 2 * tokens - 1 }, (_, i) => Math.min(Math.max(of(i + 1 - tokens), 0), count - 1));
}
