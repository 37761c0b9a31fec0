/** Runs of PyTorch (test/fixtures/audit), each held against what it was said to have been, and against what it was not. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { AuditResult, LoggedFamily } from "../../../../src/engine/report/audit/facts";
import { NOTHING_CLAIMED, type ClaimedRun } from "../../../../src/engine/report/audit/run";
import { fits } from "../../../../src/engine/tasks/audit/decay";
import { auditNet, auditOf, auditText, FOLDER, specOf, verdictOf } from "./audited";

describe("language models that were trained, from their configuration and checkpoints alone", () => {
  const spared = { noDecay: ["*bias", "*ln_*"] };
  const cases = [
    ["gpt2", "offset:transformer.wte", { optimizer: "momentum", momentum: 0.9, ...spared }],
    ["gpt2", "shift:transformer.wte", { optimizer: "momentum", momentum: 0.9, ...spared }],
    ["imported-llama", "sum:lm_head", { optimizer: "sgd" }],
  ] as const;
  for (const [model, law, said] of cases)
    it(`${model}: ${law} tells the run with the right weight decay from the one with the wrong`, async () => {
      const run = { ...NOTHING_CLAIMED, ...said, learningRate: 0.02, weightDecay: 0.1, steps: 100 };
      const [right, wrong] = [await auditOf(model, "right", run), await auditOf(model, "wrong", run)];
      assert.equal(verdictOf(right, law)?.kind, "fits");
      assert.deepEqual(
        right.problems.filter(({ severity }) => severity === "error"),
        [],
      );
      assert.equal(verdictOf(wrong, law)?.kind, "refuted");
      assert.ok(wrong.problems.some(({ code }) => code === "audit.impossible-change"));
    });

  it("tells norms and biases that were spared from those that were not", async () => {
    const run: ClaimedRun = {
      ...NOTHING_CLAIMED,
      optimizer: "momentum",
      momentum: 0.9,
      learningRate: 0.02,
      weightDecay: 0.1,
      steps: 100,
    };
    // The column sums of a matrix that did decay are not what they were.
    const more = { ...run, noDecay: ["*bias", "*ln_*", "*c_proj*"] };
    assert.equal(verdictOf(await auditOf("gpt2", "right", more), "shift:transformer.wte")?.kind, "refuted");
    const said = verdictOf(
      await auditOf("gpt2", "right", { ...run, noDecay: ["*bias", "*ln_*"] }),
      "shift:transformer.wte",
    );
    assert.match(said?.possible ?? "", /laws: multiplied by 0\.\d+ exactly; .*laws?: kept exactly/);
  });

  it("leaves a law open of which some tensors decay and some do not", async () => {
    const run = { ...NOTHING_CLAIMED, optimizer: "sgd", learningRate: 0.02, weightDecay: 0.1, steps: 100 } as const;
    const mixed = await auditOf("gpt2", "right", { ...run, noDecay: ["*wpe*"] });
    const verdict = verdictOf(mixed, "offset:transformer.wte");
    assert.equal(verdict?.kind, "open");
    assert.match(verdict?.possible ?? "", /some do not/);
  });

  it("has the law of the loss only where there is a loss", async () => {
    const { text } = await specOf("imported-llama");
    const without = text.replace(/,\s*"training": \{[\s\S]*\}\n\}\n$/, "\n}\n");
    assert.notEqual(without, text);
    const audited = async (spec: string, loss: "cross-entropy" | null) =>
      verdictOf(
        await auditText(spec, "imported-llama/right", "imported-llama/model", NOTHING_CLAIMED, { loss }),
        "sum:lm_head",
      );
    assert.equal(await audited(without, null), undefined);
    assert.notEqual(await audited(without, "cross-entropy"), undefined);
  });
});

describe("a network of the shape of ResNet-18", () => {
  const SGD = { ...NOTHING_CLAIMED, optimizer: "sgd", learningRate: 0.05, steps: 30 } as const;
  const audited = async (end: string, weightDecay: number): Promise<AuditResult> => {
    // Images as the script had them.
    const text = (await specOf("resnet18")).text.replace('"height": 224, "width": 224', '"height": 32, "width": 32');
    const files = [`resnet18/${end}`, "resnet18/model"] as const;
    return auditText(text, ...files, { ...SGD, weightDecay }, { loss: "cross-entropy" });
  };
  const kinds = ({ blocks }: AuditResult) => {
    const all = blocks.flatMap(({ families }) => families.map(({ id, change }) => [id, change?.verdict.kind] as const));
    return (kind: string) => all.filter(([, own]) => own === kind).map(([id]) => id);
  };

  it("has every law measured, and each verdict of the claimed run is right", async () => {
    const result = await audited("right", 0.05);
    assert.deepEqual(result.checkpoint.unused, []);
    const families = result.blocks.flatMap((block) => block.families);
    assert.ok(families.length > 0 && families.every(({ norm }) => norm.value !== null && norm.basis === "measured"));
    const of = kinds(result);
    assert.deepEqual(of("refuted"), []);
    // 3 × 3 taps that meet nothing but padding, where the images are one pixel wide, only decay.
    assert.ok(of("fits").includes("sum:classifier.1") && of("fits").some((id) => id.startsWith("frozen:")));
    assert.deepEqual(
      result.problems.filter(({ severity }) => severity === "error"),
      [],
    );
  });

  it("tells another weight decay apart", async () => {
    for (const of of [kinds(await audited("wrong", 0.05)), kinds(await audited("right", 0))])
      assert.ok(of("refuted").includes("sum:classifier.1") && of("refuted").some((id) => id.startsWith("frozen:")));
  });
});

describe("the fall of the loss", () => {
  const { before, after } = JSON.parse(readFileSync(path.join(FOLDER, "gd.json"), "utf8")) as Record<string, number>;
  const said: ClaimedRun = {
    ...NOTHING_CLAIMED,
    optimizer: "sgd",
    learningRate: 0.05,
    steps: 200,
    lossBefore: before,
    lossAfter: after,
  };
  const verdict = async (run: Partial<ClaimedRun>) =>
    verdictOf(await auditNet("gd", { ...said, ...run }), "rescaling:fc1");

  it("bounds the drift of quadratic laws under steps on all samples, and what is beyond is not accused", async () => {
    const within = await verdict({});
    assert.equal(within?.kind, "within-bound");
    // A hypothesis on the curvature is not checked: no theorem of this run.
    assert.equal(within?.basis, "predicted");
    const bound = 2 * 0.05 * (before - after);
    assert.ok(Math.abs((within?.tolerance ?? 0) - bound) < 1e-10);
    // It is no empty bound: with half of what moved it would not do.
    const moved = within?.deviation ?? 0;
    assert.ok(moved > 0.001 * bound);
    const half = await verdict({ lossAfter: before - moved / 2 / (2 * 0.05) });
    assert.equal(half?.kind, "open");
    const rose = await verdict({ lossAfter: before + 1 });
    assert.deepEqual([rose?.kind, rose?.tolerance], ["open", null]);
  });

  it("says nothing of runs with decay or momentum", async () => {
    for (const run of [{ weightDecay: 0.1 }, { optimizer: "momentum", momentum: 0.9 }] as const)
      assert.doesNotMatch((await verdict(run))?.possible ?? "", /L₀/);
  });
});

describe("momentum in a log", () => {
  const logged = async (file: string, run: Partial<ClaimedRun>, edit = (text: string) => text) => {
    const text = edit(readFileSync(path.join(FOLDER, `${file}.jsonl`), "utf8"));
    const { log } = await auditNet(file, { ...NOTHING_CLAIMED, ...run }, text);
    return new Map(log?.families.map((one) => [one.id, one]));
  };
  const kinds = (families: ReadonlyMap<string, LoggedFamily>) =>
    [...families.values()].map(({ id, verdict: { kind } }) => [id, kind]);

  it("follows every law from the values before and h(v)", async () => {
    const found = await logged("momentum", { optimizer: "momentum", weightDecay: 0.02 });
    assert.deepEqual(kinds(found), [
      ["rescaling:fc1", "fits"],
      ["rescaling:fc2", "fits"],
      ["sum:head", "fits"],
    ]);
    for (const { pairs, deviation, fitted } of found.values()) {
      assert.equal(pairs, 18);
      assert.ok((deviation ?? 1) < 1e-13 && Math.abs((fitted ?? 1) - 0.02) < 1e-7, `${deviation} ${fitted}`);
    }
  });

  it("tells a wrong decay and a wrong momentum apart, and names the decay that fits", async () => {
    const decay = await logged("momentum", { optimizer: "momentum", weightDecay: 0.0 });
    for (const { verdict } of decay.values()) {
      assert.equal(verdict.kind, "refuted");
      assert.match(verdict.found, /weight decay of 0\.02 fits/);
    }
    const momentum = await logged("momentum", { optimizer: "momentum" }, (text) => text.replaceAll("0.9,", "0.8,"));
    for (const { verdict } of momentum.values()) assert.equal(verdict.kind, "refuted");
    const plain = await logged("momentum", { optimizer: "sgd" });
    assert.equal(plain.get("sum:head")?.verdict.kind, "refuted");
  });

  it("follows linear laws alone under Nesterov's, and none under heavy ball without h(v)", async () => {
    const nesterov = await logged("nesterov", { optimizer: "nesterov", weightDecay: 0.02 });
    assert.deepEqual(kinds(nesterov), [
      ["rescaling:fc1", "open"],
      ["rescaling:fc2", "open"],
      ["sum:head", "fits"],
    ]);
    assert.ok(Math.abs((nesterov.get("sum:head")?.fitted ?? 1) - 0.02) < 1e-9);
    const other = await logged("nesterov", { optimizer: "momentum", weightDecay: 0.02 });
    assert.equal(other.get("sum:head")?.verdict.kind, "refuted");
    const without = await logged("momentum", { optimizer: "momentum" }, (text) => text.replaceAll('"hv"', '"other"'));
    assert.equal(without.get("rescaling:fc1")?.verdict.kind, "open");
    assert.equal(without.get("sum:head")?.verdict.kind, "fits");
  });

  it("reads what the recorder of intrinsic_torch writes: rates by group, and the values behind a step", async () => {
    for (const [file, pairs] of [
      ["sgd", null],
      ["every", null],
    ] as const) {
      const text = readFileSync(path.resolve(`test/fixtures/runs/${file}.jsonl`), "utf8");
      const { log } = await auditNet("sgd", NOTHING_CLAIMED, text);
      assert.equal(pairs, null);
      assert.ok((log?.families.length ?? 0) > 0);
      for (const { pairs: followed, verdict, fitted } of log?.families ?? []) {
        assert.equal(verdict.kind, "fits", `${file}: ${verdict.found}`);
        assert.ok(followed > 0 && Math.abs((fitted ?? 1) - 0.02) < 1e-4, `${fitted}`);
      }
    }
    const adam = readFileSync(path.resolve("test/fixtures/runs/adam.jsonl"), "utf8");
    for (const { verdict } of (await auditNet("sgd", NOTHING_CLAIMED, adam)).log?.families ?? [])
      assert.equal(verdict.kind, "no-law");
  });
});

describe("patterns of names", () => {
  it("have * for any letters and all else for itself", () => {
    const fitting = [
      ["a.bias", "*.bias"],
      ["a.bias", "a.bias"],
      ["layers.0.norm.weight", "*norm*"],
      ["norm", "*norm*"],
      ["abcbd", "a*b*d"],
    ] as const;
    for (const [name, pattern] of fitting) assert.ok(fits(name, pattern), pattern);
    const others = [
      ["a.bias", "bias"],
      ["a.bias2", "*.bias"],
      ["ab", "ab*b"],
      ["a.weight", "*norm*"],
      ["axbias", "a.bias"],
    ] as const;
    for (const [name, pattern] of others) assert.ok(!fits(name, pattern), pattern);
  });
});
