import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { run } from "../../../../src/engine/cli/run";
import { PROBLEM_CODES } from "../../../../src/engine/findings/problem";

describe("the pages of the problems of audits", () => {
  for (const code of PROBLEM_CODES.filter((one) => one.startsWith("audit.")))
    it(`docs/codes/${code}.md shows an audit with that problem`, async () => {
      const page = readFileSync(`docs/codes/${code}.md`, "utf8");
      const [, command] = /^intrinsic (audit .*)$/m.exec(page) ?? [];
      const [, spec] = /^```jsonc\n([\s\S]*?)^```/m.exec(page) ?? [];
      const folder = path.resolve("test/fixtures/audit");
      const said: string[] = [];
      const exit = await run([...command.split(" "), "--format", "json"], {
        folder,
        programs: folder,
        out: (text) => said.push(text),
        error: (text) => said.push(text),
        watched: false,
      });
      const { audit } = JSON.parse(said.join("")) as {
        audit: { spec: string; problems: { code: string; severity: string }[] };
      };
      assert.ok(audit.problems.some((problem) => problem.code === code));
      assert.equal(exit, audit.problems.some(({ severity }) => severity === "error") ? 1 : 0);
      assert.equal(readFileSync(path.join(folder, audit.spec), "utf8"), spec);
    });
});
