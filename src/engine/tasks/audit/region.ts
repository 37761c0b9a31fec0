/**
 * Where the weights of channels lie in a tensor of a file. A law sums over the lines c of weights of each channel j; the port
 * of the tensor (model/port.ts) and how the file holds it (weights/layout.ts) put the weight (j, c) at
 *
 *   base + channel · j + Σ_k stride_k · (⌊c / m_k⌋ mod n_k),     m_0 = 1, m_{k+1} = m_k n_k,
 *
 * which covers matrices by rows and by columns, kernels and parts of them, slices of fused tensors, pairs of rows of RoPE, and layers
 * behind a flattened map. So a tensor is read once, forwards, in chunks, and every chunk is added up where it belongs. Whether a place
 * function has this form is checked on all channels and all lines, not on all pairs.
 */

export interface Region {
  readonly channels: number;
  readonly lines: number;
  readonly base: number;
  readonly axes: readonly RegionAxis[];
}

/** One loop over the region, from the largest step in the file to the smallest. */
interface RegionAxis {
  readonly length: number;
  /** Elements of the file from one to the next. */
  readonly stride: number;
  /** By how much it moves the channel and the line. */
  readonly channel: number;
  readonly line: number;
}

/** `place`: where in the file's tensor; `null`: it has not this form. Cost: channels + lines. */
export function regionOf(
  channels: number,
  lines: number,
  place: (channel: number, line: number) => number,
): Region | null {
  if (channels < 1 || lines < 1) return null;
  const base = place(0, 0);
  const channel = channels > 1 ? place(1, 0) - base : 0;
  const levels: RegionAxis[] = [];
  for (let step = 1; step < lines;) {
    const stride = place(0, step) - base;
    let length = 2;
    while (length * step < lines && place(0, length * step) - base === stride * length) length++;
    if (lines % (step * length) !== 0) return null;
    levels.push({ length, stride, channel: 0, line: step });
    step *= length;
  }
  const said = (j: number, c: number): number =>
    levels.reduce(
      (sum, { length, stride, line }) => sum + stride * (Math.floor(c / line) % length),
      base + channel * j,
    );
  for (const j of new Set([0, channels >> 1, channels - 1]))
    for (let c = 0; c < lines; c++) if (place(j, c) !== said(j, c)) return null;
  for (const c of new Set([0, ...levels.map(({ line }) => line), lines - 1]))
    for (let j = 0; j < channels; j++) if (place(j, c) !== said(j, c)) return null;
  const axes = [{ length: channels, stride: channel, channel: 1, line: 0 }, ...levels].filter(
    ({ length }) => length > 1,
  );
  if (axes.some(({ stride }) => stride < 0)) return null;
  return { channels, lines, base, axes: axes.toSorted((a, b) => b.stride - a.stride) };
}

/** A run of weights: the i-th belongs to channel `channel + i · channelStep` and line `line + i · lineStep`, and stands at `at + i · stride`. */
export type TakeRun = (
  values: Float64Array,
  at: number,
  stride: number,
  count: number,
  channel: number,
  channelStep: number,
  line: number,
  lineStep: number,
) => void;

/** Hands over what a chunk has of the region: `values` are the tensor's elements from `from` on. */
export function takeChunk({ base, axes }: Region, values: Float64Array, from: number, take: TakeRun): void {
  const end = from + values.length;
  const inner = axes.at(-1) ?? ONE;
  const outer = axes.slice(0, -1);
  const walk = (depth: number, start: number, channel: number, line: number): void => {
    if (depth === outer.length) {
      const { length, stride } = inner;
      const [first, last] = within(start, stride, length, from, end, 0);
      if (first < last)
        take(
          values,
          start + first * stride - from,
          stride,
          last - first,
          channel + first * inner.channel,
          inner.channel,
          line + first * inner.line,
          inner.line,
        );
      return;
    }
    const axis = outer[depth];
    const span = axes.slice(depth + 1).reduce((sum, { length, stride }) => sum + (length - 1) * stride, 0);
    const [first, last] = within(start, axis.stride, axis.length, from, end, span);
    for (let i = first; i < last; i++)
      walk(depth + 1, start + i * axis.stride, channel + i * axis.channel, line + i * axis.line);
  };
  walk(0, base, 0, 0);
}

const ONE: RegionAxis = { length: 1, stride: 0, channel: 0, line: 0 };

/** The indices whose elements, each with `span` more behind it, meet [from, end). */
function within(
  start: number,
  stride: number,
  length: number,
  from: number,
  end: number,
  span: number,
): readonly [number, number] {
  if (stride === 0) return start + span >= from && start < end ? [0, length] : [0, 0];
  const first = Math.max(0, Math.ceil((from - start - span) / stride));
  const last = Math.min(length, Math.ceil((end - start) / stride));
  return [first, last];
}
