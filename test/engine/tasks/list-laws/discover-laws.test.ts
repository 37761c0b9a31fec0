import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { discoverSpecLaws, type LawsResult } from "../../../../src/engine/tasks/list-laws/discover-laws";
import { finish } from "../../networks";

const WORDS = { degree: "power", all: "ask for all" };
const read = (name: string): string => readFileSync(path.resolve("examples", `${name}.intrinsic.json`), "utf8");
const discover = (text: string, degree: number, all = false): LawsResult =>
  finish(discoverSpecLaws(text, { path: "a", degree, all, words: WORDS }));

describe("the listing of polynomial laws", () => {
  it("lists the six laws of the linear network [5, 3, 4], W₁W₁ᵀ − W₂ᵀW₂", () => {
    const found = discover(read("two-layer-relaxed-balanced"), 2);
    assert.ok(found.kind === "listing");
    const { text, rejected } = found;
    assert.equal(rejected, 0);
    assert.match(text, /^a · .+\n {2}6 polynomial laws of degree at most 2 in 27 parameters \(a basis\); 0 new\n/);
    assert.equal(text.match(/W1\[0,0\]/g)?.length, 3); // one entry of W1 W1ᵀ for each hidden neuron
  });

  it("leaves out functions of other laws unless asked, and says in the host's words how to see them", () => {
    const [some, all] = [discover(read("scalar-chain"), 4), discover(read("scalar-chain"), 4, true)];
    assert.ok(some.kind === "listing" && all.kind === "listing");
    assert.match(some.text, /more are functions of these .*; ask for all$/);
    assert.doesNotMatch(all.text, /ask for all/);
    assert.ok(all.text.length > some.text.length);
  });

  it("refuses what is too large or has no polynomial laws to search, with a next step", () => {
    const large = discover(read("two-layer-relaxed-balanced"), 6);
    assert.ok(large.kind === "refused" && /lower power/.test(large.help) && /27 parameters/.test(large.reason));
    const smooth = discover(read("tanh"), 2);
    assert.ok(smooth.kind === "refused" && /relu/.test(smooth.reason) && smooth.help !== "");
  });

  it("hands back the problems of a text without a network", () => {
    const broken = discover("{}", 2);
    assert.ok(broken.kind === "invalid" && broken.problems.length > 0);
  });
});
