/** Outsiders' cases about the learning of modes, each with its right value, through the entry that editor and command line call. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { simulateSpec } from "../../../src/engine/tasks/simulate/simulate";
import type { Report } from "../../../src/engine/report/types";
import { randomStream } from "../../../src/engine/math/random/streams";
import { finish } from "../networks";

function simulated(text: string): Report {
  const result = finish(simulateSpec(text, { path: null, readDataFile: () => ({ kind: "none", why: "", help: "" }) }));
  assert.ok(result.kind === "report" && result.report.trajectory !== null, JSON.stringify(result).slice(0, 300));
  return result.report;
}

function simulatedCase(name: string): Report {
  return simulated(textOf(name));
}

function textOf(name: string): string {
  return readFileSync(path.resolve("test/fixtures/cases", `${name}.intrinsic.json`), "utf8");
}

/** Of each mode: what was predicted, its basis, and when the run saw it half learnt. */
function times({
  plateau,
  trajectory,
}: Report): { predicted: number | null; basis: string; note: string; seen: number | null }[] {
  return (plateau?.modes ?? []).map(({ learningTime }, k) => ({
    predicted: learningTime.value,
    basis: learningTime.basis,
    note: learningTime.note ?? "",
    seen: trajectory?.events.find(({ name }) => name === `mode ${k + 1} half learnt`)?.time ?? null,
  }));
}

function near(actual: number | null, expected: number, tolerance: number, what: string): void {
  assert.ok(actual !== null && Math.abs(actual - expected) <= tolerance, `${what}: ${actual}, not ${expected}`);
}

