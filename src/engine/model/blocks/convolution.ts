/**
 * Convolutions of lines and images as PyTorch computes them (program/convolutions.ts): one tensor
 * [channels out, channels in / groups, taps …]. A change of the output channels is taken up by its first axis, one of the
 * input channels by its second, each within a group: a law sums over taps and the other axis. Taps that never meet the
 * input take part in nothing.
 */
import { t } from "../../findings/language";
import type { Port } from "../port";
import { EVERY, type Changes } from "../changes";
import { convolution, liveTaps, outputLength, tapCount, type Axis } from "../program/convolutions";
import { grid, type Shape } from "../shape";
import { sumOverSources, WITHOUT_UNITS, type BlockKind, type LayerSize, type Refusal } from "./block";
import { OF_ONE_MATRIX, parametrized, refusedMatrix } from "./parametrized/parametrized";
import { alongAxes, type LayerOwn } from "./properties";
import { axesNeeded, groupsDoNotDivide, kernelTooLong, needsGrid, tooManyTaps } from "./words";

export const conv1d = convolutionOf(
  1,
  t`A convolution along a line of points: \`W\` of shape \`[channels, inputs / groups, kernel]\`.`,
);
export const conv2d = convolutionOf(
  2,
  t`A convolution of an image: \`W\` of shape \`[channels, inputs / groups, height, width]\`.`,
);

function convolutionOf(dimensions: number, words: string): BlockKind {
  return {
    words,
    needs: ["channels", "kernel"],
    takes: ["channels", "kernel", "stride", "padding", "dilation", "groups", ...OF_ONE_MATRIX, ...WITHOUT_UNITS],
    snippet: {
      description: dimensions === 1 ? t`A convolution along a line` : t`A convolution of an image`,
      properties: { channels: "^${1:4}", kernel: "^${2:3}", activation: "${3:relu}" },
    },
    oneSource: t`convolves one source`,
    alone: false,
    names: { letter: "W", inLaws: { linear: "U", other: "W" }, shape: "matrix" },
    shape: ({ own = {} }, [source]) => shapeOf(own, dimensions, source),
    build(layer, site) {
      const { shape: source } = site.sources[0];
      const { channels, groups, axes } = convolutionIn(layer, source);
      const [inGroup, outGroup] = [source.channels / groups, channels / groups];
      const taps = tapCount(axes);
      const live = liveTaps(axes);
      const idle = idleOf(channels * inGroup, taps, live);
      const shape = laidOut(channels, axes);
      const tensor = {
        rows: channels,
        columns: inGroup * taps,
        dims: [channels, inGroup, ...axes.map(({ kernel }) => kernel)],
        wiring: convolution({ inputs: source.channels, outputs: channels, groups, axes }),
      };
      // There no tap is idle: all count in the length of a row, or in the singular value.
      const made = parametrized(layer.own ?? {}, site, shape, () => ({ ...tensor, groups }));
      if (made !== null) return made;
      return sumOverSources(site, shape, () => ({
        ...tensor,
        writes: {
          allows: within(groups, outGroup),
          lines: inGroup * live.length,
          at: (o, c) => (o * inGroup + Math.floor(c / live.length)) * taps + live[c % live.length],
        },
        reads: readers(groups, inGroup, outGroup, taps, live),
        ...(idle.length === 0 ? {} : { idle }),
      }));
    },
  };
}

function readers(groups: number, inGroup: number, outGroup: number, taps: number, live: readonly number[]): Port {
  return {
    allows: within(groups, inGroup),
    lines: outGroup * live.length,
    at(j, c) {
      const o = Math.floor(j / inGroup) * outGroup + Math.floor(c / live.length);
      return (o * inGroup + (j % inGroup)) * taps + live[c % live.length];
    },
  };
}

/** Channels mix within their group. */
function within(groups: number, each: number): Changes {
  if (groups === 1) return EVERY;
  return { kind: "mixing", parts: Array.from({ length: groups * each }, (_, j) => Math.floor(j / each)) };
}

/** Which numbers of `rows` rows of taps stand at taps that never act. */
function idleOf(rows: number, taps: number, live: readonly number[]): number[] {
  if (live.length === taps) return [];
  const acts = new Set(live);
  const idle = Array.from({ length: taps }, (_, tap) => tap).filter((tap) => !acts.has(tap));
  return Array.from({ length: rows }, (_, row) => idle.map((tap) => row * taps + tap)).flat();
}

function shapeOf(own: LayerOwn, dimensions: number, source: Shape): Shape | Refusal {
  if (source.fastest !== "positions" || source.extents.length !== dimensions) return needsGrid(dimensions, source);
  const axes = axesOf(own, source);
  if ("why" in axes) return axes;
  const { channels = 1, groups = 1 } = own;
  if (source.channels % groups !== 0) return groupsDoNotDivide(groups, source.channels, "input");
  if (channels % groups !== 0) return groupsDoNotDivide(groups, channels, "output");
  const columns = (source.channels / groups) * tapCount(axes);
  return refusedMatrix(own, [[channels, columns]], "channels") ?? laidOut(channels, axes);
}

function laidOut(channels: number, axes: readonly Axis[]): Shape {
  return grid(channels, axes.map(outputLength));
}

/** Of a layer that has a shape. */
function convolutionIn(
  { own = {} }: LayerSize,
  source: Shape,
): { channels: number; groups: number; axes: readonly Axis[] } {
  const axes = axesOf(own, source);
  if ("why" in axes) throw new Error(axes.why);
  const { channels = 1, groups = 1 } = own;
  return { channels, groups, axes };
}

/** How a kernel goes along the axes of its source. */
export function axesOf(own: LayerOwn, { extents }: Shape): readonly Axis[] | Refusal {
  const numbers: Record<(typeof ALONG)[number], readonly number[]> = {
    kernel: [],
    stride: [],
    padding: [],
    dilation: [],
  };
  for (const name of ALONG) {
    const written = own[name] ?? (name === "kernel" ? extents : name === "padding" ? 0 : 1);
    const along = alongAxes(written, extents.length);
    if (along === null) return axesNeeded(name, extents.length);
    numbers[name] = along;
  }
  const axes = extents.map((length, a): Axis => ({
    length,
    kernel: numbers.kernel[a],
    stride: numbers.stride[a],
    padding: numbers.padding[a],
    dilation: numbers.dilation[a],
  }));
  const taps = tapCount(axes);
  if (taps > MOST_TAPS) return tooManyTaps(taps, MOST_TAPS);
  const short = axes.find((axis) => outputLength(axis) < 1);
  return short === undefined ? axes : kernelTooLong(short);
}

/** Taps are listed, to find those that never meet the input. */
const MOST_TAPS = 1e5;

const ALONG = ["kernel", "stride", "padding", "dilation"] as const;
