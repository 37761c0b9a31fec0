/** What is told of heads, units and branches that stay as they are, where, and what the cure makes of it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import { cureSpec } from "../../../../src/engine/tasks/cure/cure";
import { reportText } from "../../../../src/engine/report/text";
import type { Report } from "../../../../src/engine/report/types";
import { finish } from "../../networks";

const example = (name: string): string => readFileSync(path.join("examples", `${name}.intrinsic.json`), "utf8");

function analysed(text: string): Report {
  const result = finish(analyzeSpec(text, { path: null }));
  assert.ok(result.kind === "report", JSON.stringify(result));
  return result.report;
}

const WITHOUT_EXPECT = (text: string): string => text.replace(/,\s*"expect": \{[^}]*\}/, "");

describe("invariant manifolds of blocks, as they are told", () => {
  it("identical heads: named, counted, marked at the weights", () => {
    const text = WITHOUT_EXPECT(example("identical-heads"));
    const { manifolds, symmetry, problems } = analysed(text);
    const [{ kind, groups, dimension, equivalentWidths }] = manifolds;
    assert.deepEqual([kind, dimension.value, dimension.basis, equivalentWidths], ["opposite", 12, "certified", []]);
    assert.deepEqual(
      groups.map(({ layer, part, neurons, factors }) => [layer, part, neurons, factors]),
      [["layer1", "head", [0, 1], [1, -1]]],
    );
    const { dimension: orbit, explained } = symmetry.orbit;
    assert.deepEqual([orbit.value, orbit.basis, explained.value], [10, "certified", 10]);
    const [problem] = problems.filter(({ code }) => code === "init.on-invariant-manifold");
    assert.match(
      problem.message,
      /^Heads 0 and 1 of layer1 start as copies .* Training stays within 12 dimensions of 24\. To compute the same, 1 of 2 heads of layer1 would do\.$/,
    );
    assert.equal(problem.severity, "warning");
    assert.match(text.split("\n")[problem.range.start.line], /^ *\[/);
    assert.deepEqual(
      problem.cures?.map(({ id }) => id),
      ["break-symmetry"],
    );
  });

  it("noise parts the heads, and is handed out only because it does", () => {
    const text = WITHOUT_EXPECT(example("identical-heads"));
    const result = finish(cureSpec(text, { path: null, cure: "break-symmetry" }));
    assert.ok(result.kind === "edit", JSON.stringify(result));
    const cured = TextDocument.applyEdits(TextDocument.create("a", "intrinsic", 1, text), [...result.edits] as never);
    assert.deepEqual(analysed(cured).manifolds, []);
  });

  it("of what is on no manifold nothing needs to be changed, and no smaller network is made", () => {
    const answers = (["break-symmetry", "reduce-width"] as const).map((cure) =>
      finish(cureSpec(example("swiglu"), { path: null, cure })),
    );
    assert.deepEqual(
      answers.map(({ kind }) => kind),
      ["refused", "refused"],
    );
  });

  it("a branch at rest: nothing will ever move, and its text says what", () => {
    const report = analysed(example("branch-at-rest"));
    assert.deepEqual([report.manifolds[0].dimension.value, report.symmetry.orbit.dimension.value], [0, 0]);
    const text = reportText(report);
    assert.match(text, /frozen +3 of first +units 0, 1 and 2 of first/);
    assert.match(text, /zero +layer3 +gain of layer3/);
    assert.doesNotMatch(text, /trains like/);
  });

  it("a branch that begins at 0 says what moves first", () => {
    const { symmetry } = analysed(example("rezero"));
    assert.deepEqual(symmetry.beginning?.first, ["gain of layer3"]);
    assert.equal(symmetry.beginning?.later.length, 4);
  });
});
