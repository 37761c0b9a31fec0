/**
 * Units, heads and experts that are tied, or that do nothing. Of each part what writes it and what reads it is known by its norm
 * and by its projection onto a normal vector (sums.ts): two parts are taken for proportional where the projections of both sides are
 * in the ratio of their norms, to ten digits. Of parts that are not that happens with a probability of about 10^{−10} for each side, so
 * ties are measured, never missed, and hardly ever found where there are none. Cost: n log n for n parts, beside the reading.
 */
import { compile } from "../../model/compile";
import type { Network } from "../../model/network";
import type { Touch } from "../../model/wires";
import { randomStream } from "../../math/random/streams";
import type { AuditedParts, PartsKind, UnitNorms } from "../../report/audit/facts";
import type { SquaresBook } from "./laws";
import type { Places } from "./places";
import type { Reading } from "./stream";
import type { Squares } from "./sums";

/** Relative to the norms: sums of equal numbers may be rounded differently. */
const TIE_TOLERANCE = 1e-10;
/** Tensors that meet at one wire: of more (a residual stream) its channels are not looked at. */
const MOST_TOUCHES = 16;
/** Groups that are listed. */
const MOST_GROUPS = 8;

export interface AskedParts {
  readonly parts: () => AuditedParts[];
  readonly norms: () => UnitNorms[];
}

/** Asks the file for what is needed; the results are there after reading. */
export function askParts(network: Network, places: Places, reading: Reading, squares: SquaresBook): AskedParts {
  const wires = unitsOf(network).map(({ layer, inner, incoming, outgoing, size }) => ({
    layer,
    inner,
    size,
    incoming: sidesOf(incoming, size, places, reading, squares),
    outgoing: sidesOf(outgoing, size, places, reading, squares),
  }));
  const alike = compile(network).alike.map(({ layer, word, count, size, touches }) => ({
    layer: network.layers[layer].name,
    word,
    parts: Array.from({ length: count }, (_, part) => sidesOf(touches(part), size, places, reading, squares)),
  }));
  return {
    parts: () => [
      ...wires.flatMap(({ layer, inner, size, incoming, outgoing }) =>
        // What layers have inside they say themselves. What comes from outside is written by nobody here, what is handed out read by nobody.
        inner || incoming === null || outgoing === null || incoming.length === 0 || outgoing.length === 0
          ? []
          : tied(layer, "unit", sumUp(incoming, size), sumUp(outgoing, size)),
      ),
      ...alike.flatMap(({ layer, word, parts }) => {
        const known = parts.flatMap((own) => (own === null ? [] : [wholeOf(own)]));
        if (known.length < parts.length || known.length < 2) return [];
        return tied(layer, word, known, known);
      }),
    ],
    norms: () =>
      wires.flatMap(({ layer, size, incoming, outgoing }): UnitNorms[] =>
        incoming === null || outgoing === null
          ? []
          : [
              {
                layer,
                units: size,
                incoming: incoming.length === 0 ? null : spread(sumUp(incoming, size)),
                outgoing: outgoing.length === 0 ? null : spread(sumUp(outgoing, size)),
              },
            ],
      ),
  };
}

/** The wires whose channels are units of a layer, with what writes and reads each channel by itself. */
function unitsOf(network: Network): {
  readonly layer: string;
  readonly inner: boolean;
  readonly size: number;
  readonly incoming: readonly Touch[];
  readonly outgoing: readonly Touch[];
}[] {
  const meets = ({ port }: Touch): boolean => port.lines > 0 && port.single !== true;
  return compile(network).wires.flatMap(({ layer, inner, size, writers, readers }) => {
    const [incoming, outgoing] = [writers.filter(meets), readers.filter(meets)];
    const count = incoming.length + outgoing.length;
    if (size < 2 || count === 0 || count > MOST_TOUCHES) return [];
    const { name } = network.layers[layer];
    const own = inner === null ? name : `${name}.${inner}`;
    return [{ layer: own, inner: inner !== null, size, incoming, outgoing }];
  });
}

/** `null`: the file has not all of it, or not in the form that is read. */
function sidesOf(
  touches: readonly Pick<Touch, "block" | "port">[],
  size: number,
  places: Places,
  reading: Reading,
  squares: SquaresBook,
): readonly Squares[] | null {
  const found = touches
    .filter(({ port }) => port.lines > 0 && port.single !== true)
    .map(({ block, port }) => {
      const place = places.find(size, port.lines, (j, c) => block.offset + port.at(j, c));
      return place === null || place === "scattered" ? null : squares.of(place.matched.tensor, place.region, reading);
    });
  return found.every((one) => one !== null) ? found : null;
}

/** Norm and projection of one side of a part. */
interface Side {
  readonly norm: number;
  readonly along: number;
}

function sumUp(own: readonly Squares[], size: number): Side[] {
  const factors = factorsOf(own.length);
  return Array.from({ length: size }, (_, j): Side => {
    let [square, along] = [0, 0];
    own.forEach(({ squares, projections }, t) => {
      square += squares[j];
      along += factors[t] * projections[j];
    });
    return { norm: Math.sqrt(square), along };
  });
}

