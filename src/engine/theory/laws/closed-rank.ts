/**
 * How many of the listed laws are independent, by formulas: at any size, in a time that does not grow with the tensors.
 *
 * A combination of the laws is a symmetric matrix A on every wire (diagonal where it rescales) and some constant vectors of linear
 * laws. On weights W that wire s is read by and wire l is written by its gradient is, up to factors, A_l W - W A_s, plus the
 * vectors; where it vanishes at a generic theta the combination says nothing. Columns of a wire are the lines of weights into and out
 * of it. Three rules (docs/mathematics.md, “Independent laws among the listed”), n the channels of the wire:
 *   alone      weights of no other open law: A vanishes on their columns. One column makes a diagonal A vanish, n of them any.
 *   shared     weights W of two wires and of nothing else: once A of either vanishes on one column, A of both vanishes on W's, since
 *              A_s commutes with Wᵀ W, so that it vanishes on all (Wᵀ W)^i v, which span the rows of W. A wire that W both reads and
 *              writes has an A that commutes with W: it vanishes on all W^i v.
 *   closed     what A vanishes on has the dimension min(n, columns). When all columns are known, the A that are left have no
 *              gradient at all, and the wire has  k(2n + 1 - k)/2, k = min(n, columns),  independent laws.
 * What is left are linear laws, whose gradients are the same everywhere: sums over rows and over columns of one tensor have one
 * relation, the sum over all of it.
 */
import type { Touch } from "../../model/wires";
import type { LawFamily } from "./families";
import { centred } from "./groups/centred";
import { cross } from "./groups/cross";
import { frozen } from "./groups/frozen";
import type { LawGroup } from "./groups/group";
import { matrix } from "./groups/matrix";
import { offset } from "./groups/offset";
import { part } from "./groups/part";
import { rescaling } from "./groups/rescaling";
import { shift } from "./groups/shift";
import { sum } from "./groups/sum";
import { translation } from "./groups/translation";
import { linearRelations, sumsOf } from "./linear-relations";
import { Overlaps, partOf, type Part } from "./overlaps";

/** What combinations of a group's laws are; `apart`: of weights that no other law contains. A group that is not named is not counted. */
const SHAPES: ReadonlyMap<LawGroup, "symmetric" | "diagonal" | "between" | "linear" | "apart"> = new Map([
  [matrix, "symmetric"],
  [rescaling, "diagonal"],
  [part, "diagonal"],
  [translation, "diagonal"],
  [cross, "between"],
  [shift, "linear"],
  [centred, "linear"],
  [offset, "linear"],
  [sum, "linear"],
  [frozen, "apart"],
]);

/** Independent ones among the laws of phi, and of the loss; `null`: the rules do not settle it. */
export function closedRank(families: readonly LawFamily[]): number | null {
  if (families.some(({ group, from }) => from === "network" || !SHAPES.has(group))) return null;
  const of = (shape: string): LawFamily[] => families.filter(({ group }) => SHAPES.get(group) === shape);
  const wires = wiresOf([...of("symmetric"), ...of("diagonal")], of("between"));
  const linear = of("linear");
  const sums = linear.flatMap((family) =>
    sumsOf(family).map(({ touch, overRows }): Part => ({
      ...partOf(touch, true, overRows),
      apart: family.group !== offset,
    })),
  );
  const overlaps = new Overlaps([...wires.flatMap(({ columns }) => columns.flatMap(({ parts }) => parts)), ...sums]);
  const quadratic = settle(wires, overlaps);
  const relations = linearRelations(linear);
  if (quadratic === null || relations === null) return null;
  const counts = [...linear, ...of("apart")].reduce((all, { count }) => all + count, 0);
  return quadratic + counts - relations;
}

/** A wire whose laws are one symmetric matrix, or one for each part of its channels; or several wires with one together. */
interface LawWire {
  readonly diagonal: boolean;
  /** Channels of each part. */
  readonly sizes: readonly number[];
  readonly columns: readonly Columns[];
  /** Its A vanishes on so many columns. */
  known: number;
  open: boolean;
}

/** The lines of one tensor at a wire; `parts`: of wires together, of each of them. */
interface Columns {
  readonly lines: number;
  readonly parts: readonly Part[];
  known: boolean;
}

/** The number of independent quadratic laws. */
function settle(wires: readonly LawWire[], overlaps: Overlaps): number | null {
  const ownerOf = new Map<Part, { wire: LawWire; columns: Columns }>();
  for (const wire of wires)
    for (const columns of wire.columns) for (const one of columns.parts) ownerOf.set(one, { wire, columns });
  let independent = 0;
  for (let settled = true; settled;) {
    settled = false;
    for (const wire of wires) {
      if (!wire.open) continue;
      const before = wire.known;
      for (const columns of wire.columns) if (!columns.known) learn(wire, columns, ownerOf, overlaps);
      const rank = rankOf(wire, overlaps);
      if (rank !== null) {
        independent += rank;
        wire.open = false;
        for (const { parts } of wire.columns) for (const one of parts) overlaps.close(one);
      }
      settled ||= rank !== null || wire.known > before;
    }
  }
  return wires.some(({ open }) => open) ? null : independent;
}

