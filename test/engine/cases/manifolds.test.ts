/** Outsiders' cases about invariant manifolds, each with its right value, through the entry that editor and command line call. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { analyzeSpec } from "../../../src/engine/tasks/analyze/analyze";
import type { Report } from "../../../src/engine/report/types";
import { reportText } from "../../../src/engine/report/text";
import { finish } from "../networks";

function analysed(text: string): Report {
  const result = finish(analyzeSpec(text, { path: null }));
  assert.ok(result.kind === "report", JSON.stringify(result));
  return result.report;
}

function analysedCase(name: string): Report {
  return analysed(readFileSync(path.resolve("test/fixtures/cases/truth", `${name}.intrinsic.json`), "utf8"));
}

/** Dimension of the smallest manifold, its basis, kinds of its groups, the widths that train alike. */
function smallest({ manifolds }: Report): readonly unknown[] {
  const [{ dimension, groups, equivalentWidths }] = manifolds;
  return [dimension.value, dimension.basis, groups.map(({ kind }) => kind), equivalentWidths];
}

describe("cases: invariant manifolds", () => {
  it("identical parallel tanh branches stay identical: 6 of 12 dimensions", () => {
    const report = analysedCase("identical-parallel-branches-tanh-no-manifold");
    assert.deepEqual(smallest(report), [6, "certified", ["identical", "identical"], [2, 2, 0, 1]]);
    assert.deepEqual(
      report.manifolds[0].groups.map(({ layer, neurons, elsewhere }) => [layer, neurons, elsewhere]),
      [
        ["A", [0], [{ layer: "B", neurons: [0], factors: [1] }]],
        ["A", [1], [{ layer: "B", neurons: [1], factors: [1] }]],
      ],
    );
    assert.deepEqual(report.symmetry.orbit.dimension.value, 6);
    assert.match(reportText(report), /identical +2 of A, B +A\[0\] and B\[0\]/);
    assert.match(
      report.problems.find(({ code }) => code === "init.on-invariant-manifold")?.message ?? "",
      /^A\[0\] and B\[0\] start identical: .* within 6 dimensions of 12\.$/,
    );
  });

  it("so do relu branches; the two laws of the network that trains alike leave an orbit of 4", () => {
    const report = analysedCase("identical-parallel-branches-relu-no-manifold");
    assert.deepEqual(smallest(report), [6, "certified", ["identical", "identical"], [2, 2, 0, 1]]);
    assert.equal(report.symmetry.orbit.explained.value, 4);
  });

  it("with the last two layers 0 nothing moves: dimension 0", () => {
    const report = analysedCase("last-two-layers-zero-nothing-moves-but-manifold-6-certified");
    assert.deepEqual(smallest(report), [0, "certified", ["frozen", "zero"], [2, 0, 0, 1]]);
    assert.equal(report.symmetry.orbit.dimension.value, 0);
  });

  it("|z| mirrored pairs stay mirrored: 6 of 9", () => {
    const report = analysedCase("abs-value-mirrored-pair-missed");
    assert.deepEqual(smallest(report), [6, "certified", ["mirrored"], [2, 2, 1]]);
  });

  it("the orbit of three equal softplus neurons has dimension 3", () => {
    const { orbit } = analysedCase("orbit-dimension-measured-too-small-softplus-15").symmetry;
    assert.deepEqual(
      [orbit.dimension.value, orbit.dimension.basis, orbit.smallerThanExplained],
      [3, "measured", false],
    );
  });

  it("a layer that nothing reads does not move: 6 of 10, with its equal neurons or without", () => {
    const report = analysedCase("dead-layer-manifold-dimension");
    assert.deepEqual(smallest(report), [6, "certified", ["frozen"], [2, 2, 0, 1]]);
    assert.equal(report.symmetry.orbit.dimension.value, 6);
  });
});

