/**
 * A softmax over the k largest numbers of a group, 0 for all others, as routers choose experts; of equal ones the first are taken.
 * Where two numbers change places it jumps.
 */
import type { Joint, Places } from "./joint";

const KNOWN = new Map<number, Joint>();

/** The same object for the same k. */
export function topSoftmax(k: number): Joint {
  const found = KNOWN.get(k) ?? made(k);
  KNOWN.set(k, found);
  return found;
}

function made(k: number): Joint {
  return {
    name: `softmax of the ${k} largest`,
    makes: "all",
    forward(z, zAt, y, yAt, samples) {
      for (let s = 0; s < samples; s++) {
        const chosen = largest(z, zAt, s, k);
        const most = z[zAt[chosen[0]] + s];
        let sum = 0;
        for (let m = 0; m < yAt.length; m++) y[yAt[m] + s] = 0;
        for (const m of chosen) sum += y[yAt[m] + s] = Math.exp(z[zAt[m] + s] - most);
        for (const m of chosen) y[yAt[m] + s] /= sum;
      }
    },
    /** Of those that were not chosen y = 0, and so is the derivative. */
    backward({ y, yAt }, pulls, samples) {
      for (let s = 0; s < samples; s++) {
        let mean = 0;
        for (let m = 0; m < yAt.length; m++) mean += y[yAt[m] + s] * pulls.y[pulls.yAt[m] + s];
        for (let m = 0; m < yAt.length; m++)
          pulls.z[pulls.zAt[m] + s] += y[yAt[m] + s] * (pulls.y[pulls.yAt[m] + s] - mean);
      }
    },
    modular: null,
    kinks: true,
  };
}

/** Which members, the largest first. */
function largest(z: Float64Array, zAt: Places, sample: number, k: number): number[] {
  const order = Array.from({ length: zAt.length }, (_, m) => m);
  return order.toSorted((a, b) => z[zAt[b] + sample] - z[zAt[a] + sample]).slice(0, k);
}