/** Whether the wire's A is known to vanish on these columns. */
function learn(
  wire: LawWire,
  columns: Columns,
  ownerOf: ReadonlyMap<Part, { wire: LawWire; columns: Columns }>,
  overlaps: Overlaps,
): void {
  const { parts } = columns;
  const over = parts.flatMap((one) => overlaps.linearOver(one));
  const alone = parts.every((one) => overlaps.isAlone(one));
  if (alone && over.length <= 1) {
    const hidden = over.length === 0 ? 0 : hiddenBy(over[0], parts);
    if (hidden !== null) know(wire, columns, hidden);
    return;
  }
  if (over.length > 0) return;
  if (parts.length > 1 || wire.sizes.length > 1) return;
  const partner = overlaps.partner(parts[0]);
  const other = partner === null ? undefined : ownerOf.get(partner);
  if (other === undefined || other.columns.parts.length > 1 || other.wire.sizes.length > 1) return;
  const [[size], [others]] = [wire.sizes, other.wire.sizes];
  // W is so many matrices side by side, from each channel of one to each of the other.
  const matrices = columns.lines / others;
  const whole = parts[0].region.of === "all";
  if (!Number.isInteger(matrices) || matrices < 1 || (whole && other.columns.lines !== matrices * size)) return;
  if (wire.known + other.wire.known === 0) return;
  know(wire, columns);
  // Of a slice of it the other wire sees more than these.
  if (whole && !other.columns.known) know(other.wire, other.columns);
}

/** `hidden`: so many of the columns' sums say nothing. */
function know(wire: LawWire, columns: Columns, hidden = 0): void {
  columns.known = true;
  wire.known += columns.lines - hidden;
}

/** Sums over the lines leave A their differences, and what it does to their mean is a combination of the sums. */
function hiddenBy(over: Part, [own, ...more]: readonly Part[]): 1 | null {
  const { rows, columns, dims } = own.touch.block;
  const plain = dims === undefined && own.touch.port.lines === (own.overRows ? rows : columns);
  const covers = over.region.of === "all";
  return plain && covers && over.apart === true && over.overRows === own.overRows && more.length === 0 ? 1 : null;
}

function linesAreRows({ port }: Touch, writes: boolean): boolean {
  return writes ? port.byColumns === true : port.byRows !== true;
}

/** How many of its laws are independent, once that is settled. */
function rankOf({ diagonal, sizes, columns, known }: LawWire, overlaps: Overlaps): number | null {
  const all = sizes.reduce((sum, n) => sum + (diagonal ? n : (n * (n + 1)) / 2), 0);
  if (diagonal ? known > 0 || seesThroughSums(columns, overlaps) : known >= Math.max(...sizes)) return all;
  if (columns.some((own) => !own.known)) return null;
  return sizes.reduce((sum, n) => {
    const k = Math.min(n, known);
    return sum + (diagonal ? 0 : (k * (2 * n + 1 - k)) / 2);
  }, 0);
}

/**
 * Weights that only linear laws share with it: no diagonal combination of two generic rows and columns is the same in every row, none of
 * three the sum of a row and a column vector.
 */
function seesThroughSums(columns: readonly Columns[], overlaps: Overlaps): boolean {
  return columns.some(({ parts: [own], lines }) => {
    if (lines === 0 || !overlaps.isAlone(own)) return false;
    const { region, touch } = own;
    const { rows, columns: wide } = touch.block;
    const [high, broad] = [
      region.of === "rows" ? region.to - region.from : rows,
      region.of === "columns" ? region.to - region.from : wide,
    ];
    const over = overlaps.linearOver(own).length;
    return over <= 2 && Math.min(high, broad) > over;
  });
}

/** `between`: laws between wires that are one wire cut in two. */
function wiresOf(families: readonly LawFamily[], between: readonly LawFamily[]): LawWire[] {
  const leader = new Map<string, string>();
  const leaderOf = (name: string): string => {
    const next = leader.get(name);
    return next === undefined || next === name ? name : leaderOf(next);
  };
  for (const { name, partner } of between) leader.set(leaderOf(partner!.name), leaderOf(name));
  // Parts of one wire are families of one name and group.
  const together = new Map<string, LawFamily[]>();
  for (const family of families) {
    const key = `${family.group.name}:${leaderOf(family.name)}`;
    const known = together.get(key);
    if (known === undefined) together.set(key, [family]);
    else known.push(family);
  }
  return [...together.values()].map((own): LawWire => {
    const [{ group, members, name }] = own;
    const parted = members !== undefined;
    const joined = parted ? [own[0]] : own;
    const sizes = parted ? own.map(({ size }) => size) : [own.reduce((sum, { size }) => sum + size, 0)];
    const touchesOf = ({ incoming, outgoing }: LawFamily): Touch[] => [...incoming, ...outgoing];
    if (parted && own.some((other) => other.name !== name)) throw new Error("Parts of two wires are taken for one's.");
    return {
      diagonal: SHAPES.get(group) === "diagonal",
      sizes,
      columns: touchesOf(joined[0]).map((touch, i) => ({
        // A number that is the same for all channels tells none of them apart.
        lines: touch.port.single === true && sizes[0] !== 1 ? 0 : touch.port.lines,
        parts: joined.map((family) =>
          partOf(touchesOf(family)[i], false, linesAreRows(touch, i < family.incoming.length)),
        ),
        known: false,
      })),
      known: 0,
      open: true,
    };
  });
}
