import assert from "node:assert/strict";
import type { Problem } from "../../../src/engine/findings/problem";
import { sarifLog } from "../../../src/engine/report/writers/sarif-text";
import { twoLayers } from "../../sample-report";

describe("the SARIF log", () => {
  const problem: Problem = {
    code: "metric.not-intrinsic",
    severity: "information",
    message: 'It says "no" to <b>.',
    help: "Change it.",
    range: { start: { line: 2, character: 0 }, end: { line: 3, character: 7 } },
  };
  const wrong: Problem = { ...problem, code: "expect.failed", severity: "error" };
  const read = (path: string | null): Log =>
    JSON.parse(
      sarifLog([
        twoLayers({ problems: [problem, wrong], spec: { path, title: null } }),
        { spec: { path: "b.json", title: null }, invalid: true, problems: [wrong] },
      ]),
    ) as Log;

  it("has a result for each problem, at its place counted from 1, under the rule of its code", () => {
    const [run] = read("a b/c.json").runs;
    assert.deepEqual(
      run.tool.driver.rules.map(({ id }) => id),
      ["expect.failed", "metric.not-intrinsic"],
    );
    assert.deepEqual(
      run.results.map(({ ruleId, ruleIndex, level }) => [ruleId, ruleIndex, level]),
      [
        ["metric.not-intrinsic", 1, "note"],
        ["expect.failed", 0, "error"],
        ["expect.failed", 0, "error"],
      ],
    );
    assert.equal(run.results[0]?.message.text, 'It says "no" to <b>. Change it.');
    assert.deepEqual(run.results[0]?.locations[0]?.physicalLocation, {
      artifactLocation: { uri: "a%20b/c.json", index: 0 },
      region: { startLine: 3, startColumn: 1, endLine: 4, endColumn: 8 },
    });
    assert.equal(run.results[2]?.locations[0]?.physicalLocation.artifactLocation.index, 1);
  });

  it("names files by URIs", () => {
    const uri = (path: string | null): string => read(path).runs[0].artifacts[0]!.location.uri;
    assert.deepEqual(
      [uri("/a/b c.json"), uri("C:\\d\\e.json"), uri("x/é#.json"), uri(null)],
      ["file:///a/b%20c.json", "file:///C:/d/e.json", "x/%C3%A9%23.json", "untitled.intrinsic.json"],
    );
  });
});

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly artifacts: readonly { readonly location: { readonly uri: string } }[];
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations: readonly {
          readonly physicalLocation: { readonly artifactLocation: { readonly uri: string; readonly index: number } };
        }[];
      }[];
    },
  ];
}
