/** Networks of every shape the spec language can write, small: for comparing passes. */
import type { RandomStream } from "../../../src/engine/math/random/streams";
import type { ActivationName, Layer, Network } from "../../../src/engine/model/network";

/** Layers of `names`, a quarter of them diagonal, a third with a second source, half with a bias. */
export function randomNetwork(random: RandomStream, names: readonly ActivationName[]): Network {
  const inputs = 1 + random.integer(4);
  const layers: Layer[] = [];
  const widthOf = (source: number): number => (source < 0 ? inputs : layers[source]!.units);
  const depth = 1 + random.integer(4);
  for (let l = 0; l < depth; l++) {
    const skips = l > 0 && random.integer(3) === 0;
    const sources = [...new Set([l - 1, ...(skips ? [random.integer(l) - 1] : [])])];
    const diagonal = sources.length === 1 && random.integer(4) === 0;
    layers.push({
      name: `layer${l + 1}`,
      type: diagonal ? "diagonal" : "dense",
      units: diagonal ? widthOf(sources[0]!) : 1 + random.integer(5),
      activation: { name: names[random.integer(names.length)]!, slope: 0.1 },
      bias: random.integer(2) === 0,
      sources,
    });
  }
  return { inputs, layers, parametrization: "auto" };
}
