/** How an integration ends, what it shows on its way, and what it refuses. */
import assert from "node:assert/strict";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import { dopri5 } from "../../../../src/engine/flow/integrate/dopri5";
import { integrate, smallestTolerance } from "../../../../src/engine/flow/integrate/integrate";
import { linear, lotkaVolterra, smooth, solve, system } from "./systems";

const exponential = { system: system(1, (_t, y, into) => void (into[0] = y[0])), start: Float64Array.of(1) };
/** y = 1 / (1 - t). */
const blowUp = { system: system(1, (_t, y, into) => void (into[0] = y[0] * y[0])), start: Float64Array.of(1) };
/** A slow cosine with a rate of 10⁷ towards it. */
const stiff = {
  system: system(2, (_t, y, into) => {
    into[0] = -1e7 * (y[0] - Math.cos(y[1]));
    into[1] = 1;
  }),
  start: Float64Array.of(2, 0),
};

describe("flow/integrate: endings", () => {
  for (const method of [dopri5, dop853]) {
    describe(method.name, () => {
      it("diverges with the time where a solution becomes infinite", () => {
        const result = solve(blowUp, { end: 3, tolerance: 1e-10, method });
        assert.equal(result.status, "diverged");
        assert.match(result.sentence, /^diverged: the solution grows beyond 1\.00·10¹² just after t = 1$/);
        assert.ok(Math.abs(result.time - 1) < 1e-9);
        assert.ok(result.y.every(Number.isFinite));
      });

      it("diverges above the given norm, within the step that exceeds it", () => {
        const result = solve(exponential, { end: 100, tolerance: 1e-10, method, divergedAbove: 1000 });
        assert.equal(result.status, "diverged");
        assert.ok(result.y[0] <= 1000 && result.time < Math.log(1000) && result.time > Math.log(1000) - 2);
      });

      it("diverges where the derivative is not finite, at the start and later", () => {
        const nowhere = solve(
          { system: system(1, (_t, _y, into) => void (into[0] = NaN)), start: Float64Array.of(1) },
          { end: 1, tolerance: 1e-8, method },
        );
        assert.equal(nowhere.status, "diverged");
        const later = solve(
          { system: system(1, (t, y, into) => void (into[0] = t > 0.5 ? NaN : y[0])), start: Float64Array.of(1) },
          { end: 1, tolerance: 1e-8, method },
        );
        assert.equal(later.status, "diverged");
        assert.match(later.sentence, /not finite just after t = 0\.5$/);
        assert.ok(Math.abs(later.time - 0.5) < 1e-12);
      });

      it("calls stiff what stability would keep from ever ending, and soon", () => {
        const result = solve(stiff, { end: 10, tolerance: 1e-8, method });
        assert.equal(result.status, "stiff");
        assert.match(
          result.sentence,
          /^stiff: step below .* at t = .* because of stability; the rest would take .* more steps$/,
        );
        assert.ok(result.steps.accepted < 2000, String(result.steps.accepted));
      });

      it("takes a stiff system to its end when steps suffice", () => {
        const result = solve(stiff, { end: 0.002, tolerance: 1e-8, method });
        assert.equal(result.status, "done");
        assert.ok(Math.abs(result.y[0] - Math.cos(0.002)) < 1e-6);
      });

      it("calls stiff a step below the smallest allowed", () => {
        const result = solve(linear, { end: 1, tolerance: 1e-12, method, smallestStep: 0.5 });
        assert.equal(result.status, "stiff");
        assert.equal(result.sentence, "stiff: step below 0.5 at t = 0");
      });

      it("calls stiff a jump that no step resolves", () => {
        // A jump of the slope at t = 1 is passed; one of f by 1e20 within one ulp is not.
        const jump = system(1, (t, _y, into) => void (into[0] = 1 / Math.abs(t - 1)));
        const result = solve({ system: jump, start: Float64Array.of(1) }, { end: 2, tolerance: 1e-10, method });
        assert.ok(result.status === "stiff" || result.status === "diverged", result.status);
        assert.ok(Math.abs(result.time - 1) < 1e-6);
      });

      it("stops at the number of steps", () => {
        const result = solve(lotkaVolterra, { end: 1000, tolerance: 1e-10, method, maxSteps: 20 });
        assert.equal(result.status, "max-steps");
        assert.equal(result.steps.accepted + result.steps.rejected, 20);
        assert.match(result.sentence, /^max-steps: 20 steps at t = /);
      });

      it("rests at rest, also at zero and without components", () => {
        for (const n of [0, 2]) {
          const result = solve(
            { system: system(n, (_t, _y, into) => void into.fill(0)), start: new Float64Array(n) },
            { end: 5, tolerance: 1e-10, method },
          );
          assert.equal(result.status, "done");
          assert.deepEqual(result.y, new Float64Array(n));
        }
      });

      it("leaves zero at the tolerance", () => {
        // y' = 1 - y from 0: there is no size of y to start with.
        const result = solve(
          { system: system(1, (_t, y, into) => void (into[0] = 1 - y[0])), start: new Float64Array(1) },
          { end: 2, tolerance: 1e-10, method },
        );
        assert.ok(Math.abs(result.y[0] - (1 - Math.exp(-2))) < 1e-9);
      });

      it("starts anywhere in time and ends there, too", () => {
        const from = solve(
          { ...smooth, start: Float64Array.from(smooth.solution!(-3)) },
          { start: -3, end: 0, tolerance: 1e-10, method, samples: [-3, -1, 0] },
        );
        assert.deepEqual([from.status, from.time, from.samples.length], ["done", 0, 3]);
        assert.ok(Math.abs(from.samples[1][0] - smooth.solution!(-1)[0]) < 1e-7);
        const nowhere = solve(smooth, { end: 0, tolerance: 1e-10, method, samples: [0] });
        assert.deepEqual([nowhere.status, nowhere.steps.evaluations, nowhere.samples.length], ["done", 0, 1]);
      });
    });
  }

  it("raises a tolerance that double precision does not allow, and says so", () => {
    const raised = solve(smooth, { end: 3, tolerance: 1e-30, method: dop853 });
    assert.match(
      raised.sentence,
      /^done: reached t = 3 \(tolerance raised to 1\.00·10⁻¹⁴, what double precision allows\)$/,
    );
    assert.deepEqual(raised.y, solve(smooth, { end: 3, tolerance: smallestTolerance, method: dop853 }).y);
  });

  it("refuses at once what contradicts itself", () => {
    const good = { end: 1, tolerance: 1e-6, method: dopri5 };
    const refused = [
      { tolerance: 0 },
      { tolerance: -1 },
      { tolerance: NaN },
      { tolerance: 1 },
      { end: -1 },
      { end: NaN },
      { end: Infinity },
      { maxSteps: 0 },
      { smallestStep: -1 },
      { samples: [0.5, 0.5] },
      { samples: [-0.1] },
      { samples: [0.5, 1.1] },
      { samples: [NaN] },
    ];
    for (const wrong of refused)
      assert.throws(
        () => integrate(smooth.system, smooth.start, { ...good, ...wrong }),
        RangeError,
        JSON.stringify(wrong),
      );
    assert.throws(() => integrate(smooth.system, Float64Array.of(1), good), /y0 has 1 components, the system 3/);
    assert.throws(() => integrate(smooth.system, Float64Array.of(1, NaN, 1), good), /not finite/);
  });
});

