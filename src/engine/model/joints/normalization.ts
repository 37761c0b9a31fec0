/**
 * Norms over a group of n numbers, with eps added under the root as in PyTorch:
 *   layer  y = (z - mean z) / s, s² = mean (z - mean z)² + eps;      rms  y = z / s, s² = mean z² + eps.
 * Back:  dz = (dy - [mean dy] - y mean(y dy)) / s,  the mean of dy for layer only.
 */
import type { Joint, Places } from "./joint";

const KNOWN = new Map<string, Joint>();

/** The same object for the same numbers. */
export function normalization(kind: "layer" | "rms", eps: number): Joint {
  const name = `${kind} norm, eps ${eps}`;
  const found = KNOWN.get(name) ?? made(name, kind === "layer", eps);
  KNOWN.set(name, found);
  return found;
}

function made(name: string, centred: boolean, eps: number): Joint {
  const spread = (z: Float64Array, zAt: Places, s: number): { mean: number; deviation: number } => {
    const n = zAt.length;
    let mean = 0;
    if (centred) for (let m = 0; m < n; m++) mean += z[zAt[m] + s] / n;
    let square = 0;
    for (let m = 0; m < n; m++) square += (z[zAt[m] + s] - mean) ** 2 / n;
    return { mean, deviation: Math.sqrt(square + eps) };
  };
  return {
    name,
    makes: "all",
    forward(z, zAt, y, yAt, samples) {
      for (let s = 0; s < samples; s++) {
        const { mean, deviation } = spread(z, zAt, s);
        for (let m = 0; m < zAt.length; m++) y[yAt[m] + s] = (z[zAt[m] + s] - mean) / deviation;
      }
    },
    backward({ z, zAt, y, yAt }, pulls, samples) {
      const n = zAt.length;
      for (let s = 0; s < samples; s++) {
        const { deviation } = spread(z, zAt, s);
        let [sum, along] = [0, 0];
        for (let m = 0; m < n; m++) {
          const pull = pulls.y[pulls.yAt[m] + s];
          if (centred) sum += pull / n;
          along += (y[yAt[m] + s] * pull) / n;
        }
        for (let m = 0; m < n; m++)
          pulls.z[pulls.zAt[m] + s] += (pulls.y[pulls.yAt[m] + s] - sum - y[yAt[m] + s] * along) / deviation;
      }
    },
    modular: null,
  };
}
