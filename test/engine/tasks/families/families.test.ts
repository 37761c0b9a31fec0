/** Law families as sums over strided views of tensors: their numbers are those of the laws, in files of every kind of model. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { openCheckpointFile } from "../../../../src/engine/checkpoint/node";
import { importFrom } from "../../../../src/engine/import/node";
import { parameterCount } from "../../../../src/engine/model/compile";
import { readSpec } from "../../../../src/engine/spec/read";
import { writeFamilies, type WrittenFamily } from "../../../../src/engine/tasks/families/families";
import { lawFamilies, lawValues, type LawFamily } from "../../../../src/engine/theory/laws/families";
import { loadPiece } from "../../../../src/engine/weights/load";
import { match, type Listed } from "../../../../src/engine/weights/match";

const FOLDER = path.resolve("test/fixtures/import");
const MODELS = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const DENSE = (activation: string): string =>
  JSON.stringify({
    architecture: {
      input: 3,
      layers: [
        { name: "a", type: "dense", units: 40, activation, bias: true },
        { name: "b", type: "dense", units: 2 },
      ],
    },
  });

describe("law families as sums over tensors", () => {
  for (const model of MODELS)
    it(`of ${model} have the values of the laws`, async () => {
      const folder = path.join(FOLDER, model);
      const imported = await importFrom(folder, folder);
      assert.ok(imported.kind === "spec");
      const { network, initialization } = readSpec(imported.text);
      assert.ok(network !== null);
      const { checkpoint, close } = await openCheckpointFile("model.safetensors", folder);
      const theta = new Float64Array(parameterCount(network));
      const tensors = new Map<string, Float64Array>();
      for (const piece of match(network, model, checkpoint.tensors, initialization?.file?.tensors ?? new Map()).matched)
        assert.equal(loadPiece(checkpoint, piece, theta), null);
      for (const { name, dtype } of checkpoint.tensors)
        if (dtype === "F64") tensors.set(name, checkpoint.read(name).values);
      close();
      const file = familiesOf(imported.text, checkpoint.tensors, 1e9);
      const laws = new Map(lawFamilies(network).map((family) => [family.id, family]));
      assert.equal(file.families.length + file.leftOut.length, laws.size);
      assert.ok(file.families.length > file.leftOut.length);
      for (const family of file.families) {
        const [found, expected] = [numbersOf(family, tensors), expectedOf(laws.get(family.id)!, theta)];
        assert.equal(found.length, expected.length, family.id);
        found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-12, `${family.id} ${i}`));
      }
    });

  it("are those of tensors with PyTorch's names where no file is named", () => {
    const { families, leftOut } = familiesOf(DENSE("relu"), null, 1e9);
    assert.deepEqual(leftOut, []);
    assert.deepEqual(families, [
      {
        id: "rescaling:a",
        formula: "‖W₁[j,:]‖² + b₁[j]² − ‖W₂[:,j]‖²",
        between: ["a", "b"],
        kind: "diagonal",
        terms: [
          { sign: 1, tensor: "a.weight", offset: 0, size: [40, 3], stride: [3, 1] },
          { sign: 1, tensor: "a.bias", offset: 0, size: [40], stride: [1] },
          { sign: -1, tensor: "b.weight", offset: 0, size: [40, 2], stride: [1, 40] },
        ],
      },
    ]);
  });

  it("are no more than was asked for: of a matrix its diagonal, of that every so many", () => {
    const shown = (most: number) =>
      familiesOf(DENSE("identity"), null, most).families.map(({ kind, terms: [{ size, stride }] }) => [
        kind,
        size,
        stride,
      ]);
    assert.deepEqual(shown(820), [["matrix", [40, 3], [3, 1]]]);
    assert.deepEqual(shown(819), [["diagonal", [40, 3], [3, 1]]]);
    assert.deepEqual(shown(39), [["diagonal", [20, 3], [6, 1]]]);
  });

  it("are refused for tensors of another network, and with a spec that is none", () => {
    const other = writeFamilies(DENSE("relu"), {
      path: "x.json",
      tensors: [{ name: "c.weight", shape: [2] }],
      most: 9,
    });
    assert.ok(other.kind === "refused" && /holds none of the layers/.test(other.reason));
    const wrong = writeFamilies('{"architecture": {"widths": [3, -1]}}', { path: "x", tensors: null, most: 9 });
    assert.equal(wrong.kind, "invalid");
  });

  it("leave out what lacks a tensor, and say why", () => {
    const tensors = [
      { name: "a.weight", shape: [40, 3] },
      { name: "a.bias", shape: [40] },
    ];
    const { families, leftOut } = familiesOf(DENSE("relu"), tensors, 9);
    assert.deepEqual([families, leftOut.map(({ id }) => id)], [[], ["rescaling:a"]]);
    assert.match(leftOut[0].why, /does not have all of its weights/);
  });
});

function familiesOf(text: string, tensors: readonly Listed[] | null, most: number) {
  const outcome = writeFamilies(text, { path: "x", tensors, most });
  assert.ok(outcome.kind === "families", JSON.stringify(outcome));
  return outcome.file;
}

/** As whoever reads the file computes them. */
function numbersOf({ kind, terms }: WrittenFamily, tensors: ReadonlyMap<string, Float64Array>): number[] {
  let total: number[] = [];
  for (const { sign, tensor, offset, size, stride } of terms) {
    const [rows, along] = [size[0], stride[0]];
    const places = size
      .slice(1)
      .reduce(
        (known, length, axis) => known.flatMap((at) => Array.from({ length }, (_, i) => at + i * stride[axis + 1])),
        [0],
      );
    const x = Array.from({ length: rows }, (_, j) => places.map((at) => tensors.get(tensor)![offset + j * along + at]));
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, value, i) => sum + value * b[i], 0);
    const part =
      kind === "matrix"
        ? x.flatMap((row, j) => x.slice(j).map((other) => dot(row, other)))
        : x.map((row) => (kind === "linear" ? row.reduce((a, b) => a + b, 0) : dot(row, row)));
    total = part.map((value, i) => (total.at(i) ?? 0) + sign * value);
  }
  return total;
}

/** Of a table the upper triangle. */
function expectedOf(family: LawFamily, theta: Float64Array): number[] {
  const { rows, columns, values } = lawValues(family, theta);
  if (rows === 1) return [...values];
  return Array.from({ length: rows }, (_, j) => [...values.subarray(j * columns + j, (j + 1) * columns)]).flat();
}
