/** The spec files of test/fixtures: the valid ones are read whole, the invalid ones show the problem they are named after. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROBLEM_CODES } from "../../../src/engine/findings/problem";
import { readSpec } from "../../../src/engine/spec/read";

const END = ".intrinsic.json";
const filesIn = (folder: string) =>
  readdirSync(path.join("test/fixtures", folder)).filter((name) => name.endsWith(END));
const read = (...place: string[]) => readSpec(readFileSync(path.join("test/fixtures", ...place), "utf8"));

describe("spec fixtures", () => {
  for (const file of filesIn("valid"))
    it(`${file} is valid`, () => {
      const { problems, network, initialization } = read("valid", file);
      assert.deepEqual(
        problems.filter(({ severity }) => severity !== "information"),
        [],
      );
      assert.ok(network !== null && initialization !== null);
    });

  for (const file of filesIn("invalid"))
    it(`${file} has that problem and no other`, () => {
      assert.deepEqual([...new Set(read("invalid", file).problems.map(({ code }) => `${code}${END}`))], [file]);
    });

  it("show every problem of the spec language", () => {
    const codes = PROBLEM_CODES.filter((code) => code.startsWith("spec."));
    assert.deepEqual(filesIn("invalid").sort(), codes.map((code) => `${code}${END}`).sort());
  });
});
