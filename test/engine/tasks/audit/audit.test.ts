import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { openCheckpointFile } from "../../../../src/engine/checkpoint/node";
import { finished } from "../../../../src/engine/findings/progress";
import type { AuditedFamily, AuditResult } from "../../../../src/engine/report/audit/facts";
import { NOTHING_CLAIMED, type ClaimedRun } from "../../../../src/engine/report/audit/run";
import { auditText } from "../../../../src/engine/report/audit/text";
import { auditJson } from "../../../../src/engine/report/writers/json-text";
import { readSpec } from "../../../../src/engine/spec/read";
import { parametersOf } from "../../../../src/engine/subject/parameters";
import { auditCheckpoint, type AuditOutcome } from "../../../../src/engine/tasks/audit/audit";
import { lawFamilies, lawValues, lossFamilies } from "../../../../src/engine/theory/laws/families";
import { weightsOpener } from "../../../../src/engine/worker/weights-files/node";

const FOLDER = path.resolve("test/fixtures/audit");
const NOTHING = NOTHING_CLAIMED;
const SGD: ClaimedRun = { ...NOTHING, optimizer: "sgd", learningRate: 0.05, steps: 200 };
const SUM = "sum:head";

describe("an audit of weights", () => {
  it("finds the values that the laws have at theta, family by family", async () => {
    for (const [spec, file] of [
      ["net", "start"],
      ["net", "adamw"],
      ["llama", "llama-start"],
      ["llama", "llama-end"],
    ]) {
      const { families, theta } = weightsOf(spec, file);
      const audited = familiesOf(await audit(spec, file));
      assert.equal(audited.size, families.length);
      for (const family of families) {
        const { values } = lawValues(family, theta);
        const found = audited.get(family.id);
        const norm = Math.hypot(...values);
        assert.ok(Math.abs((found?.norm.value ?? NaN) - norm) <= 1e-13 * Math.max(1, norm), family.id);
        for (const [i, value] of (found?.values ?? []).entries()) assert.ok(Math.abs(value - values[i]) < 1e-13);
        assert.equal(found?.norm.basis, "measured");
      }
    }
  });

  it("names what is tied, what does nothing, and numbers that are none", async () => {
    const { parts, checkpoint, problems } = await audit("llama", "llama-faults");
    assert.deepEqual(
      parts.map(({ layer, word, kind, groups }) => [layer, word, kind, groups]),
      [
        ["model.layers.0.self_attn", "query head", "identical", [[0, 1]]],
        ["model.layers.0.mlp", "unit", "zero", [[5]]],
        ["model.layers.0.mlp", "unit", "identical", [[3, 7]]],
      ],
    );
    assert.deepEqual(checkpoint.notFinite, [
      { tensor: "lm_head.weight", nan: 0, infinite: 1 },
      { tensor: "model.norm.weight", nan: 1, infinite: 0 },
    ]);
    assert.deepEqual([...new Set(problems.map(({ code }) => code))].toSorted(), [
      "audit.idle-parts",
      "audit.not-finite",
      "audit.tied-parts",
    ]);
    // No sum over them is told as a number.
    const found = familiesOf(await audit("llama", "llama-faults"));
    assert.equal(found.get("sum:lm_head")?.norm.basis, "unknown");
  });

  it("finds no ties where there are none", async () => {
    assert.deepEqual((await audit("llama", "llama-end")).parts, []);
    assert.deepEqual((await audit("net", "sgd")).problems, []);
  });

  it("bounds what rounding to half precision has done to each law", async () => {
    const [half, exact] = [await audit("llama", "llama-half"), await audit("llama", "llama-start")].map(familiesOf);
    for (const [id, { norm }] of half) {
      const difference = Math.abs((norm.value ?? NaN) - (exact.get(id)?.norm.value ?? NaN));
      assert.ok(difference > 0 && difference <= (norm.tolerance ?? 0), `${id}: ${difference}`);
      assert.match(norm.note ?? "", /BF16/);
    }
  });

  describe("of two files of a run", () => {
    const runs: readonly (readonly [file: string, run: Partial<ClaimedRun>])[] = [
      ["sgd", {}],
      ["sgd-decay", { weightDecay: 0.02 }],
      ["momentum", { optimizer: "momentum", momentum: 0.9, weightDecay: 0.02 }],
      ["nesterov", { optimizer: "nesterov", momentum: 0.9, weightDecay: 0.02 }],
    ];
    for (const [file, said] of runs)
      it(`finds the linear laws as claimed: ${file}`, async () => {
        const { change } = familiesOf(await audit("net", file, { before: "start", run: { ...SGD, ...said } })).get(
          SUM,
        )!;
        assert.equal(change?.verdict.kind, "fits");
        assert.ok((change?.verdict.deviation ?? 1) < 1e-13);
      });

    const wrong: readonly (readonly [file: string, run: Partial<ClaimedRun>])[] = [
      ["sgd", { weightDecay: 0.02 }],
      ["sgd-decay", {}],
      ["sgd-decay", { weightDecay: 0.021 }],
      ["sgd-decay", { weightDecay: 0.02, steps: 199 }],
      ["momentum", { optimizer: "nesterov", momentum: 0.9, weightDecay: 0.02 }],
      ["nesterov", { optimizer: "momentum", momentum: 0.9, weightDecay: 0.02 }],
      ["momentum", { weightDecay: 0.02 }],
      ["adamw", {}],
    ];
    for (const [file, said] of wrong)
      it(`tells a wrong claim apart: ${file} is not ${JSON.stringify(said)}`, async () => {
        const result = await audit("net", file, { before: "start", run: { ...SGD, ...said } });
        assert.equal(familiesOf(result).get(SUM)?.change?.verdict.kind, "refuted");
        assert.ok(
          result.problems.some(({ code, severity }) => code === "audit.impossible-change" && severity === "error"),
        );
      });

    it("in single precision, of a real model: the decay it had and no other", async () => {
      const run = { ...SGD, learningRate: 0.02, steps: 100 };
      const verdict = async (weightDecay: number) =>
        familiesOf(await audit("llama", "llama-end", { before: "llama-start", run: { ...run, weightDecay } })).get(
          "sum:lm_head",
        )?.change?.verdict.kind;
      assert.deepEqual([await verdict(0.1), await verdict(0.09), await verdict(0)], ["fits", "refuted", "refuted"]);
    });

    it("says that AdamW has no such laws, and accuses nobody", async () => {
      const run: ClaimedRun = { ...NOTHING, optimizer: "adamw", learningRate: 0.01, weightDecay: 0.02, steps: 200 };
      const result = await audit("net", "adamw", { before: "start", run });
      for (const { change } of familiesOf(result).values()) assert.equal(change?.verdict.kind, "no-law");
      assert.deepEqual(result.problems, []);
    });

    it("leaves the drift of quadratic laws open where nothing bounds it, and says so with momentum", async () => {
      for (const [file, said] of [runs[1], runs[2]]) {
        const found = familiesOf(await audit("net", file, { before: "start", run: { ...SGD, ...said } }));
        assert.equal(found.get("rescaling:fc1")?.change?.verdict.kind, "open");
      }
    });

    it("bounds it where gradients were clipped, and finds what is beyond", async () => {
      const verdict = async (clip: number) =>
        familiesOf(await audit("net", "sgd", { before: "start", run: { ...SGD, clip } })).get("rescaling:fc1")?.change
          ?.verdict.kind;
      // What moved this far had gradients beyond 1e-3.
      assert.deepEqual([await verdict(1), await verdict(1e-3)], ["within-bound", "refuted"]);
    });

    it("is kept to rounding between a file and itself", async () => {
      const found = familiesOf(await audit("net", "start", { before: "start" }));
      for (const { change } of found.values())
        assert.deepEqual([change?.verdict.kind, change?.size.value], ["kept", 0]);
    });
  });

  describe("of a run's log", () => {
    it("finds every step as the recursion has it, and the decay in it", async () => {
      for (const [file, decay] of [
        ["sgd", 0],
        ["sgd-decay", 0.02],
      ] as const) {
        const { log } = await audit("net", file, { run: { ...SGD, weightDecay: decay }, log: file });
        assert.equal(log?.records, 80);
        for (const { pairs, deviation, fitted, verdict } of log?.families ?? []) {
          assert.deepEqual([pairs, verdict.kind], [79, "fits"]);
          assert.ok((deviation ?? 1) < 1e-14 && Math.abs((fitted ?? 1) - decay) < 1e-9);
        }
        assert.equal(log?.families.length, 2);
      }
    });

    it("tells a wrong weight decay apart, and names the right one", async () => {
      const { log, problems } = await audit("net", "sgd-decay", { run: { ...SGD, weightDecay: 0 }, log: "sgd-decay" });
      for (const { verdict } of log?.families ?? []) {
        assert.equal(verdict.kind, "refuted");
        assert.match(verdict.found, /A weight decay of 0\.02 fits every step/);
      }
      assert.equal(problems.filter(({ code }) => code === "audit.impossible-change").length, 2);
    });

    it("says of other optimizers that the recursion is none of theirs, and counts lines that are no records", async () => {
      const text = `${readFileSync(path.join(FOLDER, "sgd.jsonl"), "utf8")}{"step": 3\n[1]\n{"step":1.5,"h":{}}\n`;
      const { log } = await audit("net", "sgd", { run: { ...SGD, optimizer: "adam" }, logText: text });
      assert.equal(log?.skipped, 3);
      for (const { verdict } of log?.families ?? []) assert.equal(verdict.kind, "no-law");
    });

    it("reads a line for each family, too", async () => {
      const line = (step: number, h: number): string =>
        JSON.stringify({ step, lr: 0.1, weight_decay: 0, family: "x", h, hg: 1 });
      const { log } = await audit("net", "sgd", { logText: [line(0, 1), line(1, 1.01), line(2, 1.02)].join("\n") });
      assert.equal(log?.families[0].verdict.kind, "fits");
    });

    it("reads what the recorder writes: rates by group, the h behind a step, linear laws", async () => {
      const header = {
        ...{ format: 1, kind: "intrinsic-run", every: 10 },
        families: [
          { id: "x", kind: "diagonal", group: 1 },
          { id: "y", kind: "linear", group: 0 },
        ],
      };
      const line = (step: number, after: Readonly<Record<string, readonly number[]>>) => ({
        ...{ step, lr: [0.5, 0.1], weight_decay: [0.2, 0], h: { x: [1], y: [1] }, hg: { x: [2], y: [0] } },
        after,
      });
      const kinds = async (after: Readonly<Record<string, readonly number[]>>) => {
        const lines = [header, line(0, after), line(10, after)].map((one) => JSON.stringify(one));
        const { log } = await audit("net", "sgd", { logText: lines.join("\n") });
        return log?.families.map(({ id, pairs, verdict }) => [id, pairs, verdict.kind]);
      };
      // (1 − 0.1 · 0)² 1 + 0.1² 2 and (1 − 0.5 · 0.2) 1.
      assert.deepEqual(await kinds({ x: [1.02], y: [0.9] }), [
        ["x", 2, "fits"],
        ["y", 2, "fits"],
      ]);
      assert.deepEqual(await kinds({ x: [1.03], y: [0.91] }), [
        ["x", 2, "refuted"],
        ["y", 2, "refuted"],
      ]);
    });
  });

  it("refuses a file of another network with the first of what is missing", async () => {
    const outcome = await outcomeOf("net", "llama-start");
    assert.equal(outcome.kind, "refused");
    assert.match(outcome.kind === "refused" ? outcome.reason : "", /holds none of the layers.*fc1\.weight/);
  });

  it("is written as text and as JSON without a number that is none", async () => {
    const result = await audit("llama", "llama-faults", { before: "llama-start", run: SGD });
    assert.match(auditText(result), /llama\.intrinsic\.json:\d+:\d+ error audit\.not-finite/);
    assert.deepEqual(JSON.parse(auditJson(result)).audit.checkpoint.dtypes, ["BF16"]);
  });
});

