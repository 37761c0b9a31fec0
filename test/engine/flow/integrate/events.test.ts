/** Events: where they are, which are found, and what they end. */
import assert from "node:assert/strict";
import type { WatchedEvent } from "../../../../src/engine/flow/integrate/events";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import { dopri5 } from "../../../../src/engine/flow/integrate/dopri5";
import { solve, system } from "./systems";

/** (cos t, -sin t). */
const circle = {
  system: system(2, (_t, y, into) => {
    into[0] = y[1];
    into[1] = -y[0];
  }),
  start: Float64Array.of(1, 0),
};
const watch = (direction: WatchedEvent["direction"], value: WatchedEvent["value"], terminal = false): WatchedEvent => ({
  name: "zero",
  direction,
  terminal,
  value,
});
const cosine = (_t: number, y: Float64Array): number => y[0];

describe("flow/integrate: events", () => {
  for (const method of [dopri5, dop853]) {
    const options = { end: 20, tolerance: 1e-12, method };
    describe(method.name, () => {
      it("finds every zero of the cosine, in order, and in one direction when asked", () => {
        const zeros = [0, 1, 2, 3, 4, 5].map((k) => (k + 0.5) * Math.PI);
        for (const [direction, expected] of [
          ["either", zeros],
          ["falling", zeros.filter((_, k) => k % 2 === 0)],
          ["rising", zeros.filter((_, k) => k % 2 === 1)],
        ] as const) {
          const { events } = solve(circle, { ...options, events: [watch(direction, cosine)] });
          assert.equal(events.length, expected.length);
          events.forEach(({ time, y }, k) => {
            assert.ok(Math.abs(time - expected[k]) < 1e-9, String(time - expected[k]));
            assert.ok(Math.abs(y[0]) < 1e-13);
          });
        }
      });

      it("locates a function of time alone to a few units in the last place, however it bends", () => {
        const shapes: WatchedEvent["value"][] = [
          (t) => t - 7.3,
          (t) => (t - 7.3) ** 3,
          (t) => Math.expm1(20 * (t - 7.3)),
          (t) => Math.sign(t - 7.3),
          (t) => Math.atan(1e9 * (t - 7.3)),
          (t) => Math.cbrt(t - 7.3),
        ];
        for (const value of shapes) {
          const { events } = solve(circle, { ...options, events: [watch("rising", value)] });
          assert.equal(events.length, 1);
          assert.ok(Math.abs(events[0].time - 7.3) < 4e-15, `${value.toString()}: ${events[0].time - 7.3}`);
        }
      });

      it("ends at a terminal event, with what came before it and nothing after", () => {
        const samples = [0, 1, 2, 3, 4, 5, 6];
        const early = { ...watch("falling", (_t, y) => y[0] - 0.5), name: "half" };
        const late = { ...watch("rising", cosine, true), name: "up" };
        const after = { ...watch("rising", (t) => t - 4.72), name: "after" };
        const result = solve(circle, { ...options, samples, events: [after, late, early] });
        assert.equal(result.status, "event");
        assert.equal(result.sentence, "event: up at t = 4.71239");
        assert.ok(Math.abs(result.time - 1.5 * Math.PI) < 1e-9);
        assert.deepEqual(
          result.events.map(({ name }) => name),
          ["half", "up"],
        );
        assert.deepEqual(result.events[1].y, result.y);
        assert.equal(result.samples.length, 5);
      });

      it("puts several events of one step in the order of time", () => {
        const at = (time: number, name: string): WatchedEvent => ({
          name,
          direction: "either",
          terminal: false,
          value: (t) => t - time,
        });
        const still = { system: system(1, (_t, _y, into) => void into.fill(0)), start: Float64Array.of(1) };
        const { events } = solve(still, { ...options, events: [at(19.9, "c"), at(19.7, "a"), at(19.8, "b")] });
        assert.deepEqual(
          events.map(({ name }) => name),
          ["a", "b", "c"],
        );
      });

      it("does not take a start on the surface for a crossing", () => {
        const sine = watch("either", (_t, y) => y[1]);
        const { events } = solve(circle, { ...options, end: 4, events: [sine] });
        assert.equal(events.length, 1);
        assert.ok(Math.abs(events[0].time - Math.PI) < 1e-9);
      });

      it("can go on from a terminal event", () => {
        const first = solve(circle, { ...options, events: [watch("either", cosine, true)] });
        const second = solve(
          { ...circle, start: first.y },
          { ...options, start: first.time, events: [watch("either", cosine, true)] },
        );
        assert.ok(Math.abs(second.time - first.time - Math.PI) < 1e-9, String(second.time));
      });

      it("passes over a function that is not a number", () => {
        const { status, events } = solve(circle, { ...options, events: [watch("either", () => NaN, true)] });
        assert.deepEqual([status, events.length], ["done", 0]);
      });
    });
  }
});