/** What a predicted time says of its own error. */
function barOf(note: string): number {
  const [, digits, exponent = "0"] = /^± ([\d.]+)(?:·10([⁻⁰¹²³⁴-⁹]+))?:/.exec(note) ?? [];
  const plain = [...exponent]
    .map((c) => ("⁰¹²³⁴⁵⁶⁷⁸⁹".includes(c) ? "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c) : c === "⁻" ? "-" : c))
    .join("");
  return Number(digits) * 10 ** Number(plain);
}

describe("cases: modes", () => {
  it("items and properties: the times at which the singular values pass half of the target's", () => {
    const modes = times(simulatedCase("02-items-properties"));
    // SciPy, singular values of Z; measured along the target's own vectors the first one is 3.5953.
    [3.595, 5.959, 5.997, 6.205].forEach((time, k) => {
      near(modes[k].predicted, time, 1e-3, `mode ${k + 1} predicted`);
      near(modes[k].seen, time, 1e-3, `mode ${k + 1} seen`);
      assert.equal(modes[k].basis, "predicted");
      near(modes[k].predicted, modes[k].seen ?? NaN, barOf(modes[k].note), `mode ${k + 1} within its error bar`);
    });
  });

  it("a repeated target: prediction and events speak of the same modes", () => {
    const report = simulatedCase("03-repeated-target");
    const modes = times(report);
    // NumPy: the eigenvalues of Z, which is symmetric here.
    [0.63224, 2.66751].forEach((time, k) => {
      near(modes[k].predicted, time, 1e-5, "predicted");
      near(modes[k].seen, time, 1e-5, "seen");
      near(report.trajectory?.modes?.learningTimes[k].value ?? null, time, 1e-5, "marked in the chart");
      assert.equal(modes[k].basis, "theorem");
    });
  });

  it("a mode at 3e-6 in each layer is learnt at t = ½ ln(1/9e-12 − 1) = 12.717", () => {
    const [, second] = times(simulatedCase("truth/mode-never-learnt-note-but-learnt"));
    near(second.predicted, Math.log(1 / 9e-12 - 1) / 2, 1e-6, "predicted");
    near(second.seen, 12.717, 1e-3, "seen");
  });

  it("a negative eigenvalue is never learnt from an identity start: the loss tends to 0.5068²/2", () => {
    // Shorter than the case itself: what is left falls like 1/t².
    const report = simulated(textOf("09-negative-eigenvalue").replace('"time":2000', '"time":200'));
    const third = times(report)[2];
    assert.deepEqual([third.predicted, third.basis, third.seen], [null, "theorem", null]);
    assert.match(third.note, /^Never: it starts against its target .* leaves the loss at 0\.128422, its limit\.$/);
    near(report.trajectory?.loss.at(-1) ?? null, 0.128422, 2e-5, "the run's loss");
    assert.ok((report.trajectory?.modes?.exactError ?? 1) < 1e-6, "its exact solution too");
  });
});

describe("cases of their kind: modes", () => {
  const spec = (
    widths: readonly number[],
    weights: readonly number[][][],
    matrix: readonly number[][],
    time: number,
  ): string =>
    JSON.stringify({
      architecture: { widths },
      initialization: { scheme: "explicit", weights },
      training: { data: { kind: "target", matrix }, optimizer: { type: "gradient-flow", time, tolerance: 1e-9 } },
    });

  it("an exact 0 is never learnt, and 0 to rounding is not called exact", () => {
    const start = (third: number): number[][] => [
      [1, 0],
      [0, third],
    ];
    const identity = start(1);
    const [, never] = times(simulated(spec([2, 2, 2], [start(0), start(0)], identity, 3)));
    assert.deepEqual([never.predicted, never.basis, never.seen], [null, "theorem", null]);
    assert.match(
      never.note,
      /^Never: no weight begins with any of this mode\. .* leaves the loss at 0\.5, its limit\.$/,
    );
    // Turned by an angle, the same start is 0 to rounding only.
    const [c, s] = [Math.cos(0.3), Math.sin(0.3)];
    const turned = [
      [c * c, c * s],
      [c * s, s * s],
    ];
    const [, doubtful] = times(simulated(spec([2, 2, 2], [turned, turned], identity, 3)));
    assert.deepEqual([doubtful.predicted, doubtful.basis], [null, "unknown"]);
    assert.match(doubtful.note, /0 to rounding.*until about t = 36/);
  });

  it("random two-layer starts, targets with repeated values: each time lies within its error bar of the run", () => {
    const random = randomStream(31, "mode times");
    let checked = 0;
    for (let trial = 0; trial < 6; trial++) {
      const [inputs, hidden, outputs] = [2 + random.integer(2), 4 + random.integer(6), 2 + random.integer(2)];
      const scale = [0.003, 0.02, 0.1][trial % 3];
      const draw = (rows: number, columns: number): number[][] =>
        Array.from({ length: rows }, () => Array.from({ length: columns }, () => scale * random.normal()));
      const target = Array.from({ length: outputs }, (_, i) =>
        Array.from({ length: inputs }, (_one, j) => (i === j ? (i === 2 ? 0.6 : 1.2) : 0)),
      );
      const weights = [draw(hidden, inputs), draw(outputs, hidden)];
      for (const { predicted, basis, note, seen } of times(
        simulated(spec([inputs, hidden, outputs], weights, target, 25)),
      )) {
        if (predicted === null) continue;
        assert.equal(basis, "predicted");
        near(predicted, seen ?? NaN, barOf(note), `trial ${trial}, scale ${scale}`);
        checked++;
      }
    }
    assert.ok(checked >= 10, `${checked} checked`);
  });

  it("of three layers from a random start no time is claimed", () => {
    const report = simulated(
      '{ "architecture": { "widths": [2, 3, 3, 2] }, "initialization": { "scheme": "gaussian", "seed": 1, "std": 0.1 }, "training": { "data": { "kind": "target", "matrix": [[2, 0], [0, 1]] }, "optimizer": { "type": "gradient-flow", "time": 1 } } }',
    );
    for (const { predicted, basis, note } of times(report)) {
      assert.deepEqual([predicted, basis], [null, "unknown"]);
      assert.match(note, /With three layers or more/);
    }
  });
});
