/** What is read on hover, and what is said of keys. */
import { fullNumber } from "../../engine/findings/numbers";
import { t } from "../../engine/findings/language";

export const ZOOM_KEYS_HELP = t`Arrow keys read the values, plus and minus zoom, Page Up and Page Down move along, 0 shows all.`;

export function pairHover({
  name,
  place,
  first,
  second,
}: {
  readonly name: string;
  readonly place: string;
  readonly first: number;
  readonly second: number;
}): string {
  return [
    `${name}, ${place}`,
    t`first: ${fullNumber(first)}`,
    t`second: ${fullNumber(second)}`,
    t`difference: ${fullNumber(second - first)}`,
  ].join("\n");
}
