/**
 * What an invariant space (space.ts) says of the parts of a network (model/exchange.ts): which heads, units, channels are
 * copies of each other, which of them or of their tensors are 0 for ever, or frozen; and of whatever is tied or at rest
 * otherwise, which tensors it lies in. Names only: that the space is invariant is known without them.
 */
import { t } from "../../../findings/language";
import type { Block } from "../../../model/block";
import { compile } from "../../../model/compile";
import { channelsOf, exchangeable, tensorName, type Exchangeable, type Piece } from "../../../model/exchange";
import type { Network } from "../../../model/network";
import { isVector } from "../../../model/shape";
import { formsOf, type RankTie } from "../rank/ties";
import { ZERO, type Forms, type Space } from "./space";

export interface PartGroup {
  readonly layer: number;
  readonly kind: "identical" | "opposite" | "zero" | "frozen" | "low-rank";
  /** What its members are called, "head"; `null`: no parts, but numbers of some tensors. */
  readonly word: string | null;
  /** Members, from 0; of no parts none. */
  readonly units: readonly number[];
  /** Of each 0 where it does not move; 1, or -1 where some signs differ from the first one's. */
  readonly factors: readonly number[];
  /** Of the tensors that are 0 or frozen, where that is not all of the parts. */
  readonly tensors: readonly string[];
  /** Numbers of theta that it ties, or holds; of low rank none. */
  readonly positions: readonly number[];
  /** Of low rank: where. */
  readonly tie?: RankTie;
}

/** All parts of a network, those that layers name first. */
export function partsOfNetwork(network: Network): Exchangeable[] {
  const { alike, wires, layers } = compile(network);
  return [
    ...alike.map((one) => exchangeable(one.layer, one)),
    ...wires
      .filter((wire) => wire.layers.length > 0 && !wire.given)
      .map((wire) => channelsOf(wire, isVector(layers[wire.layer].shape) ? "unit" : "channel")),
  ];
}

/** Numbers that never move whatever theta is are no matter of the start: `idle`. */
export function groupsIn(
  network: Network,
  families: readonly Exchangeable[],
  space: Space,
  idle: Uint8Array,
): PartGroup[] {
  const groups: PartGroup[] = [];
  const told = idle.slice();
  for (const family of families) {
    groups.push(...copies(family, space));
    const resting = atRest(family, space, told, idle);
    for (const { positions } of resting) for (const i of positions) told[i] = 1;
    groups.push(...resting);
  }
  for (const { positions } of groups) for (const i of positions) told[i] = 1;
  return [...groups, ...otherwise(network, space, told)];
}

/** The weights into and out of a wire: of one between layers no tensors are named, but the layer. */
export function lowRank(tie: RankTie): PartGroup {
  const { layer, inner, touches } = tie;
  const names = touches.map(
    ({ block, slice }) => `${nameIn(layer, block)}${slice === undefined ? "" : `[${slice.from}:${slice.to}]`}`,
  );
  const tensors = inner === null ? [] : [...new Set(names)];
  return { layer, kind: "low-rank", word: null, units: [], factors: [], tensors, positions: [], tie };
}

/** What vanishes where these ranks are low; modulo each prime once. */
export function formsWith(theta: Float64Array, ties: readonly RankTie[]): Forms {
  const known = new Map<number, ReturnType<Forms>>();
  return (prime) => {
    const own = known.get(prime) ?? ties.flatMap((tie) => [...formsOf(tie, theta, prime)]);
    known.set(prime, own);
    return own;
  };
}

