/** What is read on hover. */
import { fullNumber } from "../../engine/findings/numbers";

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
  return `${name}, ${place}\nfirst: ${fullNumber(first)}\nsecond: ${fullNumber(second)}\ndifference: ${fullNumber(second - first)}`;
}
