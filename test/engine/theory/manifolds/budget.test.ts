/** The search for manifolds keeps to its share of an analysis, and says where it gives way. */
import assert from "node:assert/strict";
import { unknown } from "../../../../src/engine/findings/claim";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { parameterCount } from "../../../../src/engine/model/compile";
import { countLimits } from "../../../../src/engine/theory/laws/count";
import { findManifolds } from "../../../../src/engine/theory/manifolds/manifolds";
import { studyManifolds, type ManifoldStudy } from "../../../../src/engine/theory/manifolds/study";

import { chain, finish } from "../../networks";

describe("the search for manifolds keeps to its share", () => {
  it("16,000 neurons of one group are one manifold, not a pair each", () => {
    const network = chain([1, 16_000, 3]);
    const random = randomStream(1, "one group");
    const theta = Float64Array.from({ length: parameterCount(network) }, (_, k) => (k < 16_000 ? random.normal() : 0));
    const [smallest, ...others] = studyOf(network, theta).search!.manifolds;
    assert.deepEqual([smallest.kind, smallest.groups[0].units.length, others.length], ["proportional", 16_000, 0]);
  });

  it("is not begun where four passes would take longer", () => {
    const network = chain([1, 60_000, 1], "tanh");
    const { search, note, orbit } = studyOf(network, new Float64Array(parameterCount(network)).fill(0.5));
    assert.equal(search, null);
    assert.match(note!, /^Looking for invariant manifolds would take an estimated 1\.5 s or more; .* at most 1\.3 s/);
    assert.deepEqual([orbit.explained.basis, orbit.explained.note], ["unknown", note]);
  });

  it("is given up where groups come apart layer by layer, and goes on when asked for", function () {
    this.timeout(60_000);
    const network = chain([2, ...Array<number>(200).fill(20), 1], "tanh");
    const theta = new Float64Array(parameterCount(network)).fill(0.1);
    const { search, note } = studyOf(network, theta);
    assert.equal(search, null);
    assert.match(note!, /was given up after an estimated 1\.3 s/);
    assert.equal(studyOf(network, theta, "patient").search?.manifolds[0].dimension, 2 + 199 + 1);
  });

  it("measures 24 near ties, and counts the others", () => {
    const network = chain([2, 80, 1], "tanh");
    const random = randomStream(1, "near pairs");
    const theta = Float64Array.from({ length: parameterCount(network) }, () => random.normal());
    const off = (): number => 1 + 1e-7 * random.normal();
    for (let k = 0; k < 160; k += 4) [theta[k + 2], theta[k + 3]] = [theta[k] * off(), theta[k + 1] * off()];
    for (let k = 160; k < 240; k += 2) theta[k + 1] = theta[k] * off();
    const { near, nearMore } = findManifolds(network, theta)!;
    assert.deepEqual([near.length, nearMore], [24, 16]);
  });
});

function studyOf(
  network: ReturnType<typeof chain>,
  theta: Float64Array,
  effort: "typing" | "patient" = "typing",
): ManifoldStudy {
  return finish(studyManifolds(network, theta, unknown("not asked"), countLimits(effort), 0));
}
