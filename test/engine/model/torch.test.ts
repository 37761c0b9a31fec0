/**
 * Layers against PyTorch's own: outputs, loss and gradient in float64, of specs with explicit weights in the order of theta.
 * The scripts of test/fixtures/torch wrote the numbers, a file each.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { objectiveOf } from "../../../src/engine/flow/objective/objective";
import { fromRows } from "../../../src/engine/math/dense/matrix";
import { parameterCount } from "../../../src/engine/model/compile";
import { readSpec } from "../../../src/engine/spec/read";

interface Case {
  readonly name: string;
  readonly architecture: object;
  readonly theta: readonly number[];
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  readonly loss: number;
  readonly gradient: readonly number[];
}

const FOLDER = "test/fixtures/torch";
const FILES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file) => JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")) as { torch: string; cases: readonly Case[] });
const CASES = FILES.flatMap(({ cases }) => cases);

describe(`layers compute what PyTorch ${FILES[0].torch} computes`, () => {
  for (const { name, architecture, theta, x, y, outputs, loss, gradient } of CASES)
    it(name, () => {
      const { network, problems } = readSpec(JSON.stringify({ architecture }));
      assert.deepEqual(problems, []);
      assert.ok(network !== null);
      assert.equal(parameterCount(network), theta.length);
      const point = Float64Array.from(theta);
      const objective = objectiveOf(network, { kind: "samples", x: fromRows(x), y: fromRows(y) }, "mse");
      near(objective.outputs(point).data, outputs.flat(), "outputs");
      const found = new Float64Array(theta.length);
      near([objective.gradient(point, found)], [loss], "loss");
      near(found, gradient, "gradient");
    });
});

function near(found: ArrayLike<number>, expected: readonly number[], what: string): void {
  assert.equal(found.length, expected.length);
  const size = Math.hypot(...expected);
  expected.forEach((value, i) =>
    assert.ok(Math.abs(found[i] - value) <= 1e-12 * size, `${what} ${i}: ${found[i]}, PyTorch ${value}`),
  );
}
