/**
 * What lies under a kernel as one number, channel by channel: the mean, in which added zeros count as in PyTorch, or the
 * largest. Both do the same in every channel. The mean is linear, so whatever mixes channels before it may be undone
 * behind it; the largest is positively homogeneous, so channels may be rescaled.
 */
import { RESCALINGS } from "../changes";
import type { Groups } from "../joints/joint";
import { maximum } from "../joints/maximum";
import { convolution, outputLength, tapCount, type Axis } from "../program/convolutions";
import { fraction } from "../program/numbers";
import type { Wiring } from "../program/wirings";
import { grid, isVector, sameShape, type Shape } from "../shape";
import type { BlockKind, LayerSize, Refusal } from "./block";
import { axesOf } from "./convolution";
import type { LayerOwn } from "./properties";
import { poolNeedsPositions, poolPadsTooMuch } from "./words";

export const pool: BlockKind = {
  words: "The mean or the largest of what lies under a kernel, channel by channel; without a `kernel` of all there is.",
  needs: ["kind"],
  takes: ["kind", "kernel", "stride", "padding", "from"],
  snippet: { description: "A mean or a maximum over places", properties: { kind: "${1:average}", kernel: "^${2:2}" } },
  oneSource: "pools one source",
  alone: false,
  names: { letter: "W", inLaws: { linear: "U", other: "W" }, shape: "matrix" },
  shape({ own = {} }, [source]) {
    if (isVector(source) || source.fastest !== "positions") return poolNeedsPositions(source);
    const axes = poolAxes(own, source);
    return "why" in axes ? axes : grid(source.channels, axes.map(outputLength));
  },
  build(layer, { program, wires, sources: [signal] }) {
    const { value, shape: source, wire, as } = signal;
    const axes = axesIn(layer, source);
    const { channels } = source;
    const wiring = convolution({ inputs: channels, outputs: channels, groups: channels, axes });
    const shape = grid(channels, axes.map(outputLength));
    if (!sameShape(as, source)) wires.fix(wire);
    if (layer.own?.kind === "max") {
      wires.restrict(wire, RESCALINGS);
      return { ...signal, value: program.jointly(value, maximum, underKernel(wiring)), shape, as: shape };
    }
    if (axes.some(({ padding }) => padding > 0)) wires.unevenFrom(wire);
    const mean = program.numbers(fraction(1, tapCount(axes), wiring.left));
    return { ...signal, value: program.contract(mean, value, wiring), shape, as: shape };
  },
};

/** Which numbers lie under the kernel at each place. */
function underKernel({ outputs, edges }: Wiring): Groups {
  const members = Array.from({ length: outputs }, (): number[] => []);
  edges((_, j, o) => {
    members[o].push(j);
  });
  return { count: outputs, members: (group) => members[group] };
}

/** A pool goes in steps of its kernel where it says nothing else. */
function poolAxes({ kernel, stride, padding = 0 }: LayerOwn, source: Shape): readonly Axis[] | Refusal {
  const length = kernel ?? source.extents;
  const axes = axesOf({ kernel: length, stride: stride ?? length, padding }, source);
  if ("why" in axes) return axes;
  const bare = axes.find((axis) => 2 * axis.padding > axis.kernel);
  return bare === undefined ? axes : poolPadsTooMuch(bare);
}

function axesIn({ own = {} }: LayerSize, source: Shape): readonly Axis[] {
  const axes = poolAxes(own, source);
  if ("why" in axes) throw new Error(axes.why);
  return axes;
}
