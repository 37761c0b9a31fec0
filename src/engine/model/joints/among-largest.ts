/**
 * Of the k largest numbers of a group the i-th (from 0), in the order in which they stand; of equal ones the first are taken. Positively
 * homogeneous, as the maximum, which it is for k = 1. Where two numbers change places among the largest it has a kink.
 */
import type { Joint, Places } from "./joint";

const KNOWN = new Map<string, Joint>();

/** The same object for the same k and i. */
export function amongLargest(k: number, i: number): Joint {
  const name = `number ${i} among the ${k} largest`;
  const found = KNOWN.get(name) ?? made(name, k, i);
  KNOWN.set(name, found);
  return found;
}

function made(name: string, k: number, i: number): Joint {
  return {
    name,
    makes: "one",
    forward(z, zAt, y, yAt, samples) {
      for (let s = 0; s < samples; s++) y[yAt[0] + s] = z[zAt[chosen(z, zAt, s, k, i)] + s];
    },
    backward({ z, zAt }, pulls, samples) {
      for (let s = 0; s < samples; s++) pulls.z[pulls.zAt[chosen(z, zAt, s, k, i)] + s] += pulls.y[pulls.yAt[0] + s];
    },
    modular: null,
    kinks: true,
  };
}

/** Which member. */
function chosen(z: Float64Array, zAt: Places, sample: number, k: number, i: number): number {
  const order = Array.from({ length: zAt.length }, (_, m) => m);
  const largest = order.toSorted((a, b) => z[zAt[b] + sample] - z[zAt[a] + sample]).slice(0, k);
  return largest.toSorted((a, b) => a - b)[i];
}
