/**
 * exp(z_k) / sum_l exp(z_l) over a group; the largest is taken out first, so that nothing overflows. With a 1 added to the sum it is the
 * softmax of one number more, a 0 that nothing is made of.
 */
import { jetExponential, jetRing } from "../../math/modular/jet-number";
import { addAt, numberAt, type Joint } from "./joint";

export const softmax: Joint = madeOf("softmax", 0);
export const softmaxWithOne: Joint = { ...madeOf("softmax with 1", 1), variesAlone: true };

function madeOf(name: string, more: 0 | 1): Joint {
  return {
    name,
    makes: "all",
    forward(z, zAt, y, yAt, samples) {
      const { length } = zAt;
      for (let s = 0; s < samples; s++) {
        let largest = more === 0 ? -Infinity : 0;
        for (let m = 0; m < length; m++) largest = Math.max(largest, z[zAt[m] + s]);
        let sum = more === 0 ? 0 : Math.exp(-largest);
        for (let m = 0; m < length; m++) sum += y[yAt[m] + s] = Math.exp(z[zAt[m] + s] - largest);
        for (let m = 0; m < length; m++) y[yAt[m] + s] /= sum;
      }
    },
    /** dz_k += y_k (dy_k - sum_l y_l dy_l) */
    backward({ y, yAt }, pulls, samples) {
      const { length } = yAt;
      for (let s = 0; s < samples; s++) {
        let mean = 0;
        for (let m = 0; m < length; m++) mean += y[yAt[m] + s] * pulls.y[pulls.yAt[m] + s];
        for (let m = 0; m < length; m++)
          pulls.z[pulls.zAt[m] + s] += y[yAt[m] + s] * (pulls.y[pulls.yAt[m] + s] - mean);
      }
    },
    exponentials: true,
    modular: {
      forward(values, zAt, yAt, p) {
        const ring = jetRing(values.length, p);
        const all = Array.from(zAt, (at) => jetExponential(numberAt(values, at), p));
        const scale = ring.inverse(all.reduce((sum, e) => ring.sum(sum, e), ring.constant(more)));
        all.forEach((e, m) => {
          ring.product(e, scale).forEach((x, s) => (values[s][yAt[m]] = x));
        });
      },
      backward(values, _, yAt, pulls, dyAt, dzAt, p) {
        const ring = jetRing(values.length, p);
        const terms = Array.from(yAt, (at, m) => ring.product(numberAt(values, at), numberAt(pulls, dyAt[m])));
        const mean = terms.reduce((sum, term) => ring.sum(sum, term));
        terms.forEach((term, m) => {
          addAt(pulls, dzAt[m], ring.difference(term, ring.product(numberAt(values, yAt[m]), mean)), p);
        });
      },
    },
  };
}