interface Said {
  readonly before?: string;
  readonly run?: ClaimedRun;
  readonly log?: string;
  readonly logText?: string;
}

async function audit(spec: string, file: string, said: Said = {}): Promise<AuditResult> {
  const outcome = await outcomeOf(spec, file, said);
  assert.ok(outcome.kind === "audit", JSON.stringify(outcome));
  return outcome.result;
}

async function outcomeOf(
  spec: string,
  file: string,
  { before, run = NOTHING, log, logText }: Said = {},
): Promise<AuditOutcome> {
  const specFile = path.join(FOLDER, `${spec}.intrinsic.json`);
  const names = [file, ...(before === undefined ? [] : [before])].map((name) => `${name}.safetensors`);
  const opened = await Promise.all(names.map((name) => openCheckpointFile(name, FOLDER)));
  const text = logText ?? (log === undefined ? null : readFileSync(path.join(FOLDER, `${log}.jsonl`), "utf8"));
  try {
    const [own, earlier] = opened.map(({ checkpoint }, i) => ({ path: names[i], checkpoint }));
    return finished(
      auditCheckpoint(readFileSync(specFile, "utf8"), {
        path: specFile,
        file: own,
        before: before === undefined ? null : earlier,
        log: text === null ? null : { path: "log", text },
        run,
      }),
    );
  } finally {
    for (const { close } of opened) close();
  }
}

function familiesOf({ blocks }: AuditResult): Map<string, AuditedFamily> {
  return new Map(blocks.flatMap(({ families }) => families.map((family) => [family.id, family])));
}

/** The same weights as theta. */
function weightsOf(spec: string, file: string) {
  const specFile = path.join(FOLDER, `${spec}.intrinsic.json`);
  const text = readFileSync(specFile, "utf8").replace(/"path": "[^"]*"/, `"path": "${file}.safetensors"`);
  const { network, initialization, places } = readSpec(text);
  assert.ok(network !== null && initialization !== null);
  const drawn = parametersOf(network, initialization, places, weightsOpener(specFile, FOLDER, null));
  assert.ok(drawn.kind === "theta");
  const under = lossFamilies(network, "cross-entropy");
  return { theta: drawn.theta, families: [...lawFamilies(network), ...("why" in under ? [] : under)] };
}
