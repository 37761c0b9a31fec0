/** What is said of several circuits is known no better than the least known of them. */
import assert from "node:assert/strict";
import { certified, measured, theorem, unknown } from "../../../../src/engine/findings/claim";
import { allOf, largest, summed, weakest } from "../../../../src/engine/theory/metric/circuits/together";

const proven = theorem(0, { text: "a theorem" });
const [exact, seen, more] = [certified(2), measured(0.1, 0.1, 1e-9), measured(0.3, 0.3, 1e-9)];

describe("claims of several circuits", () => {
  it("have the weakest basis among them, not the first that is no theorem", () => {
    assert.equal(weakest([proven, exact, seen]).basis, "measured");
    assert.deepEqual([summed([proven, exact, seen]).value, summed([proven, exact]).basis], [2.1, "certified"]);
  });

  it("name no largest where one is not known: a violation of 0 by theorem says nothing of the others", () => {
    assert.deepEqual(largest([proven, unknown("too large")]), unknown("too large"));
    assert.deepEqual(largest([proven, seen, more]), more);
    assert.equal(largest([seen, certified(1)]).basis, "measured");
  });

  it("are false where one is", () => {
    assert.equal(allOf([unknown("open"), certified(false)]).value, false);
    assert.equal(allOf([certified(true), unknown("open")]).value, null);
  });
});
