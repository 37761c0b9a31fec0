/** Values as a heat map: the colour of a cell, its number, its name, and how much is shown at once. */
import { formatNumber } from "../../engine/findings/numbers";

/** Colour says the sign, and the size in this many steps relative to the largest entry. */
const HEAT_STEPS = 6;
/** Beside the largest entry, a smaller share than this is rounding: the number is shown, the colour stays neutral. */
const NEGLIGIBLE = 1e-6;
/**
 * A matrix is shown up to this many rows and columns, a row of values up to its square, until the reader asks for all.
 */
export const HEAT_SIDE = 8;

/** "heat-zero", "heat-plus-4", "heat-minus-2": classes, since the page's policy allows no style in the markup. */
export function heatClass(value: number, largest: number): string {
  if (Math.abs(value) <= NEGLIGIBLE * largest) return "heat-zero";
  const step = Math.min(HEAT_STEPS, Math.max(1, Math.ceil((Math.abs(value) / largest) * HEAT_STEPS)));
  return `heat-${value > 0 ? "plus" : "minus"}-${step}`;
}

/**
 * The number in a cell. A block of many columns shows two digits, and one before a power of ten, so that it stays
 * small.
 */
export function cellText(value: number, columns: number, digits: number): string {
  if (columns <= 4) return formatNumber(value, Math.min(digits, 3));
  const short = formatNumber(value, Math.min(digits, 2));
  return short.includes("·") ? formatNumber(value, 1) : short;
}

export function largestSize(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** How much of a rows x columns block is shown. */
export function shownPart(
  rows: number,
  columns: number,
  all: boolean,
): { rows: number; columns: number; cut: boolean } {
  const columnCap = rows === 1 ? HEAT_SIDE * HEAT_SIDE : HEAT_SIDE;
  const cut = rows > HEAT_SIDE || columns > columnCap;
  return all || !cut
    ? { rows, columns, cut }
    : { rows: Math.min(rows, HEAT_SIDE), columns: Math.min(columns, columnCap), cut };
}

/** "layer1[0], layer1[2]" for a matrix, "layer1[0]" for a row of values. */
export function cellName(labels: readonly string[], rows: number, row: number, column: number): string {
  const across = labels[column] ?? String(column + 1);
  return rows === 1 ? across : `${labels[row] ?? String(row + 1)}, ${across}`;
}
