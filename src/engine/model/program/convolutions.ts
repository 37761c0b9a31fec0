/**
 * Convolutions in any number of dimensions, as PyTorch counts them. Along one dimension of length L, with kernel k, stride
 * s, padding p and dilation d the output has  floor((L + 2p - d(k-1) - 1) / s) + 1  places, and place o meets the input at
 * s o + d t - p  for every tap t < k where that lies inside.
 *
 * Weights [channels out, channels in / groups, taps …], row-major; output channel o meets the input channels of its group.
 */
import type { Wiring } from "./wirings";

/** Along one dimension. */
export interface Axis {
  readonly length: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

export interface Convolution {
  readonly inputs: number;
  readonly outputs: number;
  readonly groups: number;
  readonly axes: readonly Axis[];
}

/** Places of the output; below 1 where the kernel is longer than the padded input. */
export function outputLength({ length, kernel, stride, padding, dilation }: Axis): number {
  return Math.floor((length + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** The first and last place at which a tap meets the input; `null`: it never does. */
function reachOf(axis: Axis, tap: number): { readonly first: number; readonly last: number } | null {
  const { length, stride, padding, dilation } = axis;
  const shift = dilation * tap - padding;
  const first = Math.max(0, Math.ceil(-shift / stride));
  const last = Math.min(outputLength(axis) - 1, Math.floor((length - 1 - shift) / stride));
  return first <= last ? { first, last } : null;
}

/** A tap's numbers along the axes, from its place among all. */
function tapAt(axes: readonly Axis[], place: number): number[] {
  const taps: number[] = [];
  let left = place;
  for (let a = axes.length - 1; a >= 0; a--) {
    taps.unshift(left % axes[a].kernel);
    left = Math.floor(left / axes[a].kernel);
  }
  return taps;
}

export function tapCount(axes: readonly Axis[]): number {
  return axes.reduce((product, { kernel }) => product * kernel, 1);
}

/** The taps that meet the input somewhere; the weights of all others never act. */
export function liveTaps(axes: readonly Axis[]): number[] {
  const all = Array.from({ length: tapCount(axes) }, (_, tap) => tap);
  return all.filter((tap) => tapAt(axes, tap).every((t, a) => reachOf(axes[a], t) !== null));
}

export function convolution(of: Convolution): Wiring {
  const { inputs, outputs, groups, axes } = of;
  const taps = tapCount(axes);
  const [inPlaces, outPlaces] = [product(axes.map(({ length }) => length)), product(axes.map(outputLength))];
  const [inGroup, outGroup] = [inputs / groups, outputs / groups];
  const meetings = axes.map((axis) =>
    Array.from({ length: axis.kernel }, (_, tap) => {
      const reach = reachOf(axis, tap);
      return reach === null ? 0 : reach.last - reach.first + 1;
    }),
  );
  const strips: NonNullable<Wiring["strips"]> = (visit) => {
    for (const tap of liveTaps(axes))
      for (let o = 0; o < outputs; o++)
        for (let i = 0; i < inGroup; i++) {
          const weight = (o * inGroup + i) * taps + tap;
          const from = (Math.floor(o / outGroup) * inGroup + i) * inPlaces;
          eachStrip(axes, tapAt(axes, tap), (place, at, length) =>
            visit(weight, from + place, o * outPlaces + at, length),
          );
        }
  };
  return {
    name: "convolution",
    left: outputs * inGroup * taps,
    right: inputs * inPlaces,
    outputs: outputs * outPlaces,
    edgeCount: outputs * inGroup * product(meetings.map((own) => sum(own))),
    oneEdgeEach: meetings.every((own) => own.every((places) => places === 1)),
    edges(visit) {
      strips((i, j, o, length) => {
        for (let t = 0; t < length; t++) visit(i, j + t, o + t);
      });
    },
    strips,
    ...(axes.length <= 2 && outGroup >= FEWEST_COLLECTED ? { patches: patchesOf(of) } : {}),
  };
}

/** Fewer outputs of a group are done sooner by strips than by collecting patches. */
const FEWEST_COLLECTED = 4;

/** In one or two dimensions: every matrix of channels and taps, with the stretches of places that meet these taps. */
function patchesOf({ inputs, outputs, groups, axes }: Convolution): NonNullable<Wiring["patches"]> {
  const [down, along] = axes.length === 2 ? axes : [ONE_PLACE, axes[0]];
  const taps = down.kernel * along.kernel;
  const [inPlaces, outPlaces] = [down.length * along.length, outputLength(down) * outputLength(along)];
  const [inGroup, outGroup] = [inputs / groups, outputs / groups];
  const [rows, runs] = [meetingsOf(down, false), meetingsOf(along, along.stride === 1)];
  const placesFor = (g: number, row: Meeting, run: Meeting): [number, number][] =>
    row.firsts.flatMap((r) =>
      run.firsts.map((c): [number, number] => [
        g * inGroup * inPlaces + meets(down, row.tap, r) * along.length + meets(along, run.tap, c),
        g * outGroup * outPlaces + r * outputLength(along) + c,
      ]),
    );
  return (visit) => {
    for (let g = 0; g < groups; g++)
      for (const row of rows)
        for (const run of runs)
          visit({
            rows: outGroup,
            length: run.length,
            counts: [inGroup, row.taps, run.taps],
            places: placesFor(g, row, run),
            a: [
              g * outGroup * inGroup * taps + row.tap * along.kernel + run.tap,
              inGroup * taps,
              [taps, along.kernel, 1],
            ],
            b: [inPlaces, down.dilation * along.length, along.dilation],
            y: outPlaces,
          });
  };
}

const ONE_PLACE: Axis = { length: 1, kernel: 1, stride: 1, padding: 0, dilation: 1 };

/** Stretches of so many places along an axis that meet the same taps, each with its first place. */
interface Meeting {
  readonly tap: number;
  readonly taps: number;
  readonly length: number;
  readonly firsts: number[];
}

/** Places that meet no tap are left out; `joined`: neighbours that meet the same taps are one stretch. */
function meetingsOf(axis: Axis, joined: boolean): Meeting[] {
  const { length, kernel, stride, padding, dilation } = axis;
  const stretches: { tap: number; taps: number; length: number; first: number }[] = [];
  for (let first = 0; first < outputLength(axis); first++) {
    const shift = stride * first - padding;
    const tap = Math.max(0, Math.ceil(-shift / dilation));
    const taps = Math.min(kernel - 1, Math.floor((length - 1 - shift) / dilation)) - tap + 1;
    if (taps <= 0) continue;
    const last = stretches.at(-1);
    const goesOn = last?.tap === tap && last.taps === taps && last.first + last.length === first;
    if (joined && goesOn) last.length++;
    else stretches.push({ tap, taps, length: 1, first });
  }
  const found: Meeting[] = [];
  for (const { first, ...one } of stretches) {
    const same = found.find((m) => m.tap === one.tap && m.taps === one.taps && m.length === one.length);
    if (same === undefined) found.push({ ...one, firsts: [first] });
    else same.firsts.push(first);
  }
  return found;
}

/** Where a place of the output meets the input with this tap. */
function meets({ stride, padding, dilation }: Axis, tap: number, place: number): number {
  return stride * place + dilation * tap - padding;
}

/** Runs of places that lie one after the other in input and output, for one tap: input place, output place, how many. */
function eachStrip(
  axes: readonly Axis[],
  taps: readonly number[],
  visit: (place: number, at: number, length: number) => void,
): void {
  const walk = (a: number, place: number, at: number): void => {
    const axis = axes[a];
    const reach = reachOf(axis, taps[a])!;
    const shift = axis.dilation * taps[a] - axis.padding;
    const [inHere, outHere] = [place * axis.length, at * outputLength(axis)];
    if (a === axes.length - 1 && axis.stride === 1) {
      visit(inHere + reach.first + shift, outHere + reach.first, reach.last - reach.first + 1);
      return;
    }
    for (let o = reach.first; o <= reach.last; o++) {
      const [next, out] = [inHere + axis.stride * o + shift, outHere + o];
      if (a === axes.length - 1) visit(next, out, 1);
      else walk(a + 1, next, out);
    }
  };
  walk(0, 0, 0);
}

function sum(terms: readonly number[]): number {
  return terms.reduce((a, b) => a + b, 0);
}

function product(factors: readonly number[]): number {
  return factors.reduce((a, b) => a * b, 1);
}
