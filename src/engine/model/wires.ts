/**
 * A *wire* is an inner vector space of a network: the units of a hidden layer, the channels of a feature map, the rows of
 * an attention head, the residual stream. Tensors write it or read it (port.ts); what stands on it (an activation, a norm)
 * allows some linear changes T of it and not others. Where T is allowed, writers → T writers, readers → readers T⁻¹ leaves
 * the function unchanged; laws (theory/laws) and whatever else follows from that symmetry is read off wires, whatever
 * layers they run through.
 *
 * Layers open wires and lead them on while the network is compiled (compile.ts): what adds two wires makes them one.
 */
import type { Changes, Parts } from "./changes";
import { both, EVERY, NO_CHANGE, RESCALINGS } from "./changes";
import type { Block } from "./block";
import type { Port } from "./port";
import { ShiftBook, TOGETHER, type Compensated, type Shifts, type Unseen } from "./shifts";

/** Stands for a wire while a network is compiled. */
export type WireId = number;

/** A tensor and where it meets the wire. */
export interface Touch {
  readonly block: Block;
  readonly port: Port;
  /** Of a reader behind an activation of degree k, σ(c z) = c^k σ(z): k, where it is not 1. */
  readonly degree?: 2;
  /** Which of the tensor's rows (of a reader by columns: columns), where it is not all. */
  readonly slice?: Slice;
}

/** From one line of a tensor to before another. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** Whether a writer adds the same at all positions, to each channel a number of its own. */
export function isConstant({ block, port }: Touch): boolean {
  return block.source === null && port.lines === 1 && port.single !== true;
}

export interface Wire {
  /** The layer that opened it. */
  readonly layer: number;
  /** Which of the layer's wires, in words; `null`: that of its units, which other layers may lead on. */
  readonly inner: string | null;
  /** What comes from outside lies on it. */
  readonly given: boolean;
  /** The layers whose units it is; of an inner wire none. */
  readonly layers: readonly number[];
  /** Number of channels. */
  readonly size: number;
  /** The widest group of T that tensors and all that stands on it allow. */
  readonly allows: Changes;
  /** The same but for activations. */
  readonly allowedByTensors: Changes;
  readonly writers: readonly Touch[];
  readonly readers: readonly Touch[];
  /** Writers that only what takes means out reads: a number may be added to channels together. */
  readonly unseen: readonly Unseen<Touch>[];
  /** Biases of different layers that may compensate each other. */
  readonly compensated: readonly Compensated<Touch>[];
  /** At every position its channels add up to 0. */
  readonly centred: boolean;
}

interface Draft {
  readonly layer: number;
  readonly inner: string | null;
  layers: number[];
  readonly size: number;
  allows: Changes;
  allowedByTensors: Changes;
  writers: Touch[];
  /** Of the writers, in their order. */
  places: WireId[];
  readers: Touch[];
  centred: boolean;
}

export class WireBook {
  /** Places of wires (shifts.ts), in the same order. */
  readonly #shifts = new ShiftBook();
  readonly #drafts: Draft[] = [];
  readonly #into: WireId[] = [];
  readonly #products: { readonly factors: readonly [WireId, WireId]; readonly product: WireId }[] = [];

