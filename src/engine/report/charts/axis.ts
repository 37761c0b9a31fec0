/** An axis: its range, and few places on it that get a number. */
import { formatNumber, powerOfTen } from "../../findings/numbers";

export interface ChartAxis {
  /** Of a value, as a share of the axis from its beginning. */
  readonly shareOf: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** `values` has at least one number. Steps are 1, 2 or 5 times a power of ten. */
export function linearAxis(values: readonly number[]): ChartAxis {
  const [low, high] = widened(least(values), most(values));
  const step = roundStep((high - low) / MOST_TICKS);
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) ticks.push(k * step);
  return {
    shareOf: (value) => (value - low) / (high - low),
    ticks: ticks.map((at) => ({ at, text: formatNumber(at, 4) })),
  };
}

/** `values` are positive, at least one; from power of ten to power of ten. */
export function logarithmicAxis(values: readonly number[]): ChartAxis {
  const low = Math.floor(Math.log10(least(values)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(most(values)) - 1e-9));
  const every = Math.ceil((high - low) / MOST_TICKS);
  const ticks: number[] = [];
  for (let exponent = low; exponent <= high; exponent += every) ticks.push(exponent);
  return {
    shareOf: (value) => (Math.log10(value) - low) / (high - low),
    ticks: ticks.map((exponent) => ({ at: 10 ** exponent, text: powerOfTen(exponent) })),
  };
}

const MOST_TICKS = 5;

function widened(low: number, high: number): [number, number] {
  if (high > low) return [low, high];
  const by = low === 0 ? 1 : Math.abs(low) / 2;
  return [low - by, high + by];
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
}

function least(values: readonly number[]): number {
  return values.reduce((found, value) => Math.min(found, value), Infinity);
}

function most(values: readonly number[]): number {
  return values.reduce((found, value) => Math.max(found, value), -Infinity);
}
