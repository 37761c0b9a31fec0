/**
 * The value axis of a chart. Positions are linear in what is drawn: a log axis hands out base-10 logarithms, so the
 * drawing side knows only straight axes and few, round ticks.
 */
import { formatNumber, powerOfTen } from "../../engine/findings/numbers";

export interface Axis {
  readonly min: number;
  readonly max: number;
  /** Where bars start. */
  readonly base: number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  readonly position: (value: number) => number;
}

const MOST_TICKS = 6;
/** Below this a tick's step would lose its digits (subnormal doubles): the values are drawn as zeros. */
const SMALLEST_RANGE = 1e-290;
/** Share of the axis taken by the stub of an exact zero. */
const STUB = 0.02;

/** Powers of ten around the positive values; zeros do not stretch the axis. */
export function logAxis(values: readonly number[]): Axis {
  const exponents = values.filter((v) => v > 0).map(Math.log10);
  const lowest = exponents.length === 0 ? -16 : Math.min(...exponents);
  const highest = exponents.length === 0 ? 0 : Math.max(...exponents);
  const min = Math.floor(lowest - 0.3);
  const max = Math.max(min + 2, Math.ceil(highest + 0.15));
  const step = Math.max(1, Math.ceil((max - min) / MOST_TICKS));
  const ticks = [];
  for (let e = Math.ceil(min / step) * step; e <= max; e += step) ticks.push({ at: e, text: powerOfTen(e) });
  const floor = min + STUB * (max - min);
  return { min, max, base: min, ticks, position: (value) => (value > 0 ? Math.max(Math.log10(value), floor) : floor) };
}

/** Round ticks around the values and zero. */
export function linearAxis(values: readonly number[]): Axis {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const range = high - low;
  const step = roundStep((range > SMALLEST_RANGE ? range : 1) / (MOST_TICKS - 1));
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  const ticks = [];
  for (let k = first; k <= last; k++) ticks.push({ at: k * step, text: tickText(k * step) });
  return { min: first * step, max: last * step, base: 0, ticks, position: (value) => value };
}

/** Without the noise of k * step, and 3·10⁻⁵ rather than 3.00·10⁻⁵. */
function tickText(at: number): string {
  return formatNumber(Number(at.toPrecision(12))).replace(/\.?0+·/, "·");
}

/** The smallest of 1, 2, 5 times a power of ten that is not below `raw`. */
function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((f) => f * power >= raw * (1 - 1e-9)) ?? 10;
  return factor * power;
}
