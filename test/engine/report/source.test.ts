import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { VERSION } from "../../../src/engine/findings/version";
import { sourceText } from "../../../src/engine/report/source";
import { write, WRITERS } from "../../../src/engine/report/writers";
import { analyzeSpec } from "../../../src/engine/tasks/analyze/analyze";

describe("where a report comes from", () => {
  const text = '{ "architecture": { "widths": [2, 2, 1] }, "initialization": { "seed": 11 } }\n';
  const sha256 = createHash("sha256").update(text).digest("hex");

  it("is the version of package.json", () => {
    assert.equal((JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version, VERSION);
  });

  it("is said in every format: version, spec and seed, and the date a host gives", () => {
    const steps = analyzeSpec(text, { path: "a.intrinsic.json" });
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    const result = step.value;
    assert.ok(result.kind === "report");
    const { report } = result;
    assert.deepEqual(report.source, { version: VERSION, sha256, seed: 11 });
    const date = "2026-01-02T03:04:05.000Z";
    for (const writer of WRITERS) {
      if (writer.name === "bibtex") continue;
      const written = write(writer, { kind: "reports", entries: [report], date });
      if (written === null) continue;
      for (const part of [VERSION, sha256, "11", ...(writer.name === "text" ? [] : [date])])
        assert.ok(written.includes(part), `${writer.name}: ${part}`);
      assert.ok(!(write(writer, { kind: "reports", entries: [report] }) ?? "").includes(date));
    }
  });

  it("is not known of a report from before reports said so", () => {
    assert.equal(sourceText({}), null);
    assert.equal(
      sourceText({ source: { version: "1", sha256: "ab", seed: null } }, "D"),
      "Intrinsic 1 · spec SHA-256 ab · D",
    );
  });
});
