/** Layers that take from themselves or from later ones: a cycle, or only a wrong order? */
import type { Node } from "jsonc-parser";
import { MOST_PROBLEMS, type Notes } from "../notes";
import { quote } from "../../findings/words";
import { circleOfSources, sourceStandsBelow } from "./words";
import { t } from "../../findings/language";

export interface Sources {
  readonly names: readonly string[];
  /** Per layer, the indices it takes from. */
  readonly lists: readonly (readonly number[])[];
  /** The entries of `from` as they stand in the text; empty where it was left out. */
  readonly written: readonly (readonly Node[])[];
}

/** Cost: one search through the network per forward source, and no more than MOST_PROBLEMS of them. */
export function noteForwardSources({ names, lists, written }: Sources, notes: Notes): void {
  const indexOf = new Map(names.map((name, index) => [name, index]));
  let left = MOST_PROBLEMS;
  written.forEach((entries, layer) => {
    for (const at of entries) {
      const source = indexOf.get(String(at.value));
      if (source === undefined || source < layer || left === 0) continue;
      left--;
      if (source === layer) {
        notes.error(
          "spec.cycle",
          at,
          t`${quote(names[layer])} takes from itself.`,
          t`A layer may only take from layers above it: name one of those.`,
        );
        continue;
      }
      const way = pathBack(lists, source, layer);
      if (way === null)
        notes.error(
          "spec.unknown-layer",
          at,
          sourceStandsBelow(names, source, layer),
          t`Move ${quote(names[source])} above ${quote(names[layer])}.`,
        );
      else
        notes.error(
          "spec.cycle",
          at,
          circleOfSources({ names, layer, source, arrows: arrows([layer, ...way], names) }),
          t`Break the circle: a network computes its layers in order, from the input to the output.`,
        );
    }
  });
}

/**
 * The layers from `start` along their sources to `goal`, or `null`. Breadth first, so the circle shown is a shortest
 * one.
 */
function pathBack(lists: Sources["lists"], start: number, goal: number): number[] | null {
  const reachedFrom = new Map<number, number>([[start, start]]);
  const queue = [start];
  for (const at of queue) {
    if (at === goal) {
      const way = [at];
      while (way[way.length - 1] !== start) way.push(reachedFrom.get(way[way.length - 1]) ?? start);
      return way.reverse();
    }
    for (const next of lists[at] ?? [])
      if (next >= 0 && !reachedFrom.has(next)) {
        reachedFrom.set(next, at);
        queue.push(next);
      }
  }
  return null;
}

function arrows(way: readonly number[], names: readonly string[]): string {
  const shown =
    way.length <= LONGEST_CIRCLE
      ? way.map((index) => quote(names[index]))
      : [
          ...way.slice(0, LONGEST_CIRCLE - 2).map((index) => quote(names[index])),
          "…",
          quote(names[way[way.length - 1]]),
        ];
  return shown.join(" ← ");
}

const LONGEST_CIRCLE = 8;
