/**
 * What nobody sees of a number v that is added to channels of a wire: where only what takes means out reads them (layer norms, group
 * norms, a softmax). A wire runs through places: residual sums join two places into a third, so that what is added behind a reader
 * is not seen by it. What is added at a place is seen at all places that sums lead it to.
 */
import type { Parts } from "./changes";

/** What takes means out of a wire. */
export interface Shifts {
  /** Channels of which one mean is taken. */
  readonly parts: Parts;
  /** It is taken over positions too, so that only what is the same at all of them is not seen. */
  readonly constant: boolean;
}

/** Of one mean over all channels. */
export const TOGETHER: Shifts = { parts: "one", constant: false };

/** Of what is added, what only that reads. */
export interface Unseen<T> {
  readonly writers: readonly T[];
  readonly shifts: Shifts;
}

/** Two biases: what is added to one may be taken from the other. */
export interface Compensated<T> {
  readonly plus: T;
  readonly minus: T;
  /** The same number for channels together; `all`: any vector. */
  readonly parts: Parts | "all";
}

/** What is added to a wire, and where; `bias`: of which layer it is the same at all positions, `null`: it is not. */
interface Added<T> {
  readonly of: T;
  readonly place: Place;
  readonly bias: number | null;
}

/** Stands for a place while a network is compiled. */
export type Place = number;

interface Draft {
  /** `open`: nothing has read it yet. */
  reads: "open" | "seen" | Shifts;
  /** What is the same at all positions is not that any more. */
  uneven: boolean;
  /** What is added is not handed on as it is, but multiplied or pooled. */
  bent: boolean;
  readonly next: Place[];
}

export class ShiftBook {
  readonly #places: Draft[] = [];

  open(): Place {
    return this.#places.push({ reads: "open", uneven: false, bent: false, next: [] }) - 1;
  }

  /** The sum of what is at both. */
  join(a: Place, b: Place): Place {
    const sum = this.open();
    this.#places[a].next.push(sum);
    this.#places[b].next.push(sum);
    return sum;
  }

  see(place: Place): void {
    this.#places[place].reads = "seen";
  }

  takeMeans(place: Place, shifts: Shifts): void {
    const draft = this.#places[place];
    draft.reads = bothUnseen(draft.reads, shifts);
  }

  unevenFrom(place: Place): void {
    this.#places[place].uneven = true;
  }

  bend(place: Place): void {
    this.#places[place].bent = true;
  }

  /** Everything that is added to one wire. */
  unseenOf<T>(added: readonly Added<T>[]): { readonly unseen: Unseen<T>[]; readonly compensated: Compensated<T>[] } {
    const unseen = new Map<string, Unseen<T>>();
    const compensated: Compensated<T>[] = [];
    const biases = new Map<string, Added<T>[]>();
    for (const one of added) {
      const shifts = this.#unseenAt(one.place);
      if (shifts !== null) {
        const key = `${String(shifts.parts)} ${shifts.constant}`;
        unseen.set(key, { shifts, writers: [...(unseen.get(key)?.writers ?? []), one.of] });
      } else if (one.bias !== null) {
        const key = this.#seenFrom(one.place);
        const others = biases.get(key) ?? [];
        biases.set(key, [...others, one]);
        for (const other of others) {
          // What is added within a layer, the layer says itself.
          const parts = other.bias === one.bias ? null : this.#compensation(other.place, one.place);
          if (parts === null) continue;
          compensated.push({ plus: other.of, minus: one.of, parts });
          break;
        }
      }
    }
    return { unseen: [...unseen.values()], compensated };
  }

  /** What may be added there unseen; `null`: nothing, or nothing reads it. */
  #unseenAt(place: Place): Shifts | null {
    const reached = [...this.#pathsFrom(place).keys()].map((one) => this.#places[one]);
    const reads = reached.reduce<Draft["reads"]>((all, one) => bothUnseen(all, one.reads), "open");
    if (typeof reads === "string") return null;
    return reads.constant && reached.some(({ uneven }) => uneven) ? null : reads;
  }

  /** The places where it is seen, and on how many ways. */
  #seenFrom(place: Place): string {
    const paths = [...this.#pathsFrom(place)].filter(([one]) => this.#places[one].reads === "seen");
    return paths.map(([one, ways]) => `${one}: ${ways}`).join();
  }

  /**
   * What may be added at one place and taken away at another, the same at all positions, where both are seen at the same places on as
   * many ways: the places that take means out are the same too, or see nothing of it. `null`: nothing, or it is not known.
   */
  #compensation(a: Place, b: Place): Parts | "all" | null {
    const [from, to] = [this.#pathsFrom(a), this.#pathsFrom(b)];
    let unseen: Draft["reads"] = "open";
    for (const place of new Set([...from.keys(), ...to.keys()])) {
      const { reads, bent, uneven } = this.#places[place];
      if (bent || uneven) return null;
      if (from.get(place) !== to.get(place)) unseen = bothUnseen(unseen, reads);
    }
    if (unseen === "open") return "all";
    return unseen === "seen" ? null : unseen.parts;
  }

  /** The places that sums lead to from it, with the number of ways: sums stand behind what they sum. */
  #pathsFrom(place: Place): Map<Place, number> {
    const paths = new Map([[place, 1]]);
    const waiting = [place];
    while (waiting.length > 0) {
      const at = Math.min(...waiting);
      waiting.splice(waiting.indexOf(at), 1);
      for (const next of this.#places[at].next) {
        if (!paths.has(next)) waiting.push(next);
        paths.set(next, (paths.get(next) ?? 0) + paths.get(at)!);
      }
    }
    return paths;
  }
}

/** What neither sees; where they take different means, nothing is said. */
function bothUnseen(a: Draft["reads"], b: Draft["reads"]): Draft["reads"] {
  if (a === "open") return b;
  if (b === "open") return a;
  if (a === "seen" || b === "seen") return "seen";
  return a.constant === b.constant && String(a.parts) === String(b.parts) ? a : "seen";
}
