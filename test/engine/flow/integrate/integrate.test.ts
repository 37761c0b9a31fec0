/** Whole integrations: against closed forms, a closed orbit and an independent integrator. */
import assert from "node:assert/strict";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import { dopri5 } from "../../../../src/engine/flow/integrate/dopri5";
import { solveWithOdex } from "../odex";
import { arenstorf, distance, linear, lotkaVolterra, smooth, solve, vanDerPol } from "./systems";

const METHODS = [dopri5, dop853];

describe("flow/integrate: trajectories", () => {
  for (const method of METHODS) {
    it(`${method.name} follows closed forms to the tolerance`, () => {
      for (const known of [smooth, linear]) {
        for (const tolerance of [1e-5, 1e-8, 1e-11]) {
          const result = solve(known, { end: 3, tolerance, method });
          assert.equal(result.status, "done");
          assert.equal(result.time, 3);
          assert.ok(
            distance(result.y, known.solution!(3)) < 20 * tolerance,
            `${tolerance}: ${distance(result.y, known.solution!(3))}`,
          );
        }
      }
    });

    it(`${method.name} agrees with odex`, () => {
      for (const [known, end] of [
        [lotkaVolterra, 20],
        [vanDerPol, 20],
        [linear, 2],
        [smooth, 5],
      ] as const) {
        const result = solve(known, { end, tolerance: 1e-10, method });
        const odex = solveWithOdex(known.system, known.start, end, 1e-11);
        assert.ok(distance(result.y, odex.y) < 1e-7, `${distance(result.y, odex.y)}`);
      }
    });

    it(`${method.name} records samples at the tolerance, whatever the steps are`, () => {
      const samples = Array.from({ length: 301 }, (_, i) => i / 100);
      const result = solve(smooth, { end: 3, tolerance: 1e-8, method, samples });
      assert.equal(result.samples.length, samples.length);
      assert.deepEqual(result.samples[0], smooth.start);
      assert.deepEqual(result.samples[300], result.y);
      const worst = Math.max(...samples.map((t, i) => distance(result.samples[i], smooth.solution!(t))));
      assert.ok(worst < 1e-6, String(worst));
    });
  }

  it("closes the Arenstorf orbit", () => {
    const result = solve(arenstorf, { end: arenstorf.period, tolerance: 1e-12, method: dop853 });
    assert.ok(distance(result.y, arenstorf.start) < 1e-6, String(distance(result.y, arenstorf.start)));
    assert.ok(result.steps.evaluations < 5000, String(result.steps.evaluations));
  });
});
