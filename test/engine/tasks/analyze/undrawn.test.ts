/** Networks whose weights are too many to be drawn: what is said of them, and that nothing of their size is made for it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Report } from "../../../../src/engine/report/types";
import type { Network } from "../../../../src/engine/model/network";
import { readSpec } from "../../../../src/engine/spec/read";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import { cureSpec } from "../../../../src/engine/tasks/cure/cure";
import { simulateSpec } from "../../../../src/engine/tasks/simulate/simulate";
import { closedLaws } from "../../../../src/engine/theory/laws/closed";
import { countLaws } from "../../../../src/engine/theory/laws/count";
import { familyLines } from "../../../../src/engine/report/laws/lines";
import { chain, finish } from "../../networks";

const LLAMA = readFileSync("examples/large-language-model.intrinsic.json", "utf8");
const TRAINED = LLAMA.replace(
  '"expect"',
  '"training": { "data": { "kind": "tokens", "samples": 8 }, "loss": "cross-entropy", "optimizer": { "type": "gradient-descent", "learningRate": 0.1, "steps": 10 } }, "expect"',
);

function report(text: string): Report {
  const result = finish(analyzeSpec(text, { path: null }));
  if (result.kind !== "report") assert.fail(JSON.stringify(result));
  return result.report;
}

describe("a network too large for its weights to be drawn", () => {
  it("has the parameters of Llama 2 7B and 70B, and as many independent laws as its heads, units and gains make", () => {
    const { model, laws } = report(LLAMA);
    assert.equal(model.parameters, 6_738_415_616);
    const [width, heads, size, hidden] = [4096, 32, 128, 11008];
    const block = 2 * width + heads * ((size * (size + 1)) / 2 + size / 2) + hidden;
    assert.deepEqual([laws.known.value, laws.known.basis], [32 * block + width, "certified"]);
    const larger = LLAMA.replaceAll("4096 }", "8192 }")
      .replace('"tokens": 8192', '"tokens": 4096')
      .replace(
        '"repeat": 32, "heads": 32, "hidden": 11008',
        '"repeat": 80, "heads": 64, "kvHeads": 8, "hidden": 28672',
      );
    const { model: of, laws: found } = report(larger);
    assert.equal(of.parameters, 68_976_648_192);
    assert.equal(found.known.value, 80 * (2 * 8192 + 8 * ((size * (size + 1)) / 2 + size / 2) + 28672) + 8192);
  });

  it("lists families that are alike once, with their number, and no law is lost", () => {
    const { laws } = report(LLAMA);
    assert.deepEqual(
      laws.families.map(({ count, alike = 1 }) => [count, alike]),
      [
        [4096, 32],
        [8256, 32 * 32],
        [64, 32 * 32],
        [4096, 32],
        [11008, 32],
        [4096, 1],
      ],
    );
    assert.ok(
      familyLines(report(LLAMA)).some(
        ({ label, note }) => label === "law ×8256" && note.endsWith("  (the first of 1,024 alike)"),
      ),
    );
  });

  it("counts the laws that the loss of its training adds", () => {
    const { loss } = report(TRAINED).laws;
    assert.deepEqual([loss?.added, loss?.known.value, loss?.independent.value], [4096, 9_138_176 + 4096, null]);
  });

  it("leaves open what needs the weights, and says what is too large", () => {
    const { initialization, intrinsicMetric, recoverability, laws, symmetry, plateau, signal, problems } =
      report(TRAINED);
    for (const { basis, note } of [initialization.relaxedBalanced, intrinsicMetric, recoverability]) {
      assert.equal(basis, "unknown");
      assert.match(note ?? "", /^It needs the weights\. This network has 6\.7·10\^9 parameters/);
    }
    assert.deepEqual([laws.independent.value, laws.complete.value, laws.lieDimension.value], [null, null, null]);
    assert.match(laws.complete.note ?? "", /at this size none are computed.*Theorem 4\.6/);
    assert.match(JSON.stringify(symmetry), /It needs the weights/);
    assert.deepEqual([plateau, signal], [null, null]);
    assert.deepEqual(
      problems.map(({ code, severity }) => [code, severity]),
      [["spec.not-drawn", "information"]],
    );
  });

  it("is not trained, and its start is not improved", () => {
    const run = finish(simulateSpec(TRAINED, { path: null, readDataFile: () => assert.fail("no file is read") }));
    assert.ok(run.kind === "refused" && /needs the weights/.test(run.reason) && /divided by 19/.test(run.help));
    for (const cure of ["nearest-relaxed-balanced", "balance-circuits", "linear-output"] as const) {
      const cured = finish(cureSpec(TRAINED, { path: null, cure }));
      assert.ok(cured.kind === "refused" && /needs the weights/.test(cured.reason), cure);
    }
  });

  it("takes no memory that grows with it", () => {
    const before = process.memoryUsage().arrayBuffers;
    const kept = [LLAMA, TRAINED].map((text) => [readSpec(text), report(text)]);
    assert.ok(process.memoryUsage().arrayBuffers - before < 1e7);
    assert.equal(kept.length, 2);
  });

  it("of two linear layers, or of relus, has all its laws counted", () => {
    const linear = report('{ "architecture": { "widths": [100000, 100000, 10] } }').laws;
    const k = 100_000;
    assert.deepEqual([linear.independent.value, linear.independent.basis], [(k * (k + 1)) / 2, "theorem"]);
    assert.deepEqual([linear.complete.value, linear.lieDimension.value], [true, 100_000 * 100_010 - (k * (k + 1)) / 2]);
    const relu = report('{ "architecture": { "widths": [10000, 10000, 10000, 10], "activation": "relu" } }').laws;
    assert.deepEqual(
      [relu.independent.value, relu.independent.basis, relu.complete.value],
      [20_000, "certified", true],
    );
  });
});

describe("laws without weights", () => {
  const PRESETS = ["llama", "gpt2", "qwen", "bert", "vit"].map((preset) => {
    const block = `{ "type": "transformer-block", "preset": "${preset}", "heads": 2, "hidden": 3 }`;
    return `{ "architecture": { "input": { "tokens": 2, "vocabulary": 3 }, "layers": [ { "type": "embedding", "units": 4, "positions": "learned" }, ${block}, ${block}, { "type": "dense", "units": 3 } ] } }`;
  });
  const NETWORKS = [
    ...PRESETS.map((text) => readSpec(text).network!),
    ...[
      [2, 3, 2],
      [1, 3, 1],
      [1, 4, 2],
      [3, 2, 1],
      [2, 5, 2],
    ].flatMap((widths) =>
      (["identity", "relu", "tanh"] as const).flatMap((activation) =>
        (["none", "all"] as const).map((bias) => chain(widths, activation, bias)),
      ),
    ),
    chain([2, 3, 3, 2]),
    chain([2, 3, 3, 2], "relu", "hidden"),
  ];

  it("are those with weights, and are told but for biases that compensate each other through several blocks", () => {
    const open: Network[] = [];
    for (const network of NETWORKS) {
      const closed = closedLaws(network, null).count;
      const { known, independent, complete, lieDimension } = finish(countLaws(network));
      const name = JSON.stringify(
        network.layers.map(({ type, units, activation, bias }) => [type, units, activation.name, bias]),
      );
      if (closed.known.value === null) open.push(network);
      else assert.equal(closed.known.value, known.value, name);
      if (closed.independent.value === null) continue;
      assert.deepEqual(
        [closed.independent.value, closed.complete.value, closed.lieDimension.value],
        [independent.value, complete.value, lieDimension.value],
        name,
      );
    }
    // Two blocks of GPT-2 and of ViT, with no norm behind them.
    assert.deepEqual(open, [NETWORKS[1], NETWORKS[4]]);
  });
});
