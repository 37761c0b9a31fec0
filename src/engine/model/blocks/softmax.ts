/**
 * exp(x_c) / sum of exp(x_c') over the channels, at every position. A number added to all channels is not seen (`shift`), and
 * nothing else may be changed.
 */
import { t } from "../../findings/language";
import { softmax as joint } from "../joints/softmax";
import { positionsOf, sameShape, unitAt } from "../shape";
import type { BlockKind } from "./block";

export const softmax: BlockKind = {
  words: t`A softmax over the channels, at every position.`,
  needs: [],
  takes: ["from"],
  snippet: { description: t`A softmax over the channels`, properties: {} },
  oneSource: t`is of one source`,
  alone: false,
  names: { letter: "W", inLaws: { linear: "W", other: "W" }, shape: "list" },
  shape: (_, [source]) => source,
  build(_, site) {
    const { program, wires } = site;
    const [{ value, shape, wire: read, as }] = site.sources;
    const { channels } = shape;
    wires.bendTogether(read, sameShape(shape, as));
    const groups = {
      count: positionsOf(shape),
      members: (p: number) => Array.from({ length: channels }, (_, c) => unitAt(shape, c, p)),
    };
    const wire = site.open(channels);
    wires.fix(wire);
    return { value: program.jointly(value, joint, groups), shape, wire, as: shape };
  },
};
