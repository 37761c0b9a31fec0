/** Small matters of English and of names. */
import { t } from "../../engine/findings/language";

const COUNTED = [
  t`no`,
  t`one`,
  t`two`,
  t`three`,
  t`four`,
  t`five`,
  t`six`,
  t`seven`,
  t`eight`,
  t`nine`,
  t`ten`,
  t`eleven`,
  t`twelve`,
];
const NARROW_SPACE = "\u202f";

/** "three" up to twelve, digits beyond. */
export function countWord(n: number): string {
  return COUNTED[n] ?? groupDigits(n);
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "1 layer", "12 layers", "2 families". */
export function plural(n: number, noun: string, many = `${noun}s`): string {
  return `${groupDigits(n)} ${n === 1 ? noun : many}`;
}

/** 1 234 567 with narrow spaces; four digits stay together. */
export function groupDigits(n: number): string {
  const text = String(n);
  return /^-?\d{5,}$/.test(text) ? text.replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE) : text;
}

/** The same in lines: "layer1 → " and below it "layer2". */
export function arrowLines(names: readonly string[]): string[] {
  return names.map((name, index) => (index < names.length - 1 ? `${name} → ` : name));
}

/** "layer1 → layer2". */
export function arrow(names: readonly string[]): string {
  return names.join(" → ");
}

/** "a, b and c". */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : t`${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
}

/** The spec's name without its endings: what exported files are called after. */
export function baseName(specName: string): string {
  const name = specName.split(/[\\/]/).at(-1) ?? specName;
  return name.replace(/\.json$/i, "").replace(/\.intrinsic$/i, "") || "intrinsic";
}