/** Parts with the same numbers up to signs, some of which move. */
function copies({ layer, word, parts }: Exchangeable, { classOf, signs, frozen }: Space): PartGroup[] {
  const byClasses = new Map<string, number[]>();
  const inOrder = ({ positions, mutual }: Piece): readonly number[] =>
    mutual === true ? [positions[0], ...positions.slice(1).toSorted((i, j) => classOf[i] - classOf[j])] : positions;
  parts.forEach((pieces, part) => {
    const all = pieces.flatMap(inOrder);
    if (all.length === 0 || all.every((i) => classOf[i] === ZERO || frozen[i] === 1)) return;
    const key = all.map((i) => classOf[i]).join();
    byClasses.set(key, [...(byClasses.get(key) ?? []), part]);
  });
  return [...byClasses.values()]
    .filter((members) => members.length > 1)
    .map((members): PartGroup => {
      const positions = members.map((part) => parts[part].flatMap(inOrder));
      const factors = positions.map((own) => (own.every((i, k) => signs[i] === signs[positions[0][k]]) ? 1 : -1));
      return {
        layer,
        kind: factors.every((factor) => factor === 1) ? "identical" : "opposite",
        word,
        units: members,
        factors,
        tensors: [],
        positions: positions.flat(),
      };
    });
}

/** Parts of which some tensors, or all, are 0 for ever; together where the same ones are. */
function atRest({ layer, word, parts }: Exchangeable, space: Space, told: Uint8Array, idle: Uint8Array): PartGroup[] {
  const { classOf, frozen } = space;
  const found = new Map<string, { kind: "zero" | "frozen"; tensors: string[]; units: number[]; positions: number[] }>();
  parts.forEach((pieces, part) => {
    const moving = pieces.filter(({ positions }) => positions.some((i) => idle[i] === 0));
    const holds = (test: (i: number) => boolean): Piece[] => moving.filter(({ positions }) => positions.every(test));
    const zero = holds((i) => classOf[i] === ZERO);
    const resting = holds((i) => classOf[i] === ZERO || frozen[i] === 1);
    const [kind, held] = resting.length > zero.length ? (["frozen", resting] as const) : (["zero", zero] as const);
    const positions = held.flatMap((piece) => piece.positions);
    if (positions.length === 0 || positions.every((i) => told[i] === 1)) return;
    const tensors = held.length === pieces.length ? [] : [...new Set(held.map(({ block }) => nameIn(layer, block)))];
    const key = `${kind} ${tensors.join()}`;
    const own = found.get(key) ?? { kind, tensors, units: [], positions: [] };
    found.set(key, own);
    own.units.push(part);
    own.positions.push(...positions);
  });
  return [...found.values()].map((one) => ({
    layer,
    word,
    ...one,
    factors: one.units.map(() => 0),
  }));
}

/** Of another layer its number comes with the name: the caller knows the layers' names. */
function nameIn(layer: number, block: Block): string {
  const name = tensorName(block);
  return block.layer === layer ? name : t`${name} of the next layer`;
}

/** What is at rest or tied in no part: by tensor. */
function otherwise(network: Network, { classOf, signs, frozen }: Space, told: Uint8Array): PartGroup[] {
  const members = new Map<number, number[]>();
  classOf.forEach((own, i) => {
    if (own === ZERO || frozen[i] === 1) return;
    const known = members.get(own);
    if (known === undefined) members.set(own, [i]);
    else known.push(i);
  });
  // 1 as the first one that it is tied to, -1 the other way round.
  const tied = new Int8Array(told.length);
  for (const all of members.values())
    if (all.length > 1) for (const i of all) tied[i] = signs[i] === signs[all[0]] ? 1 : -1;
  const groups: PartGroup[] = [];
  for (const block of compile(network).blocks) {
    const own = Array.from({ length: block.rows * block.columns }, (_, k) => block.offset + k).filter(
      (i) => told[i] === 0,
    );
    const of = (kind: PartGroup["kind"], test: (i: number) => boolean): void => {
      const positions = own.filter(test);
      if (positions.length > 0)
        groups.push({
          layer: block.layer,
          kind,
          word: null,
          units: [],
          factors: [],
          tensors: [tensorName(block)],
          positions,
        });
    };
    of("zero", (i) => classOf[i] === ZERO);
    of("frozen", (i) => frozen[i] === 1);
    of("identical", (i) => tied[i] === 1);
    of("opposite", (i) => tied[i] === -1);
  }
  return groups;
}
