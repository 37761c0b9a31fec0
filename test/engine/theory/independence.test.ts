/** How many of the listed laws are independent where no rule settles it: what two random points can tell. */
import assert from "node:assert/strict";
import { PRIMES } from "../../../src/engine/math/modular/field";
import { randomStream } from "../../../src/engine/math/random/streams";
import { countLaws } from "../../../src/engine/theory/laws/count";
import type { Network } from "../../../src/engine/model/network";
import { grid } from "../../../src/engine/model/shape";
import { listedLaws } from "../../../src/engine/theory/laws/law-rank";
import { lawFamilies } from "../../../src/engine/theory/laws/families";
import { knownLaws } from "../../../src/engine/theory/laws/independence";
import { countNetworkLaws, PATIENT_NETWORK } from "../../../src/engine/theory/laws/network-count";
import { columnsPort, rowsPort } from "../../../src/engine/model/port";
import { strandsOf } from "../../../src/engine/theory/laws/groups/strands";
import { conv, layered } from "../layer-samples";
import { chain, finish } from "../networks";

/** One channel, n, and one, kernels of one size: besides the n(n + 1)/2 laws of the channels n(n - 1)/2 of exchanges, which no rule speaks of. */
describe("independent laws among the listed", () => {
  const kernels = (n: number): Network =>
    layered(grid(1, [4]), conv("conv1d", n, { kernel: 2, padding: 1 }), conv("conv1d", 1, { kernel: 2, stride: 2 }));
  const listed = (n: number) => lawFamilies(kernels(n));

  it("is certified by formulas where more are listed than there are: a hyperbolic turn of (u, w) keeps w wᵀ - u uᵀ", () => {
    for (const n of [3, 10, 100]) {
      const { value, basis } = finish(knownLaws(lawFamilies(chain([1, n, 1])), 2 * n, 1, 0));
      assert.deepEqual([value, basis], [2 * n - 1, "certified"]);
    }
  });

  it("is measured, with the chance that both points are unlucky: degree over prime, for each", () => {
    const { value, basis, residual } = finish(knownLaws(listed(3), 12, 1, Infinity));
    assert.deepEqual([listedLaws(listed(3)), value, basis], [9, 8, "measured"]);
    assert.equal(residual, (12 / PRIMES[0]) * (12 / PRIMES[1]));
  });

  it("counts the degree of the combinations that stand for a list longer than theta", () => {
    const { value, basis, residual } = finish(knownLaws(listed(10), 40, 1, Infinity));
    assert.deepEqual([value, basis], [36, "measured"]);
    assert.equal(residual, (120 / PRIMES[0]) * (120 / PRIMES[1]));
  });

  it("is not told where that chance is above its tolerance", () => {
    const { value, basis, note } = finish(knownLaws(listed(3), 20_000, 1, Infinity));
    assert.deepEqual([value, basis], [null, "unknown"]);
    assert.match(note ?? "", /^At least 8 are independent/);
  });

  it("are ranked where weights write and read one wire: of W Wᵀ - Wᵀ W, whose trace is 0, one entry follows from the others", () => {
    const [family] = lawFamilies(chain([2, 2, 1]));
    const [{ block }] = family.incoming;
    const own = { incoming: [{ block, port: rowsPort(2) }], outgoing: [{ block, port: columnsPort(2, 2) }] };
    const recurrent = { ...family, ...own, strands: strandsOf(own, -1) };
    const { value, basis } = finish(knownLaws([recurrent], 4, 1, Infinity));
    assert.deepEqual([value, basis], [2, "measured"]);
  });

  it("are ranked where weights stand still near the initialization only: laws of phi are made of them too", () => {
    // Of the second layer of relus, one is off for every input. None of its 4 weights moves; so its rescaling law says nothing.
    const network = chain([2, 3, 3, 1], "relu");
    const random = randomStream(0, "x");
    const theta = Float64Array.from({ length: 18 }, () => random.normal());
    for (let i = 6; i < 9; i++) theta[i] = -0.1 - Math.abs(theta[i]);
    const found = finish(countNetworkLaws(network, theta, finish(countLaws(network)), PATIENT_NETWORK));
    const listed = 6 + 4;
    assert.deepEqual(
      found.families.map(({ id, count }) => [id, count]),
      [
        ["frozen:layer2", 3],
        ["frozen:layer3", 1],
      ],
    );
    assert.deepEqual([found.known.value, found.known.basis], [listed - 1, "measured"]);
  });
});