  open(layer: number, size: number, inner: string | null = null): WireId {
    const layers = inner === null ? [layer] : [];
    this.#drafts.push({
      layer,
      inner,
      layers,
      size,
      allows: EVERY,
      allowedByTensors: EVERY,
      writers: [],
      places: [],
      readers: [],
      centred: false,
    });
    this.#into.push(this.#into.length);
    return this.#shifts.open();
  }

  #rootOf(wire: WireId): WireId {
    let at = wire;
    while (this.#into[at] !== at) at = this.#into[at];
    return at;
  }

  #draftOf(wire: WireId): Draft {
    return this.#drafts[this.#rootOf(wire)];
  }

  sizeOf(wire: WireId): number {
    return this.#draftOf(wire).size;
  }

  write(wire: WireId, touch: Touch): void {
    const draft = this.#draftOf(wire);
    draft.writers.push(touch);
    draft.places.push(wire);
    this.#narrow(wire, touch.port.allows);
  }

  read(wire: WireId, touch: Touch): void {
    this.#draftOf(wire).readers.push(touch);
    this.#shifts.see(wire);
    this.restrict(wire, touch.port.allows);
  }

  /** Something stands on it that allows these changes only. */
  restrict(wire: WireId, changes: Changes): void {
    if (changes.kind !== "mixing") this.#shifts.see(wire);
    this.#narrow(wire, changes);
  }

  #narrow(wire: WireId, changes: Changes): void {
    const draft = this.#draftOf(wire);
    draft.allowedByTensors = both(draft.allowedByTensors, changes, draft.size);
    draft.allows = both(draft.allows, changes, draft.size);
  }

  /**
   * What normalizes it: where a number is added to the variance no T is allowed, else one factor for all; and where the mean is
   * taken out, a common shift of all channels is not seen.
   */
  normalize(wire: WireId, takesMeanOut: boolean, eps: number): void {
    this.#narrow(wire, eps === 0 ? { kind: "scaling", parts: "one" } : NO_CHANGE);
    this.#takeMeans(wire, takesMeanOut ? TOGETHER : null);
  }

  /** The same, part by part of its channels; `overPositions`: of one part at all positions together. */
  normalizeParts(wire: WireId, parts: readonly number[], overPositions: boolean, eps: number): void {
    this.#narrow(wire, eps === 0 ? { kind: "scaling", parts } : NO_CHANGE);
    this.#takeMeans(wire, { parts, constant: overPositions });
  }

  /** What is the same at all positions is not that any more, as behind an average that counts added zeros. */
  unevenFrom(wire: WireId): void {
    this.#shifts.unevenFrom(wire);
  }

  /** Its channels are bent together, in a way that does not see a number added to all of them, or to all of a part. */
  bendTogether(wire: WireId, unseen: boolean, parts: Parts = "one"): void {
    this.#narrow(wire, NO_CHANGE);
    this.#takeMeans(wire, unseen ? { parts, constant: false } : null);
  }

  #takeMeans(wire: WireId, shifts: Shifts | null): void {
    if (shifts === null) this.#shifts.see(wire);
    else this.#shifts.takeMeans(wire, shifts);
  }

  /** What is on it has been centred, and nothing else adds to it. */
  centre(wire: WireId): void {
    this.#draftOf(wire).centred = true;
  }

  /** An activation does. */
  activate(wire: WireId, changes: Changes): void {
    const draft = this.#draftOf(wire);
    if (changes.kind !== "mixing") {
      this.#shifts.see(wire);
      draft.centred = false;
    }
    draft.allows = both(draft.allows, changes, draft.size);
  }

  /** Nobody may change it: what is seen from outside, or used in a way that allows nothing. */
  fix(wire: WireId): void {
    this.restrict(wire, NO_CHANGE);
  }

  /** Weights that several layers use, or that are held fixed, are not changed. The last thing that is said of wires. */
  fixWhatTouches(blocks: ReadonlySet<Block>): void {
    this.#settleProducts();
    for (const draft of this.#drafts)
      if ([...draft.writers, ...draft.readers].some(({ block }) => blocks.has(block)))
        [draft.allows, draft.allowedByTensors] = [NO_CHANGE, NO_CHANGE];
  }

  /** A layer hands it on, but not as it is. */
  bend(wire: WireId): void {
    this.#shifts.bend(wire);
  }

  /** Another layer's units lie on it too. */
  lead(wire: WireId, layer: number): void {
    this.#draftOf(wire).layers.push(layer);
  }

  /** Both are one from now on, as where they are added. Of different sizes they are no longer changed. */
  join(a: WireId, b: WireId): WireId {
    const sum = this.#shifts.join(a, b);
    const [first, second] = [this.#rootOf(a), this.#rootOf(b)].toSorted((x, y) => x - y);
    const [into, from] = [this.#drafts[first], this.#drafts[second]];
    this.#into.push(first);
    this.#drafts.push(into);
    if (first === second) return sum;
    if (into.size !== from.size) {
      for (const one of [a, b, sum]) this.fix(one);
      return sum;
    }
    into.layers = [...into.layers, ...from.layers].toSorted((x, y) => x - y);
    into.writers = [...into.writers, ...from.writers];
    into.places = [...into.places, ...from.places];
    into.readers = [...into.readers, ...from.readers];
    into.centred &&= from.centred;
    into.allows = both(into.allows, from.allows, into.size);
    into.allowedByTensors = both(into.allowedByTensors, from.allowedByTensors, into.size);
    this.#into[second] = first;
    return sum;
  }

  /**
   * Two wires are multiplied channel by channel: a factor on either may be undone by what reads the product, channel by channel.
   */
  multiply(a: WireId, b: WireId, product: WireId): void {
    this.#products.push({ factors: [a, b], product });
  }

  /**
   * What reads a product reads its factors, as far as the product allows; it has no changes of its own. Where something else is
   * added to it, a factor would change one term and not the other.
   */
  #settleProducts(): void {
    const terms = new Map<Draft, number>();
    for (const { product } of this.#products) {
      const out = this.#draftOf(product);
      terms.set(out, (terms.get(out) ?? out.writers.length) + 1);
    }
    for (const { factors, product } of this.#products.toReversed()) {
      const out = this.#draftOf(product);
      const [a, b] = factors.map((factor) => this.#draftOf(factor));
      for (const factor of factors) this.#shifts.see(factor);
      for (const draft of new Set([a, b])) {
        draft.centred = false;
        // The square of a wire would be undone twice.
        const kept = a === b || terms.get(out)! > 1 ? NO_CHANGE : RESCALINGS;
        draft.allows = both(both(draft.allows, out.allows, draft.size), kept, draft.size);
        draft.allowedByTensors = both(both(draft.allowedByTensors, out.allowedByTensors, draft.size), kept, draft.size);
        draft.readers.push(...out.readers);
      }
      [out.allows, out.allowedByTensors] = [NO_CHANGE, NO_CHANGE];
    }
  }

  /** Every wire once, in the order in which they were opened; of what comes from outside only where a layer adds to it. */
  done(): Wire[] {
    return this.#drafts
      .filter(({ layer, layers }, wire) => this.#into[wire] === wire && (layer >= 0 || layers.some((l) => l >= 0)))
      .map(({ places, ...wire }): Wire => {
        const layers = wire.layers.filter((layer) => layer >= 0);
        const layer = wire.layer >= 0 ? wire.layer : layers[0];
        const added = wire.writers.map((of, w) => ({
          of,
          place: places[w],
          bias: isConstant(of) ? of.block.layer : null,
        }));
        return { ...wire, given: wire.layer < 0, layer, layers, ...this.#shifts.unseenOf(added) };
      });
  }
}
