/**
 * Relations among linear laws, whose gradients are constant: each is made of ones (and minus ones) on some weights. Laws of one family
 * have no weights in common. Two families meet on a tensor where one adds up its rows and the other its columns: the sum over all of it
 * is either's, one relation (for each slice of it that has sums of its own). A family of differences between tensors has one where every
 * one of these has sums across.
 */
import type { Block } from "../../model/network";
import type { Touch } from "../../model/wires";
import type { LawFamily } from "./families";
import { offset } from "./groups/offset";
import { centred } from "./groups/centred";

/** `null`: they meet in a way of which nothing is known here. */
export function linearRelations(families: readonly LawFamily[]): number | null {
  const on = new Map<Block, Sums[]>();
  for (const family of families)
    for (const sums of sumsOf(family)) on.set(sums.touch.block, [...(on.get(sums.touch.block) ?? []), sums]);
  let relations = 0;
  for (const own of on.values()) {
    const [along, across] = [true, false].map((rows) => own.filter(({ overRows }) => overRows === rows));
    if (overlap(along) || overlap(across)) return null;
    if (along.length === 0 || across.length === 0) continue;
    // Slices on one side, the whole on the other.
    const [whole, slices] = along.some(isWhole) ? [along, across] : [across, along];
    if (!whole.every(isWhole)) return null;
    if (whole[0].parts > 1 && slices.some(({ parts }) => parts > 1)) return null;
    if ([...whole, ...slices].some(({ family }) => family.group === offset)) continue;
    relations += whole[0].parts * slices.reduce((sum, { parts }) => sum + parts, 0);
  }
  for (const family of families.filter(({ group }) => group === offset)) {
    const covers = sumsOf(family).map((own) => {
      const others = on.get(own.touch.block)!.filter((other) => other.family !== family);
      return others.length === 0
        ? null
        : others.length === 1 && isWhole(others[0]) && isWhole(own) && others[0].parts === 1;
    });
    if (covers.some((cover) => cover === null)) continue;
    if (!covers.every((cover) => cover === true)) return null;
    if (
      sumsOf(family).some(({ touch }) =>
        on.get(touch.block)!.some((other) => other.family.group === offset && other.family !== family),
      )
    )
      return null;
    relations++;
  }
  return relations;
}

/** The sums that one family makes of one tensor. */
export interface Sums {
  readonly family: LawFamily;
  readonly touch: Touch;
  /** For each column one over rows, or for each row one over columns. */
  readonly overRows: boolean;
  /** So many for each. */
  readonly parts: number;
}

export function sumsOf(family: LawFamily): Sums[] {
  const { group, incoming, outgoing, parts } = family;
  // Channels are added up, or (of differences) all lines of each.
  const channels = group !== offset;
  const reads = group === centred;
  return [...incoming, ...outgoing].map((touch): Sums => {
    const channelsAreRows = reads ? touch.port.byRows === true : touch.port.byColumns !== true;
    return { family, touch, overRows: channels === channelsAreRows, parts: parts?.length ?? 1 };
  });
}

function isWhole({ touch: { slice } }: Sums): boolean {
  return slice === undefined;
}

/** Two that add up the same way meet unless they are of different lines. */
function overlap(sums: readonly Sums[]): boolean {
  if (sums.length > 1 && sums.some(isWhole)) return true;
  const slices = sums.flatMap(({ touch: { slice } }) => slice ?? []).toSorted((a, b) => a.from - b.from);
  return slices.some(({ from }, i) => i > 0 && from < slices[i - 1].to);
}