describe("cases of their kind: invariant manifolds", () => {
  const layer = (name: string, units: number, from: readonly string[], activation = "tanh", more = ""): string =>
    `{ "type": "dense", "units": ${units}, "activation": "${activation}", "name": "${name}", "from": ${JSON.stringify(from)}${more} }`;
  const spec = (layers: readonly string[], weights: readonly (readonly (readonly number[])[])[]): string =>
    `{ "architecture": { "input": 2, "layers": [${layers.join()}] }, "initialization": { "scheme": "explicit", "weights": ${JSON.stringify(weights)} } }`;
  const w1 = [
    [0.3, -0.4],
    [1.6, 0.2],
  ];
  const w2 = [
    [0.7, 0.9],
    [-0.2, 0.5],
  ];
  const swapped = (rows: readonly (readonly number[])[]): number[][] => [[...rows[1]], [...rows[0]]];
  const TWO = [
    layer("A1", 2, ["input"]),
    layer("B1", 2, ["input"]),
    layer("A2", 2, ["A1"]),
    layer("B2", 2, ["B1"]),
    layer("out", 1, ["A2", "B2"], "identity"),
  ];

  it("branches of two layers, with their neurons in another order and turned round: 4 + 4 + 2 of 20", () => {
    // B1 is A1 with its neurons exchanged and negated; B2 is A2 negated; tanh is odd.
    const negated = (rows: readonly (readonly number[])[]): number[][] => rows.map((row) => row.map((x) => -x));
    const b2 = w2.map(([a, b]) => [b, a]);
    const report = analysed(spec(TWO, [w1, negated(swapped(w1)), w2, b2, [[0.8, -0.6, -0.8, 0.6]]]));
    assert.deepEqual(smallest(report), [10, "certified", Array(4).fill("opposite"), [2, 2, 0, 2, 0, 1]]);
    assert.equal(report.symmetry.orbit.dimension.value, 10);
    // A single weight off, and nothing holds.
    const off = analysed(spec(TWO, [w1, negated(swapped(w1)), w2, b2, [[0.8, -0.6, -0.8, 0.61]]]));
    assert.deepEqual(off.manifolds, []);
  });

  it("branches of the same weights with other activations, or that read other layers, are not tied", () => {
    const other = [layer("A", 2, ["input"]), layer("B", 2, ["input"], "erf"), layer("out", 1, ["A", "B"], "identity")];
    assert.deepEqual(analysed(spec(other, [w1, w1, [[0.9, -0.5, 0.9, -0.5]]])).manifolds, []);
    const skip = [layer("A", 2, ["input"]), layer("B", 2, ["input", "A"]), layer("out", 1, ["A", "B"], "identity")];
    const padded = w1.map((row) => [...row, 0, 0]);
    assert.deepEqual(analysed(spec(skip, [w1, padded, [[0.9, -0.5, 0.9, -0.5]]])).manifolds, []);
  });

  it("relu branches in proportion stay so, one layer deep; two deep they do not, but for factors of one size", () => {
    const relu = [
      layer("A", 2, ["input"], "relu"),
      layer("B", 2, ["input"], "relu"),
      layer("out", 1, ["A", "B"], "identity"),
    ];
    const doubled = w1.map((row) => row.map((x) => 2 * x));
    assert.deepEqual(smallest(analysed(spec(relu, [w1, doubled, [[0.9, -0.5, 1.8, -1]]]))).slice(0, 3), [
      6,
      "measured",
      ["proportional", "proportional"],
    ]);
    const deep = TWO.map((one) => one.replace("tanh", "relu"));
    // B1 = 2 A1, B2 = A2 / 2 entry by entry: the same function of the inputs, but B2's weights see values twice as large.
    const halved = w2.map((row) => row.map((x) => x / 2));
    assert.deepEqual(analysed(spec(deep, [w1, doubled, w2, halved, [[0.8, -0.6, 0.8, -0.6]]])).manifolds, []);
  });

  it("what only reads zeros, and what only the unheard read, does not move either", () => {
    // h1 = 0 for ever: nothing acts on layers 2 and 3, and W2ᵀ δ = 0 although layer 2 is heard by the output.
    const chain = (w: readonly (readonly (readonly number[])[])[]): string =>
      `{ "architecture": { "widths": [2, 2, 2, 1], "activation": "tanh" }, "initialization": { "scheme": "explicit", "weights": ${JSON.stringify(w)} } }`;
    const zero = [
      [0, 0],
      [0, 0],
    ];
    const first = analysed(chain([zero, zero, [[0.4, 0.5]]]));
    assert.deepEqual(smallest(first), [0, "certified", ["zero", "silent"], [2, 0, 0, 1]]);
    // W2 ≠ 0 passes the gradient on to layer 1.
    assert.deepEqual(analysed(chain([zero, w2, [[0.4, 0.5]]])).manifolds, []);
    // A dead branch of two layers: its first layer is read, but by the dead one only.
    const dead = [
      layer("A", 2, ["input"]),
      layer("D1", 2, ["input"]),
      layer("D2", 2, ["D1"]),
      layer("out", 1, ["A"], "identity"),
    ];
    const report = analysed(spec(dead, [w1, w2, w1, [[0.4, 0.5]]]));
    assert.deepEqual(smallest(report), [6, "certified", ["frozen", "frozen"], [2, 2, 0, 0, 1]]);
    assert.equal(report.symmetry.orbit.dimension.value, 6);
  });

  it("leaky-relu of slope 1 is odd, of slope −1 even, of others neither", () => {
    const pair = (slope: number, out: readonly number[]): Report =>
      analysed(
        `{ "architecture": { "widths": [2, 3, 1], "activation": "leaky-relu", "slope": ${slope} }, "initialization": { "scheme": "explicit", "weights": [[[0.3, -0.4], [-0.3, 0.4], [0.7, 0.1]], [${JSON.stringify(out)}]] } }`,
      );
    assert.deepEqual(smallest(pair(1, [0.5, -0.5, 0.2])).slice(0, 3), [6, "certified", ["opposite"]]);
    assert.deepEqual(smallest(pair(-1, [0.5, 0.5, 0.2])).slice(0, 3), [6, "certified", ["mirrored"]]);
    for (const [slope, out] of [
      [-1, [0.5, -0.5, 0.2]],
      [0.5, [0.5, -0.5, 0.2]],
      [-0.5, [0.5, 0.5, 0.2]],
    ] as const)
      assert.deepEqual(pair(slope, out).manifolds, []);
  });
});
