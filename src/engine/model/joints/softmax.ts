/** exp(z_k) / sum_l exp(z_l) over a group; the largest is taken out first, so that nothing overflows. */
import type { Joint } from "./joint";

export const softmax: Joint = {
  name: "softmax",
  makes: "all",
  forward(z, zAt, y, yAt, samples) {
    const { length } = zAt;
    for (let s = 0; s < samples; s++) {
      let largest = -Infinity;
      for (let m = 0; m < length; m++) largest = Math.max(largest, z[zAt[m] + s]);
      let sum = 0;
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
      for (let m = 0; m < length; m++) pulls.z[pulls.zAt[m] + s] += y[yAt[m] + s] * (pulls.y[pulls.yAt[m] + s] - mean);
    }
  },
  modular: null,
};
