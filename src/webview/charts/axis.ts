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

/** Round ticks inside [from, to], which need not hold zero; whole numbers only where `whole`. */
export function spanAxis(from: number, to: number, mostTicks = MOST_TICKS, whole = false): Axis {
  const range = to - from;
  const raw = (range > SMALLEST_RANGE ? range : 1) / mostTicks;
  const step = whole ? Math.max(1, roundStep(raw)) : roundStep(raw);
  const ticks = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + 1e-9 * step; k++)
    ticks.push({ at: k * step, text: tickText(k * step, Math.abs(to), step) });
  return { min: from, max: range > 0 ? to : from + step, base: from, ticks, position: (value) => value };
}

/** [from, to] are base-10 logarithms: powers of ten where they are many, else 1, 2 and 5 times such. */
export function decadeAxis(from: number, to: number, mostTicks = MOST_TICKS): Axis {
  const step = Math.max(1, Math.ceil((to - from) / mostTicks));
  const factors = to - from > 2.2 ? [1] : [1, 2, 5];
  const ticks = [];
  for (let e = Math.floor(from); e <= to; e++)
    for (const factor of factors) {
      const at = e + Math.log10(factor);
      if (at < from - 1e-9 || at > to + 1e-9 || (factors.length === 1 && e % step !== 0)) continue;
      ticks.push({
        at,
        text:
          e >= -2 && e <= 3
            ? formatNumber(factor * 10 ** e)
            : factor === 1
              ? powerOfTen(e)
              : `${factor}·${powerOfTen(e)}`,
      });
    }
  return { min: from, max: to, base: from, ticks, position: (value) => value };
}

/** A part of a log axis, tight around the values: powers of ten where there are several, else 1, 2 and 5 times such. */
export function closeLogAxis(values: readonly number[]): Axis {
  const exponents = values.filter((v) => v > 0).map(Math.log10);
  const [low, high] = [Math.min(...exponents), Math.max(...exponents)];
  if (exponents.length === 0 || high - low > 3) return logAxis(values);
  const pad = Math.max(0.04 * (high - low), 0.01);
  const axis = {
    min: low - pad,
    max: high + pad,
    base: low - pad,
    position: (value: number) => (value > 0 ? Math.log10(value) : low - pad),
  };
  const ticks = [];
  for (let e = Math.floor(axis.min); e <= axis.max; e++)
    for (const factor of [1, 2, 5]) {
      const at = Math.log10(factor) + e;
      if (at >= axis.min && at <= axis.max)
        ticks.push({ at, text: factor === 1 ? powerOfTen(e) : `${factor}·${powerOfTen(e)}` });
    }
  if (ticks.length > 1) return { ...axis, ticks };
  const straight = spanAxis(10 ** axis.min, 10 ** axis.max, 4).ticks;
  return { ...axis, ticks: straight.filter(({ at }) => at > 0).map(({ at, text }) => ({ at: Math.log10(at), text })) };
}

/** Without the noise of k * step, and 3·10⁻⁵ rather than 3.00·10⁻⁵. */
function tickText(at: number, largest = Math.abs(at), step = largest): string {
  // Neighbouring ticks far from zero need more digits to differ.
  const digits = Math.max(3, 1 + Math.ceil(Math.log10(Math.max(largest, SMALLEST_RANGE) / step)));
  return formatNumber(Number(at.toPrecision(12)), Math.min(12, digits)).replace(/\.?0+·/, "·");
}

/** The smallest of 1, 2, 5 times a power of ten that is not below `raw`. */
function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((f) => f * power >= raw * (1 - 1e-9)) ?? 10;
  return factor * power;
}
