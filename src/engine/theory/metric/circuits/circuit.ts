/**
 * Circuits: what a network's function sees of its weights only in products. A wire (model/wires.ts) that allows a group of linear
 * changes T is a circuit by itself, T on what writes it and T⁻¹ on what reads it; wires that share weights are one circuit.
 *
 * A wire falls into *parts* that are changed apart. With the writers w (a row for each channel of the part, a column for each line
 * of weights, n x m) and the readers r (n x k), both as rows,
 *   T in GL(n):  w -> T w,  r -> T⁻ᵀ r,  and the products are  Z = wᵀ r;
 *   one number for all channels: the same with n = 1, all weights of the part side by side;
 *   one complex number for a pair of channels (rotary positions): n = 2, w_0 + i w_1 and r_0 + i r_1, Z = w* r, conjugate.
 */
import { isFixed } from "../../../model/fixed";
import { partsOf, type Changes } from "../../../model/changes";
import { parameterCount } from "../../../model/compile";
import type { Network } from "../../../model/network";
import type { Touch } from "../../../model/wires";
import { sitesOf, type Site } from "../../laws/sites";
import type { CircuitVerdict } from "../result";

/** Positions in theta; rows have one length each. */
export interface CircuitPart {
  /** Its channels change together by complex numbers: two rows. */
  readonly phases: boolean;
  readonly writers: readonly Int32Array[];
  readonly readers: readonly Int32Array[];
  /** Of each line of the readers: the degree of the activation between, 1 or 2. */
  readonly degrees: Uint8Array;
}

export interface Circuit extends Pick<CircuitVerdict, "name" | "kind" | "channels"> {
  readonly parts: readonly CircuitPart[];
}

/** In the order of the layers. A wire that fixed weights meet is none: they cannot take its changes up. */
export function circuitsOf(network: Network): Circuit[] {
  const wires = sitesOf(network).filter(
    (site) =>
      !site.dead &&
      site.allows.kind !== "none" &&
      site.incoming.length > 0 &&
      site.outgoing.length > 0 &&
      [...site.incoming, ...site.outgoing].every(({ block }) => !isFixed(network, block)),
  );
  const parts = wires.map(partsOn);
  const { groups, tangled } = linkedBy(parts, parameterCount(network));
  return groups.map((members): Circuit => {
    const own = members.flatMap((w) => parts[w]);
    const linked = members.length > 1 || members.some((w) => tangled.has(w));
    return {
      name: members.map((w) => wires[w].name).join(" + "),
      kind: linked ? "linked" : own.some(({ phases }) => phases) ? "phases" : isDiagonal(own) ? "rescaling" : "matrix",
      channels: members.reduce((sum, w) => sum + wires[w].size, 0),
      parts: own,
    };
  });
}

function isDiagonal(parts: readonly CircuitPart[]): boolean {
  return parts.every(({ writers }) => writers.length === 1);
}

function partsOn({ allows, size, incoming, outgoing }: Site): CircuitPart[] {
  const changes = allows as Exclude<Changes, { readonly kind: "none" }>;
  const phases = changes.kind === "scaling" && changes.phases === true;
  return partsOf(changes.parts, size).map((channels): CircuitPart => {
    // What one number changes is one row, however many channels it lies on.
    const rows = changes.kind === "mixing" || phases ? channels.map((j) => [j]) : [channels];
    return {
      phases,
      writers: rows.map((row) => Int32Array.from(incoming.flatMap((touch) => positions(touch, row)))),
      readers: rows.map((row) => Int32Array.from(outgoing.flatMap((touch) => positions(touch, row)))),
      degrees: Uint8Array.from(outgoing.flatMap((touch) => positions(touch, rows[0]).map(() => touch.degree ?? 1))),
    };
  });
}

function positions({ block: { offset }, port: { lines, at, single } }: Touch, channels: readonly number[]): number[] {
  // Its lines are common to all of them.
  if (single === true) return Array.from({ length: lines }, (_, c) => offset + at(channels[0], c));
  return channels.flatMap((j) => Array.from({ length: lines }, (_, c) => offset + at(j, c)));
}

/** Which wires share weights, in order; `tangled`: those that meet a weight twice themselves. */
function linkedBy(
  wires: readonly (readonly CircuitPart[])[],
  parameters: number,
): { readonly groups: readonly (readonly number[])[]; readonly tangled: ReadonlySet<number> } {
  const owner = new Int32Array(parameters).fill(-1);
  const leader = wires.map((_, w) => w);
  const find = (w: number): number => {
    let at = w;
    while (leader[at] !== at) at = leader[at];
    return at;
  };
  const tangled = new Set<number>();
  wires.forEach((parts, w) => {
    for (const { writers, readers } of parts)
      for (const row of [...writers, ...readers])
        for (const at of row) {
          const before = owner[at];
          if (before === w) tangled.add(w);
          else if (before >= 0) {
            const [first, second] = [find(before), find(w)].toSorted((a, b) => a - b);
            leader[second] = first;
          }
          owner[at] = w;
        }
  });
  const groups = new Map<number, number[]>();
  wires.forEach((_, w) => groups.set(find(w), [...(groups.get(find(w)) ?? []), w]));
  return { groups: [...groups.values()], tangled };
}
