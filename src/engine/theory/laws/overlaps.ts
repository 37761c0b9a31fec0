/**
 * Which laws are made of the same weights. A tensor meets a wire as a whole, by some of its rows, or by some of its columns (as an
 * attention's heads do); two of these share weights unless they are different rows, or different columns. Nothing here grows with
 * the tensors, only with the number of touches.
 */
import type { Block } from "../../model/network";
import type { Touch } from "../../model/wires";

/** One touch of one family. */
export interface Part {
  readonly touch: Touch;
  /** Of linear laws: their gradients are the same at every theta. */
  readonly linear: boolean;
  /** Whether its lines are the tensor's rows; of linear laws whether rows are what they add up. */
  readonly overRows: boolean;
  readonly region: Region;
  /** Of linear laws: none of them is made of other tensors too. */
  readonly apart?: boolean;
  /** It is known to take part in nothing any more. */
  closed: boolean;
}

export interface Region {
  readonly of: "all" | "rows" | "columns";
  readonly from: number;
  readonly to: number;
}

export function partOf(touch: Touch, linear: boolean, overRows: boolean): Part {
  return { touch, linear, overRows, region: regionOf(touch), closed: false };
}

export class Overlaps {
  readonly #on = new Map<Block, BlockParts>();
  readonly #places = new Map<Part, number>();

  constructor(parts: readonly Part[]) {
    for (const part of parts) {
      const known = this.#on.get(part.touch.block);
      const own = known ?? { all: [], rows: [], columns: [], open: { all: 0, rows: 0, columns: 0 } };
      if (known === undefined) this.#on.set(part.touch.block, own);
      own[part.region.of].push(part);
      if (!part.linear) own.open[part.region.of]++;
    }
    for (const own of this.#on.values())
      for (const of of ["rows", "columns"] as const)
        own[of].sort(byPlace).forEach((part, i) => void this.#places.set(part, i));
  }

  close(part: Part): void {
    if (part.closed || part.linear) return;
    part.closed = true;
    this.#on.get(part.touch.block)!.open[part.region.of]--;
  }

  /** Whether no other open quadratic law is made of its weights. */
  isAlone(part: Part): boolean {
    const { open } = this.#of(part);
    const own = part.closed ? 0 : 1;
    if (part.region.of === "all") return open.all + open.rows + open.columns === own;
    return open.all === 0 && !this.#crossed(part);
  }

  /** Linear laws that are made of some of its weights. */
  linearOver(part: Part): readonly Part[] {
    const { all, rows, columns } = this.#of(part);
    const { of } = part.region;
    const across = of === "all" ? [...rows, ...columns] : of === "rows" ? columns : rows;
    return [...all, ...across, ...this.#beside(part)].filter((other) => other.linear && other !== part);
  }

  /**
   * The one other open quadratic law that is made of all these weights, where every other one is made of other slices of the tensor; `null`:
   * there is none, or more.
   */
  partner(part: Part): Part | null {
    const { all, open } = this.#of(part);
    const { of } = part.region;
    const sliced = of !== "all";
    if (open.all !== (sliced ? 1 : 2) || (sliced ? this.#crossed(part) : open.rows + open.columns > 0)) return null;
    return all.find((other) => other !== part && !other.linear && !other.closed) ?? null;
  }

  #crossed(part: Part): boolean {
    const { open } = this.#of(part);
    const across = open[part.region.of === "rows" ? "columns" : "rows"];
    return across > 0 || this.#beside(part).some((other) => !other.linear && !other.closed);
  }

  #of({ touch }: Part): BlockParts {
    return this.#on.get(touch.block)!;
  }

  /** Others of the same rows, or columns. */
  #beside(part: Part): Part[] {
    const { region } = part;
    if (region.of === "all") return [];
    const beside: Part[] = [];
    const sorted = this.#of(part)[region.of];
    const at = this.#places.get(part)!;
    for (let i = at + 1; i < sorted.length && sorted[i].region.from < region.to; i++) beside.push(sorted[i]);
    // Slices of one tensor are disjoint or equal, but for those of parts of heads.
    for (let i = at - 1; i >= 0 && sorted[i].region.to > region.from; i--) beside.push(sorted[i]);
    return beside;
  }
}

interface BlockParts extends Record<Region["of"], Part[]> {
  /** Open quadratic ones. */
  readonly open: Record<Region["of"], number>;
}

function byPlace(a: Part, b: Part): number {
  return a.region.from - b.region.from || a.region.to - b.region.to;
}

/** Whether a touch's slice is of rows or of columns is read off where its first and last weights stand. */
function regionOf({ block: { rows, columns }, port: { at, lines }, slice }: Touch): Region {
  const whole: Region = { of: "all", from: 0, to: rows };
  if (slice === undefined || lines === 0) return whole;
  const { from, to } = slice;
  const [first, last] = [at(0, 0), at(0, lines - 1)];
  const byRows = first === from * columns && last % columns === columns - 1;
  const byColumns = first === from && Math.floor(last / columns) === rows - 1;
  if (byRows === byColumns) return whole;
  if (byRows) return to - from >= rows ? whole : { of: "rows", from, to };
  return to - from >= columns ? whole : { of: "columns", from, to };
}
