/** Training a linear neural ODE, with what is watched along it, and the section of the report that it becomes. */
import assert from "node:assert/strict";
import { depthTrajectorySection } from "../../../../src/engine/tasks/simulate/depth-trajectory";
import { transported } from "../../../../src/engine/theory/depth/metric";
import { pathPair } from "../../../../src/engine/theory/depth/pair";
import { simulateDepth } from "../../../../src/engine/theory/depth/simulate";
import { pathViolation } from "../../../../src/engine/theory/depth/violation";
import { finish } from "../../networks";
import { gaussian, relaxedBalanced, toTarget } from "./paths";

const COMMON = { width: 3, nodes: 24, time: 1, tolerance: 1e-10 } as const;

describe("a simulated linear neural ODE", () => {
  it("follows the closed equation and keeps its laws under relaxed balance", () => {
    const { path } = relaxedBalanced(3, 24);
    const state = finish(simulateDepth({ ...COMMON, path, loss: toTarget(3, 1), partner: null }));
    const section = depthTrajectorySection(state);
    assert.deepEqual([section.status, state.times.length, section.times.at(-1)], ["done", 121, 1]);
    assert.ok(
      section.intrinsicFlow !== null && section.intrinsicFlow.maxError < 1e-6,
      String(section.intrinsicFlow?.maxError),
    );
    assert.equal(section.intrinsicFlow.errors.length, 121);
    assert.ok(section.drift[0].maxAbsolute < 1e-6, String(section.drift[0].maxAbsolute));
    assert.ok(section.loss.every((x, i) => i === 0 || x < section.loss[i - 1]));
    assert.ok(
      state.singularValues.every((values) => values.length === 3 && values[2] > 0),
      "Z_1 stays invertible",
    );
    const map = section.depthDrift;
    assert.ok(
      map !== undefined &&
        map.values.length === map.times.length &&
        map.values.every((row) => row.length === map.places.length),
    );
    assert.deepEqual([map.times[0], map.times.at(-1), map.places[0], map.places.at(-1)], [0, 1, 0, 1]);
    assert.ok(
      map.values[0].every((x) => x === 0),
      "no drift at the start",
    );
    assert.doesNotThrow(() => JSON.stringify(section));
  });

  it("off relaxed balance tells why there is no closed equation, and separates the paths of a pair", () => {
    const { transport, path } = gaussian(3, 24, 4);
    const at = transported(transport, path);
    const found = finish(pathViolation(transport, path, at));
    const pair = found === null ? null : pathPair(transport, path, at, found);
    assert.ok(pair !== null);
    const section = depthTrajectorySection(
      finish(simulateDepth({ ...COMMON, path, loss: toTarget(3, 1), partner: pair.second })),
    );
    assert.equal(section.intrinsicFlow, null);
    assert.match(section.intrinsicFlowNote ?? "", /not continuous relaxed balanced/);
    assert.ok(
      section.pair !== null && section.pair.separation[0] < 1e-8 && Math.max(...section.pair.separation) > 1e-4,
      String(Math.max(...(section.pair?.separation ?? []))),
    );
    assert.ok(section.drift[0].maxAbsolute < 1e-6);
  });

  it("can be looked at on its way, and cancelled", () => {
    const { path } = relaxedBalanced(3, 24);
    const steps = simulateDepth({ ...COMMON, path, loss: toTarget(3, 1), partner: null });
    const first = steps.next();
    assert.ok(
      first.done !== true && first.value.fraction !== null && first.value.fraction >= 0 && first.value.fraction < 1,
    );
    assert.equal(depthTrajectorySection(first.value.state).status, "running");
    assert.match(depthTrajectorySection(first.value.state, true).sentence, /^cancelled: stopped at t/);
  });
});