/** Of all channels of a part together. */
function wholeOf(own: readonly Squares[]): Side {
  const factors = factorsOf(own.length);
  let [square, along] = [0, 0];
  own.forEach(({ squares, projections }, t) => {
    const byChannel = factorsOf(squares.length);
    squares.forEach((value, j) => {
      square += value;
      along += factors[t] * byChannel[j] * projections[j];
    });
  });
  return { norm: Math.sqrt(square), along };
}

/** Normal numbers, so that a sum of projections is one again. */
function factorsOf(count: number): number[] {
  const stream = randomStream(0, "audit parts");
  return Array.from({ length: count }, () => stream.normal());
}

function tied(layer: string, word: string, incoming: readonly Side[], outgoing: readonly Side[]): AuditedParts[] {
  const all = incoming.map((_, j) => j);
  const base = { layer, word, of: all.length, tolerance: TIE_TOLERANCE };
  const isZero = (side: readonly Side[], j: number): boolean => side[j].norm === 0;
  const zero = all.filter((j) => isZero(incoming, j) && isZero(outgoing, j));
  const idle = (kind: PartsKind, which: readonly number[]): AuditedParts[] =>
    which.length === 0
      ? []
      : [{ ...base, kind, groups: which.slice(0, MOST_GROUPS).map((j) => [j]), count: which.length, residual: 0 }];
  const isLive = ({ norm }: Side): boolean => norm > 0 && Number.isFinite(norm);
  const live = all.filter((j) => isLive(incoming[j]) && isLive(outgoing[j]));
  const found = new Map<PartsKind, { groups: number[][]; residual: number }>();
  const key = (j: number): number => Math.abs(incoming[j].along) / incoming[j].norm;
  const sorted = live.toSorted((a, b) => key(a) - key(b));
  for (let i = 0; i < sorted.length;) {
    const leader = sorted[i];
    const groups = new Map<PartsKind, number[]>();
    let next = i + 1;
    for (; next < sorted.length && key(sorted[next]) - key(leader) <= TIE_TOLERANCE; next++) {
      const tie = tieOf(leader, sorted[next], incoming, outgoing);
      if (tie === null) continue;
      const group = groups.get(tie.kind) ?? [leader];
      group.push(sorted[next]);
      groups.set(tie.kind, group);
      const known = found.get(tie.kind) ?? { groups: [], residual: 0 };
      known.residual = Math.max(known.residual, tie.residual);
      found.set(tie.kind, known);
    }
    for (const [kind, group] of groups) found.get(kind)?.groups.push(group.toSorted((a, b) => a - b));
    i = next;
  }
  const ties = [...found].map(([kind, { groups, residual }]): AuditedParts => ({
    ...base,
    kind,
    groups: groups.toSorted((a, b) => a[0] - b[0]).slice(0, MOST_GROUPS),
    count: groups.reduce((sum, group) => sum + group.length - 1, 0),
    residual,
  }));
  if (incoming === outgoing) return [...idle("zero", zero), ...ties];
  const half = (side: readonly Side[], other: readonly Side[]): number[] =>
    all.filter((j) => isZero(side, j) && !isZero(other, j));
  return [
    ...idle("zero", zero),
    ...idle("silent", half(incoming, outgoing)),
    ...idle("unread", half(outgoing, incoming)),
    ...ties,
  ];
}

interface Tie {
  readonly kind: "identical" | "opposite" | "proportional";
  readonly residual: number;
}

function tieOf(a: number, b: number, incoming: readonly Side[], outgoing: readonly Side[]): Tie | null {
  const written = ratioOf(incoming[a], incoming[b]);
  const read = ratioOf(outgoing[a], outgoing[b]);
  if (written === null || read === null) return null;
  const residual = Math.max(written.residual, read.residual);
  const is = (factor: number): boolean =>
    Math.abs(written.factor - factor) <= TIE_TOLERANCE && Math.abs(read.factor - factor) <= TIE_TOLERANCE;
  return { kind: is(1) ? "identical" : is(-1) ? "opposite" : "proportional", residual };
}

/** b = factor · a, if it is. */
function ratioOf(a: Side, b: Side): { readonly factor: number; readonly residual: number } | null {
  const size = b.norm / a.norm;
  const factor = Math.sign(a.along) === Math.sign(b.along) ? size : -size;
  const residual = Math.abs(b.along - factor * a.along) / b.norm;
  return residual <= TIE_TOLERANCE ? { factor, residual } : null;
}

/** `null`: some are no numbers. */
function spread(sides: readonly Side[]): [number, number, number] | null {
  if (!sides.every(({ norm }) => Number.isFinite(norm))) return null;
  const sorted = sides.map(({ norm }) => norm).toSorted((a, b) => a - b);
  return [sorted[0], sorted[sorted.length >> 1], sorted[sorted.length - 1]];
}
