/**
 * The largest of the numbers of a group; the derivative goes to the first of those that are largest, as PyTorch has it.
 * Positively homogeneous: max(c z) = c max(z) for c > 0.
 */
import type { Joint, Places } from "./joint";

export const maximum: Joint = {
  name: "maximum",
  makes: "one",
  forward(z, zAt, y, yAt, samples) {
    for (let s = 0; s < samples; s++) y[yAt[0] + s] = z[zAt[largest(z, zAt, s)] + s];
  },
  backward({ z, zAt }, pulls, samples) {
    for (let s = 0; s < samples; s++) pulls.z[pulls.zAt[largest(z, zAt, s)] + s] += pulls.y[pulls.yAt[0] + s];
  },
  modular: null,
  kinks: true,
};

/** Which member. */
function largest(z: Float64Array, zAt: Places, sample: number): number {
  let at = 0;
  for (let m = 1; m < zAt.length; m++) if (z[zAt[m] + sample] > z[zAt[at] + sample]) at = m;
  return at;
}
