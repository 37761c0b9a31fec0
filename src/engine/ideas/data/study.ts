/**
 * What one pass over the data shows at the start. A relu unit whose pre-activation z is at most 0 on every sample gives 0 and
 * lets no gradient through (the derivative at 0 is taken as 0): the gradients of its incoming weights, its bias and its
 * outgoing weights are all exactly 0. Cost: one gradient.
 */
import { sigmaOf } from "../../model/activations";
import { INPUT, type Network } from "../../model/network";
import type { DataSection, DeadUnits } from "../../report/data/facts";
import type { GivenData } from "../../subject/given-data";

export interface DataStudy {
  readonly section: DataSection;
  /** The gradient is exactly 0. */
  readonly still: boolean;
}

/** `null`: no data were looked at. */
export function studyData(network: Network, theta: Float64Array, given: GivenData | null): DataStudy | null {
  if (given === null || given.kind === "none") return null;
  const { set, classes, objective } = given;
  const samples = set.kind === "samples" ? set.x.rows : null;
  const hasRelu = network.layers.slice(0, -1).some(isRelu);
  if (!hasRelu || samples === null) return { section: { samples, classes, dead: [] }, still: false };
  const alive = network.layers.map(({ units }) => new Uint8Array(units));
  const gradient = new Float64Array(theta.length);
  const loss = objective.gradient(theta, gradient, (layer, { numbers, z, stride, samples: size }) => {
    for (let unit = 0; unit < network.layers[layer].units; unit++) {
      const from = z + unit * stride;
      for (let s = from; s < from + size && alive[layer][unit] === 0; s++)
        if (!(numbers[s] <= 0)) alive[layer][unit] = 1;
    }
  });
  const dead = network.layers.flatMap((layer, index): DeadUnits[] => {
    if (!isRelu(layer) || index === network.layers.length - 1) return [];
    const units = [...alive[index].keys()].filter((unit) => alive[index][unit] === 0);
    const first = layer.sources.every((source) => source === INPUT);
    return units.length === 0 ? [] : [{ layer: layer.name, units, of: layer.units, first }];
  });
  const still = Number.isFinite(loss) && gradient.every((g) => g === 0);
  return { section: { samples, classes, dead }, still };
}

function isRelu({ activation }: Network["layers"][number]): boolean {
  return sigmaOf(activation).below === 0;
}
