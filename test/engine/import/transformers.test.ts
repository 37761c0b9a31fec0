/**
 * Tiny models of transformers (test/fixtures/import/make.py), imported with their weights: what the network computes and its
 * gradient are PyTorch's, and every law that is listed is orthogonal to PyTorch's gradient.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { openCheckpointFile } from "../../../src/engine/checkpoint/node";
import { objectiveOf } from "../../../src/engine/flow/objective/objective";
import { importFrom } from "../../../src/engine/import/node";
import { fromRows } from "../../../src/engine/math/dense/matrix";
import { parameterCount } from "../../../src/engine/model/compile";
import type { Network } from "../../../src/engine/model/network";
import { readSpec, type SpecReading } from "../../../src/engine/spec/read";
import { lawFamilies } from "../../../src/engine/theory/laws/families";
import { lawGradients } from "../../../src/engine/theory/metric/law-map";
import { loadPiece } from "../../../src/engine/weights/load";
import { match } from "../../../src/engine/weights/match";

const FOLDER = path.resolve("test/fixtures/import");
const MODELS = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

interface Expected {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  readonly loss: number;
}

describe("models of transformers, imported", () => {
  for (const model of MODELS)
    it(`${model} computes what PyTorch computes, and its laws are orthogonal to PyTorch's gradient`, async () => {
      const folder = path.join(FOLDER, model);
      const imported = await importFrom(folder, folder);
      assert.ok(imported.kind === "spec", JSON.stringify(imported));
      // Small images, as the script had them.
      const text = imported.text.replace('"height": 224, "width": 224', '"height": 16, "width": 16');
      const reading = readSpec(text);
      assert.deepEqual(reading.problems, []);
      const { network } = reading;
      assert.ok(network !== null);
      const { x, y, outputs, loss } = JSON.parse(readFileSync(path.join(folder, "expected.json"), "utf8")) as Expected;
      const theta = await tensorsOf(path.join(folder, "model.safetensors"), network, reading);
      const gradient = await tensorsOf(path.join(folder, "gradient.safetensors"), network, reading);
      const objective = objectiveOf(network, { kind: "samples", x: fromRows(x), y: fromRows(y) }, "mse");
      near(objective.outputs(theta).data, outputs.flat(), "outputs");
      const own = new Float64Array(theta.length);
      near([objective.gradient(theta, own)], [loss], "loss");
      near(own, gradient, "gradient");
      const families = lawFamilies(network);
      assert.ok(families.length > 0);
      for (const family of families) {
        const laws = lawGradients([family], theta);
        for (let law = 0; law < laws.rows; law++) {
          const row = laws.data.subarray(law * laws.columns, (law + 1) * laws.columns);
          const rate = row.reduce((sum, value, i) => sum + value * gradient[i], 0);
          const most = row.reduce((sum, value, i) => sum + Math.abs(value * gradient[i]), 0);
          assert.ok(Math.abs(rate) <= 1e-12 * Math.max(most, 1e-3), `${family.id} ${law}: ${rate} of ${most}`);
        }
      }
    });
});

async function tensorsOf(file: string, network: Network, { initialization }: SpecReading): Promise<Float64Array> {
  const { checkpoint, close } = await openCheckpointFile(file, path.dirname(file));
  try {
    const theta = new Float64Array(parameterCount(network));
    const plan = initialization?.file;
    assert.ok(plan !== undefined);
    const { matched, mismatches } = match(network, file, checkpoint.tensors, plan.tensors);
    assert.deepEqual(
      mismatches.map(({ message }) => message),
      [],
    );
    for (const piece of matched) assert.equal(loadPiece(checkpoint, piece, theta), null);
    return theta;
  } finally {
    close();
  }
}

function near(found: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assert.equal(found.length, expected.length);
  const size = Math.hypot(...Array.from(expected));
  for (let i = 0; i < expected.length; i++)
    assert.ok(Math.abs(found[i] - expected[i]) <= 1e-11 * size, `${what} ${i}: ${found[i]}, PyTorch ${expected[i]}`);
}
