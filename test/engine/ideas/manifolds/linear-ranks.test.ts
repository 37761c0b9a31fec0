/** Linear dense layers whose weights span fewer dimensions than they have neurons: listed, counted, cured, and kept by gradients. */
import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Report } from "../../../../src/engine/report/types";
import { readSpec } from "../../../../src/engine/spec/read";
import { cureSpec } from "../../../../src/engine/tasks/cure/cure";
import { initialize } from "../../../../src/engine/model/initializers";
import { fieldsOf } from "../../../../src/engine/theory/manifolds/orbit";
import { finish } from "../../networks";
import { analysed, of, said, specOf, type Weights } from "./explicit";

const dense = (units: number, activation = "identity"): Readonly<Record<string, unknown>> => ({
  type: "dense",
  units,
  activation,
});
const CHAIN = of(3, dense(3), dense(3));
const DEEP = of(3, dense(3), dense(3), dense(3));
const BENT = of(3, dense(3, "tanh"), dense(3), dense(3));

/** The third of three neurons reads and is read as the first two together. */
const plane =
  (layer: number) =>
  (at: Weights): void => {
    at.sum(`${layer} weights`);
    at.sum(`${layer + 1} weights in`);
  };
const twins = (at: Weights): void => {
  at.copy("1 weights", [0], [1]);
  at.copy("2 weights in", [0], [1]);
};

function told({ manifolds }: Report): string[] {
  return manifolds.map(
    ({ dimension, equivalentWidths, groups }) =>
      `${dimension.value} ${dimension.basis}: ${said(groups)} ~ ${equivalentWidths.join()}`,
  );
}

function orbit({ symmetry }: Report): unknown[] {
  const { dimension, explained, smallerThanExplained } = symmetry.orbit;
  return [dimension.value, explained.value, smallerThanExplained];
}

describe("linear layers of low rank", () => {
  it("three neurons in a plane: like the widths 3, 2, 3, with the orbit of these", () => {
    const report = analysed(specOf(CHAIN, (at) => (at.coarse(), plane(1)(at))));
    assert.deepEqual(told(report), ["12 certified: low-rank 2 of 3 ~ 3,2,3"]);
    assert.deepEqual(orbit(report), [9, 9, false]);
    const [problem] = report.problems.filter(({ code }) => code === "init.on-invariant-manifold");
    assert.match(
      problem.message,
      /^Weights into and out of layer1 have rank 2 of 3 together: .* widths 3, 2, 3, within 12 dimensions of 18\.$/,
    );
    assert.deepEqual(
      problem.cures?.map(({ id }) => id),
      ["break-symmetry"],
    );
  });

  it("but for rounding: measured", () => {
    assert.deepEqual(told(analysed(specOf(CHAIN, plane(1)))), ["12 measured: low-rank 2 of 3 ~ 3,2,3"]);
  });

  it("rows in a plane alone, or columns alone: nothing is kept", () => {
    for (const tensor of ["1 weights", "2 weights in"]) {
      const report = analysed(specOf(CHAIN, (at) => at.sum(tensor)));
      assert.deepEqual([told(report), orbit(report)], [[], [12, 12, false]]);
    }
  });

  it("two layers: a matrix between them is counted once", () => {
    const report = analysed(specOf(DEEP, (at) => (at.coarse(), plane(1)(at), plane(2)(at))));
    assert.deepEqual(told(report), [
      "16 certified: low-rank 2 of 3 | low-rank 2 of 3 ~ 3,2,2,3",
      "21 certified: low-rank 2 of 3 ~ 3,2,3,3",
      "21 certified: low-rank 2 of 3 ~ 3,3,2,3",
    ]);
    assert.deepEqual(orbit(report), [10, 10, false]);
  });

  it("on top of equal neurons of another layer", () => {
    const report = analysed(specOf(BENT, (at) => (at.coarse(), twins(at), plane(2)(at))));
    assert.deepEqual(told(report), [
      "16 certified: identical | low-rank 2 of 3 ~ 3,2,2,3",
      "21 certified: identical ~ 3,2,3,3",
    ]);
    assert.deepEqual(orbit(report), [13, 13, false]);
    assert.deepEqual(report.symmetry.layers[0].groupOf, [0, 0, -1]);
  });

  it("neurons in proportion are told as that", () => {
    const report = analysed(
      specOf(CHAIN, (at) => (at.copy("1 weights", [0], [1], 2), at.copy("2 weights in", [0], [1], 2))),
    );
    assert.deepEqual(told(report), ["12 measured: proportional ~ 3,2,3"]);
  });

  it("nearly: with the distance", () => {
    const { manifolds, symmetry } = analysed(specOf(CHAIN, (at) => (plane(1)(at), at.shake(1e-7))));
    assert.deepEqual([manifolds, said(symmetry.near)], [[], "low-rank 2 of 3"]);
    assert.ok(symmetry.near[0].distance > 1e-8 && symmetry.near[0].distance < 1e-6);
  });

  it("noise raises the rank; a smaller network is not written", () => {
    const text = specOf(CHAIN, plane(1));
    const cured = finish(cureSpec(text, { path: null, cure: "break-symmetry" }));
    assert.ok(cured.kind === "edit", JSON.stringify(cured));
    const changed = TextDocument.applyEdits(TextDocument.create("a", "intrinsic", 1, text), [...cured.edits] as never);
    assert.deepEqual(told(analysed(changed)), []);
    assert.equal(finish(cureSpec(text, { path: null, cure: "reduce-width" })).kind, "refused");
  });

  it("gradients keep it", () => {
    const { network, initialization } = readSpec(specOf(CHAIN, plane(1)));
    assert.ok(network !== null && initialization !== null);
    const drawn = initialize(network, initialization);
    assert.ok(drawn.kind === "theta");
    const theta = drawn.theta.slice();
    const fields = fieldsOf(network, 5);
    const gradient = new Float64Array(theta.length);
    for (let step = 0; step < 20; step++) {
      fields.gradient(step % fields.count, theta, gradient);
      for (let i = 0; i < theta.length; i++) theta[i] -= 0.01 * gradient[i];
    }
    assert.ok(theta.some((value, i) => Math.abs(value - drawn.theta[i]) > 0.01));
    for (let c = 0; c < 3; c++) {
      const [row, column] = [(j: number) => theta[3 * j + c], (j: number) => theta[9 + 3 * c + j]];
      // The span is that of (1, 0, 1) and (0, 1, 1), in rows as in columns.
      for (const at of [row, column]) assert.ok(Math.abs(at(0) + at(1) - at(2)) < 1e-12);
    }
  });
});
