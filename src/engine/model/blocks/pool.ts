/**
 * What lies under a kernel as one number, channel by channel: the mean, in which added zeros count as in PyTorch, or the
 * largest; or of a line the k largest in their order (arXiv:1404.2188). All do the same in every channel. The mean is linear, so whatever
 * mixes channels before it may be undone behind it; the largest are positively homogeneous, so channels may be rescaled.
 */
import { t } from "../../findings/language";
import { RESCALINGS } from "../changes";
import { consecutive, type Groups } from "../joints/joint";
import { amongLargest } from "../joints/among-largest";
import { maximum } from "../joints/maximum";
import { convolution, outputLength, tapCount, type Axis } from "../program/convolutions";
import { fraction } from "../program/numbers";
import { interleaved } from "../program/placements";
import type { Wiring } from "../program/wirings";
import { grid, isVector, sameShape, type Shape } from "../shape";
import type { BlockKind, LayerSize, Refusal } from "./block";
import { axesOf } from "./convolution";
import type { LayerOwn } from "./properties";
import {
  KEEPS_OF_ALL,
  KEEPS_WITHOUT,
  keepsOfLine,
  keepsTooMany,
  K_MAX_WITHOUT_K,
  poolNeedsPositions,
  poolPadsTooMuch,
} from "./words";
import { POOL } from "./property-words";

export const pool: BlockKind = {
  words: POOL,
  needs: ["kind"],
  takes: ["kind", "kernel", "stride", "padding", "k", "from"],
  snippet: { description: t`A mean or a maximum over places`, properties: { kind: "${1:average}", kernel: "^${2:2}" } },
  oneSource: t`pools one source`,
  alone: false,
  names: { letter: "W", inLaws: { linear: "U", other: "W" }, shape: "matrix" },
  shape({ own = {} }, [source]) {
    if (isVector(source) || source.fastest !== "positions") return poolNeedsPositions(source);
    const kept = keptOf(own, source);
    if (kept !== null) return typeof kept === "number" ? grid(source.channels, [kept]) : kept;
    const axes = poolAxes(own, source);
    return "why" in axes ? axes : grid(source.channels, axes.map(outputLength));
  },
  build(layer, { program, wires, sources: [signal] }) {
    const { value, shape: source, wire, as } = signal;
    const { channels } = source;
    const kept = keptOf(layer.own ?? {}, source);
    if (typeof kept === "number") {
      if (!sameShape(as, source)) wires.fix(wire);
      wires.restrict(wire, RESCALINGS);
      const groups = consecutive(channels, source.extents[0]);
      const each = Array.from({ length: kept }, (_, i) => program.jointly(value, amongLargest(kept, i), groups));
      const made = grid(channels, [kept]);
      return { ...signal, value: interleaved(program, each), shape: made, as: made };
    }
    const axes = axesIn(layer, source);
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

/** Of how many points the largest are kept; `null`: not of several. */
function keptOf({ kind, k, kernel }: LayerOwn, source: Shape): number | Refusal | null {
  if (kind !== "k-max") return k === undefined ? null : KEEPS_WITHOUT;
  if (k === undefined) return K_MAX_WITHOUT_K;
  if (kernel !== undefined) return KEEPS_OF_ALL;
  if (source.extents.length !== 1) return keepsOfLine(source);
  return k > source.extents[0] ? keepsTooMany(k, source.extents[0]) : k;
}

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
