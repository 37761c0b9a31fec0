/**
 * A layer type that the engine does not know is refused at every door, never taken for one that it knows: 0.7.0 read "not
 * diagonal" as dense, and answered a made-up layer with a certified count while the network itself computed NaN.
 */
import assert from "node:assert/strict";
import type { Layer, Network } from "../../src/engine/model/network";
import { blocksOf, parameterCount } from "../../src/engine/model/compile";
import { initialize } from "../../src/engine/model/initializers";
import { listPaths, pathCount, pathJacobian } from "../../src/engine/model/paths";
import { linearNetwork } from "../../src/engine/model/passes/transfer/linear";
import { evaluate } from "../../src/engine/flow/objective/objective";
import { countLaws } from "../../src/engine/theory/laws/count";
import { lawFamilies } from "../../src/engine/theory/laws/families";
import { fieldSystem } from "../../src/engine/theory/laws/fields";
import { decideMetric } from "../../src/engine/theory/metric/verdict";
import { recoverOnGraph } from "../../src/engine/theory/metric/graph";
import { liftedMap } from "../../src/engine/theory/metric/lifted";
import { findManifolds } from "../../src/engine/theory/manifolds/manifolds";
import { layerGains } from "../../src/engine/theory/plateau/bottlenecks";
import { chain, finish } from "../engine/networks";

describe("house: a made-up layer type", () => {
  for (const activation of ["identity", "relu", "tanh"] as const) {
    const known = chain([2, 3, 2], activation);
    const made: Network = {
      ...known,
      layers: known.layers.map((layer) => ({ ...layer, type: "made-up" as Layer["type"] })),
    };
    const theta = Float64Array.from({ length: 12 }, (_, i) => Math.sin(i + 1));
    const plan = {
      seed: 0,
      layers: known.layers.map(() => ({ scheme: "gaussian" as const, own: { std: 1 }, scale: 1 })),
    };
    const doors: Readonly<Record<string, (network: Network) => unknown>> = {
      "the layout of θ": blocksOf,
      "the number of parameters": parameterCount,
      "the initialization": (network) => initialize(network, plan as never),
      "the forward pass": (network) => evaluate(network, theta, { rows: 4, columns: 2, data: theta.slice(0, 8) }),
      "the end-to-end map": linearNetwork,
      "the number of paths": pathCount,
      "the paths": (network) => pathJacobian(network, listPaths(network), theta),
      "the fields mod p": (network) => fieldSystem(network, 4194301),
      "the law families": lawFamilies,
      "the count": (network) => finish(countLaws(network)),
      "the lifted map": liftedMap,
      "the graph": (network) => recoverOnGraph(network, theta),
      "the metric property": (network) => finish(decideMetric(network, finish(countLaws(known)), theta)).verdict.value,
      "the manifolds": (network) => findManifolds(network, theta),
      "the gains": (network) => layerGains(network, theta),
    };
    for (const [door, enter] of Object.entries(doors))
      it(`is refused by ${door} (${activation})`, () => {
        assert.throws(() => says(enter(made)), /There is no layer type "made-up"/);
      });
  }
});

/** Saying nothing at all is a refusal too. */
function says(answer: unknown): void {
  if (answer === null || answer === "unknown") throw new Error('There is no layer type "made-up".');
}