describe("flow/integrate: on the way", () => {
  it("yields after every so many evaluations, and can be left", () => {
    const running = integrate(lotkaVolterra.system, lotkaVolterra.start, {
      end: 1e6,
      tolerance: 1e-10,
      method: dop853,
      evaluationsPerYield: 100,
    });
    for (let i = 1; i <= 50; i++) {
      const { done, value } = running.next();
      assert.ok(done === false && value.steps.evaluations >= 100 * i && value.steps.evaluations < 100 * i + 20 * i);
    }
  });

  it("shows samples as they are recorded, and its own y", () => {
    const samples = Array.from({ length: 100 }, (_, i) => i / 2);
    const running = integrate(lotkaVolterra.system, lotkaVolterra.start, {
      end: 50,
      tolerance: 1e-10,
      method: dopri5,
      samples,
    });
    let [before, seen] = [0, 0];
    for (let next = running.next(); ; next = running.next()) {
      if (next.done) break;
      const { samplesRecorded, time, y } = next.value;
      assert.equal(next.value.samples.length, samplesRecorded);
      assert.equal(samplesRecorded, samples.filter((t) => t <= time).length);
      assert.ok(y.length === 2 && time > before);
      [before, seen] = [time, seen + 1];
    }
    assert.ok(seen > 20);
  });

  it("records what was asked for, however many steps it takes", () => {
    const made = countVectors(() =>
      solve(lotkaVolterra, { end: 10, tolerance: 1e-6, method: dop853, samples: [1, 2, 3] }),
    );
    const more = countVectors(() =>
      solve(lotkaVolterra, { end: 1000, tolerance: 1e-12, method: dop853, samples: [1, 2, 3] }),
    );
    assert.ok(more.steps > 50 * made.steps);
    assert.ok(made.vectors > 20);
    assert.equal(more.vectors, made.vectors);
  });

  it("is the same whether one yields often or never", () => {
    const options = { end: 20, tolerance: 1e-10, method: dop853 };
    const often = solve(lotkaVolterra, { ...options, evaluationsPerYield: 1 });
    const never = solve(lotkaVolterra, { ...options, evaluationsPerYield: Infinity });
    assert.equal(never.yields, 0);
    assert.ok(often.yields >= often.steps.accepted - 1);
    assert.deepEqual(often.y, never.y);
  });
});

/** How many vectors of doubles are made while it runs. */
function countVectors(run: () => { readonly steps: { readonly accepted: number } }): {
  readonly vectors: number;
  readonly steps: number;
} {
  const original = globalThis.Float64Array;
  let vectors = 0;
  globalThis.Float64Array = new Proxy(original, {
    construct: (target, args, newTarget) => {
      vectors++;
      return Reflect.construct(target, args, newTarget === globalThis.Float64Array ? target : newTarget) as object;
    },
  });
  try {
    return { steps: run().steps.accepted, vectors };
  } finally {
    globalThis.Float64Array = original;
  }
}
