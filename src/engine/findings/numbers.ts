/**
 * Numbers with honest digits: what is shown is rounded, never replaced. 1e-14 is shown as 1.0·10⁻¹⁴, not as 0, and only
 * an exact zero is shown as 0.
 */
import { t } from "./language";

const SUPERSCRIPTS = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
const MINUS = "−";

/** `digits` significant digits; scientific notation outside [1e-3, 1e5). */
export function formatNumber(x: number, digits = 3): string {
  if (!Number.isFinite(x)) return t`not a finite number`;
  if (x === 0) return "0";
  const size = Math.abs(x);
  if (size >= 1e-3 && size < 1e5) return signed(trimZeros(fixedTo(x, digits)));
  const [mantissa, exponent] = x.toExponential(Math.max(0, digits - 1)).split("e") as [string, string];
  return `${signed(mantissa)}·${powerOfTen(Number(exponent))}`;
}

/** 10⁻³ and the like, for axes. */
export function powerOfTen(exponent: number): string {
  const digits = String(Math.abs(exponent))
    .split("")
    .map((c) => SUPERSCRIPTS[Number(c)])
    .join("");
  return `10${exponent < 0 ? "⁻" : ""}${digits}`;
}

/** Every digit a double has, for hovers and copies. */
export function fullNumber(x: number): string {
  return Number.isFinite(x) ? String(x) : t`not a finite number`;
}

function fixedTo(x: number, digits: number): string {
  const integerDigits = Math.max(1, Math.floor(Math.log10(Math.abs(x))) + 1);
  if (Number.isInteger(x) && integerDigits <= 6) return String(x);
  const leadingZeros = Math.abs(x) < 1 ? -Math.floor(Math.log10(Math.abs(x))) - 1 : 0;
  const decimals = Math.abs(x) < 1 ? digits + leadingZeros : Math.max(0, digits - integerDigits);
  return x.toFixed(Math.min(20, decimals));
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}

function signed(text: string): string {
  return text.startsWith("-") ? MINUS + text.slice(1) : text;
}
