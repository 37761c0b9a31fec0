/**
 * Families that say the same of heads, experts and blocks that are alike: laws of one group and of one number, made of tensors that have
 * the same letters and sizes, in the same order. Their formulas differ in nothing but which layer and which rows they name.
 */
import type { Touch } from "../../model/wires";
import type { LawFamily } from "./families";

/** In the order of the first of each; nobody is left out. */
export function alikeFamilies(families: readonly LawFamily[]): readonly (readonly [LawFamily, ...LawFamily[]])[] {
  const found = new Map<string, [LawFamily, ...LawFamily[]]>();
  for (const family of families) {
    const key = formOf(family);
    const known = found.get(key);
    if (known === undefined) found.set(key, [family]);
    else known.push(family);
  }
  return [...found.values()];
}

function formOf({ group, from, size, count, incoming, outgoing, partner }: LawFamily): string {
  const tensors = [incoming, outgoing, partner?.incoming ?? [], partner?.outgoing ?? []];
  return JSON.stringify([group.name, from, size, count, ...tensors.map((touches) => touches.map(tensorOf))]);
}

function tensorOf({
  block: { names, rows, columns, dims },
  port: { lines, byRows, byColumns },
  degree,
}: Touch): unknown {
  return [names.letter, rows, columns, dims, lines, byRows, byColumns, degree];
}
