/** z_k / sum of z_l over a group: numbers that are positive as parts of their sum. */
import { jetRing } from "../../math/modular/jet-number";
import { addAt, numberAt, type Joint } from "./joint";

export const shares: Joint = {
  name: "shares",
  makes: "all",
  forward(z, zAt, y, yAt, samples) {
    const { length } = zAt;
    for (let s = 0; s < samples; s++) {
      let sum = 0;
      for (let m = 0; m < length; m++) sum += z[zAt[m] + s];
      for (let m = 0; m < length; m++) y[yAt[m] + s] = z[zAt[m] + s] / sum;
    }
  },
  /** dz_k += (dy_k - sum_l y_l dy_l) / sum of z */
  backward({ z, zAt, y, yAt }, pulls, samples) {
    const { length } = yAt;
    for (let s = 0; s < samples; s++) {
      let [sum, mean] = [0, 0];
      for (let m = 0; m < length; m++) {
        sum += z[zAt[m] + s];
        mean += y[yAt[m] + s] * pulls.y[pulls.yAt[m] + s];
      }
      for (let m = 0; m < length; m++) pulls.z[pulls.zAt[m] + s] += (pulls.y[pulls.yAt[m] + s] - mean) / sum;
    }
  },
  modular: {
    forward(values, zAt, yAt, p) {
      const ring = jetRing(values.length, p);
      const all = Array.from(zAt, (at) => numberAt(values, at));
      const scale = ring.inverse(all.reduce((sum, x) => ring.sum(sum, x)));
      all.forEach((x, m) => {
        ring.product(x, scale).forEach((part, s) => (values[s][yAt[m]] = part));
      });
    },
    backward(values, zAt, yAt, pulls, dyAt, dzAt, p) {
      const ring = jetRing(values.length, p);
      const scale = ring.inverse(Array.from(zAt, (at) => numberAt(values, at)).reduce((sum, x) => ring.sum(sum, x)));
      const pull = Array.from(dyAt, (at) => numberAt(pulls, at));
      const terms = pull.map((d, m) => ring.product(d, numberAt(values, yAt[m])));
      const mean = terms.reduce((sum, term) => ring.sum(sum, term));
      pull.forEach((d, m) => addAt(pulls, dzAt[m], ring.product(ring.difference(d, mean), scale), p));
    },
  },
};
