/**
 * The norm of a batch in training, over a group of n numbers of every one of N samples, with eps added under the root as in PyTorch:
 *   y = (z - mean z) / s,  s² = mean (z - mean z)² + eps,  means over all n N numbers;
 * back:  dz = (dy - mean dy - y mean(y dy)) / s.
 * (Ioffe & Szegedy, arXiv:1502.03167.) It is a layer norm over the numbers of a whole batch.
 */
import type { Joint, Places } from "./joint";
import { normalization } from "./normalization";

const KNOWN = new Map<number, Joint>();

/** The same object for the same number. Its samples must be the whole batch. */
export function batchNormalization(eps: number): Joint {
  const found = KNOWN.get(eps) ?? made(eps);
  KNOWN.set(eps, found);
  return found;
}

function made(eps: number): Joint {
  const spread = (z: Float64Array, zAt: Places, samples: number): { mean: number; deviation: number } => {
    const share = 1 / (zAt.length * samples);
    let mean = 0;
    for (let m = 0; m < zAt.length; m++) for (let s = 0; s < samples; s++) mean += z[zAt[m] + s] * share;
    let square = 0;
    for (let m = 0; m < zAt.length; m++)
      for (let s = 0; s < samples; s++) square += (z[zAt[m] + s] - mean) ** 2 * share;
    return { mean, deviation: Math.sqrt(square + eps) };
  };
  return {
    name: `batch norm, eps ${eps}`,
    makes: "all",
    ofBatch: normalization("layer", eps),
    modular: null,
    forward(z, zAt, y, yAt, samples) {
      const { mean, deviation } = spread(z, zAt, samples);
      for (let m = 0; m < zAt.length; m++)
        for (let s = 0; s < samples; s++) y[yAt[m] + s] = (z[zAt[m] + s] - mean) / deviation;
    },
    backward({ z, zAt, y, yAt }, pulls, samples) {
      const share = 1 / (zAt.length * samples);
      const { deviation } = spread(z, zAt, samples);
      let [mean, along] = [0, 0];
      for (let m = 0; m < zAt.length; m++)
        for (let s = 0; s < samples; s++) {
          const pull = pulls.y[pulls.yAt[m] + s] * share;
          mean += pull;
          along += y[yAt[m] + s] * pull;
        }
      for (let m = 0; m < zAt.length; m++)
        for (let s = 0; s < samples; s++)
          pulls.z[pulls.zAt[m] + s] += (pulls.y[pulls.yAt[m] + s] - mean - y[yAt[m] + s] * along) / deviation;
    },
  };
}
