/** Cures of weights in files: on a disk, through the very readers and writers that an editor has. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Checkpoint } from "../../../../src/engine/checkpoint/checkpoint";
import { openCheckpointWith } from "../../../../src/engine/checkpoint/node";
import type { WrittenDtype } from "../../../../src/engine/checkpoint/values/encode";
import { writeCheckpointFile } from "../../../../src/engine/checkpoint/write/node";
import type { WrittenTensor } from "../../../../src/engine/checkpoint/write/tensors";
import type { CureId } from "../../../../src/engine/findings/problem";
import { randomStream } from "../../../../src/engine/math/random/streams";
import type { Report } from "../../../../src/engine/report/types";
import { evaluate } from "../../../../src/engine/flow/objective/objective";
import { readSpec } from "../../../../src/engine/spec/read";
import { parametersOf } from "../../../../src/engine/subject/parameters";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import { cureSpec, type CureResult } from "../../../../src/engine/tasks/cure/cure";
import { newFilesBeside } from "../../../../src/engine/worker/new-files/node";
import { weightsOpener } from "../../../../src/engine/worker/weights-files/node";
import { finish } from "../../networks";

const METADATA = { format: "pt", note: "kept" };

/** Numbers from a seed, in a type. */
function tensor(name: string, shape: readonly number[], dtype: WrittenDtype = "F64", size = 0.5): WrittenTensor {
  const random = randomStream(1, name);
  const all = Float64Array.from({ length: shape.reduce((n, k) => n * k, 1) }, () => size * random.normal());
  return { name, shape, dtype, values: (from, count) => all.slice(from, from + count) };
}

/** Bits that are no value: a NaN with a payload. */
const ODD: WrittenTensor = {
  name: "optimizer.state",
  shape: [2],
  dtype: "F32",
  bytes: (from, count) => Uint8Array.from([1, 2, 0xc0, 0x7f, 3, 4, 0xc0, 0xff]).slice(4 * from, 4 * (from + count)),
};
/** An integer that no double has. */
const COUNTER: WrittenTensor = {
  name: "steps",
  shape: [1],
  dtype: "I64",
  bytes: () => Uint8Array.from([1, 0, 0, 0, 0, 0, 0x20, 0]),
};

/** 2.0·10⁻⁸ */
const numberOf = (shown = ""): number =>
  Number(shown.replace("·10⁻", "e-").replace(/[⁰-⁹¹²³]/g, (digit) => String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit))));

const chain = (file: string, more = ""): string => `{
  "architecture": { "widths": [4, 3, 4], "activation": "identity" },
  // The run of last week.
  "initialization": { "scheme": "file", "path": ${JSON.stringify(file)}${more} }
}
`;

describe("a cure of weights in a file", () => {
  let base: string;
  let home: string;

  beforeEach(() => {
    base = realpathSync(mkdtempSync(path.join(tmpdir(), "intrinsic-cure-")));
    home = path.join(base, "specs");
    mkdirSync(home);
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  const save = (name: string, tensors: readonly WrittenTensor[]): void => {
    const steps = writeCheckpointFile(path.join(home, name), home, tensors, METADATA);
    while (steps.next().done !== true);
  };
  const spec = (): string => {
    const place = path.join(home, "a.intrinsic.json");
    writeFileSync(place, "");
    return place;
  };
  const files = (): {
    openWeights: ReturnType<typeof weightsOpener>;
    writeNewFiles: ReturnType<typeof newFilesBeside>;
  } => ({
    openWeights: weightsOpener(spec(), base, null),
    writeNewFiles: newFilesBeside(spec(), base),
  });
  const run = (text: string, cure: CureId): CureResult => finish(cureSpec(text, { path: null, cure, ...files() }));
  const cured = (text: string, cure: CureId): { text: string; message: string; file: string } => {
    const result = run(text, cure);
    assert.ok(result.kind === "edit" && result.file !== undefined, JSON.stringify(result));
    const document = TextDocument.create("a", "intrinsic", 1, text);
    return {
      text: TextDocument.applyEdits(document, [...result.edits] as never),
      message: result.message,
      file: result.file,
    };
  };
  const analysed = (text: string): Report => {
    const result = finish(analyzeSpec(text, { path: null, openWeights: files().openWeights }));
    assert.ok(result.kind === "report", JSON.stringify(result));
    return result.report;
  };
  const reading = <T>(name: string, work: (checkpoint: Checkpoint) => T): T => {
    const { checkpoint, close } = openCheckpointWith(path.join(home, name), home, null);
    try {
      return work(checkpoint);
    } finally {
      close();
    }
  };
  const bits = (name: string, one: string): string =>
    reading(name, (checkpoint) => {
      const { elements = 0 } = checkpoint.tensors.find((info) => info.name === one) ?? {};
      return Buffer.from(checkpoint.bytes(one, 0, elements) ?? []).toString("hex");
    });
  const typeOf = (name: string, one: string): string | undefined =>
    reading(name, ({ tensors }) => tensors.find((info) => info.name === one)?.dtype);

  for (const [cure, words] of [
    [
      "nearest-relaxed-balanced",
      /Moved the weights by .* % of their norm to the nearest relaxed balanced point, with λ/,
    ],
    ["make-balanced", /Moved the weights by .* % of their norm to .* balanced point/],
  ] as const)
    it(`${cure}: writes a new file, from which the spec is intrinsic; the old one and all other tensors are as they were`, () => {
      save("w.safetensors", [tensor("layer1.weight", [3, 4]), tensor("layer2.weight", [4, 3]), ODD, COUNTER]);
      const old = readFileSync(path.join(home, "w.safetensors"));
      const text = chain("w.safetensors");
      assert.notEqual(analysed(text).intrinsicMetric.value, "holds");
      const result = cured(text, cure);
      assert.equal(result.text, text.replace("w.safetensors", "w-cured.safetensors"));
      assert.match(result.message, words);
      assert.match(result.message, /in the new file w-cured\.safetensors.*w\.safetensors is as it was/);
      const report = analysed(result.text);
      assert.deepEqual([report.intrinsicMetric.value, report.initialization.relaxedBalanced.value], ["holds", true]);
      assert.deepEqual(readFileSync(path.join(home, "w.safetensors")), old);
      for (const name of [ODD.name, COUNTER.name])
        assert.equal(bits("w-cured.safetensors", name), bits("w.safetensors", name));
      assert.notEqual(bits("w-cured.safetensors", "layer1.weight"), bits("w.safetensors", "layer1.weight"));
      assert.deepEqual(
        reading("w-cured.safetensors", ({ metadata }) => ({ ...metadata })),
        METADATA,
      );
      assert.deepEqual(readdirSync(home).sort(), ["a.intrinsic.json", "w-cured.safetensors", "w.safetensors"]);
    });

  it("never writes over a file: the next name that is free is taken", () => {
    save("w.safetensors", [tensor("layer1.weight", [3, 4]), tensor("layer2.weight", [4, 3])]);
    writeFileSync(path.join(home, "w-cured.safetensors"), "mine");
    const result = cured(chain("w.safetensors"), "make-balanced");
    assert.equal(result.file, "w-cured-2.safetensors");
    assert.match(result.text, /"path": "w-cured-2\.safetensors"/);
    assert.equal(readFileSync(path.join(home, "w-cured.safetensors"), "utf8"), "mine");
    assert.equal(analysed(result.text).intrinsicMetric.value, "holds");
  });

  for (const dtype of ["F32", "F16", "BF16"] as const)
    it(`of ${dtype}: what rounding would undo is written in double precision, and the residual is said`, () => {
      save("w.safetensors", [
        tensor("layer1.weight", [3, 4], dtype),
        tensor("layer2.weight", [4, 3], dtype),
        tensor("head.weight", [2, 2], dtype),
      ]);
      const result = cured(chain("w.safetensors"), "make-balanced");
      assert.match(result.message, new RegExp(`Rounded to ${dtype}.*imbalance would be .*\\(measured`));
      const said = numberOf(/imbalance would be (\S+) \(measured/.exec(result.message)?.[1]);
      const unit = { F32: 2 ** -24, F16: 2 ** -11, BF16: 2 ** -8 }[dtype];
      assert.ok(said > unit / 30 && said < 3 * unit, `${said}`);
      assert.deepEqual(
        ["layer1.weight", "layer2.weight", "head.weight"].map((name) => typeOf(result.file, name)),
        ["F64", "F64", dtype],
      );
      assert.equal(bits(result.file, "head.weight"), bits("w.safetensors", "head.weight"));
      assert.equal(analysed(result.text).intrinsicMetric.value, "holds");
    });

  it("breaks a symmetry in the types that the file has", () => {
    const same = Float64Array.of(0.5, -0.25, 0.5, -0.25, 1, 2);
    save("w.safetensors", [
      { name: "layer1.weight", shape: [3, 2], dtype: "F16", values: (from, count) => same.slice(from, from + count) },
      { name: "layer2.weight", shape: [1, 3], dtype: "F16", values: () => Float64Array.of(1, 1, -1) },
      tensor("other", [3], "F16"),
    ]);
    const text = `{ "architecture": { "widths": [2, 3, 1], "activation": "tanh" }, "initialization": { "scheme": "file", "path": "w.safetensors" } }`;
    assert.ok(analysed(text).manifolds.length > 0);
    const result = cured(text, "break-symmetry");
    assert.deepEqual(analysed(result.text).manifolds, []);
    assert.deepEqual(
      ["layer1.weight", "layer2.weight", "other"].map((name) => typeOf(result.file, name)),
      ["F16", "F16", "F16"],
    );
    assert.doesNotMatch(result.message, /double precision/);
  });

  for (const [dtype, kernel] of [
    ["F64", "weight"],
    ["F32", "kernel"],
    ["F16", "weight"],
  ] as const)
    it(`leaves neurons out that repeat others, in a file of ${dtype} with ${kernel}s: the same function, to double precision`, () => {
      const first = [0.5, -0.25, 0.5, -0.25, 1, 2];
      const [bias, second] = [
        [0.125, 0.125, -1],
        [0.75, 0.75, -1],
      ];
      const turned = (rows: readonly number[], columns: number): number[] =>
        Array.from(
          rows,
          (_, i) => rows[(i % (rows.length / columns)) * columns + Math.floor(i / (rows.length / columns))],
        );
      const made = (name: string, shape: readonly number[], values: readonly number[]): WrittenTensor => ({
        name,
        shape,
        dtype,
        values: (from, count) => Float64Array.from(values).slice(from, from + count),
      });
      const inFile = kernel === "kernel";
      save("w.safetensors", [
        made(`layer1.${kernel}`, inFile ? [2, 3] : [3, 2], inFile ? turned(first, 2) : first),
        made("layer1.bias", [3], bias),
        made(`layer2.${kernel}`, inFile ? [3, 1] : [1, 3], second),
        made("layer2.bias", [1], [0.5]),
        COUNTER,
      ]);
      const text = `{ "architecture": { "widths": [2, 3, 1], "activation": "relu", "bias": true }, "initialization": { "scheme": "file", "path": "w.safetensors" } }`;
      const result = cured(text, "reduce-width");
      assert.match(result.text, /"widths": \[2, 2, 1\]/);
      assert.equal(bits(result.file, "steps"), bits("w.safetensors", "steps"));
      const shape = reading(
        result.file,
        ({ tensors }) => tensors.find(({ name }) => name === `layer1.${kernel}`)?.shape,
      );
      assert.deepEqual(shape, [2, 2]);
      const outputs = [text, result.text].map((one) => {
        const { network, initialization, places } = readSpec(one);
        assert.ok(network !== null && initialization !== null);
        const start = parametersOf(network, initialization, places, files().openWeights);
        assert.ok(start.kind === "theta");
        const x = { rows: 2, columns: 2, data: Float64Array.of(1, 2, -3, 0.5) };
        return evaluate(network, start.theta, x).data;
      });
      outputs[0].forEach((y, i) => assert.ok(Math.abs(y - outputs[1][i]) < 1e-12));
      assert.equal(/double precision/.test(result.message), dtype !== "F64", result.message);
    });

  it("scales small layers up, and nothing else", () => {
    save("w.safetensors", [
      tensor("layer1.weight", [3, 3], "F64", 1e-4),
      tensor("layer2.weight", [3, 3], "F64", 1e-4),
      tensor("layer3.weight", [3, 3], "F64", 1e-4),
    ]);
    const text = `{ "architecture": { "widths": [3, 3, 3, 3], "activation": "identity" }, "initialization": { "scheme": "file", "path": "w.safetensors" },
      "training": { "data": { "kind": "teacher", "samples": 64, "seed": 3 }, "loss": "mse", "optimizer": { "type": "gradient-flow", "time": 100 } } }`;
    const found = analysed(text).problems.find(({ code }) => code === "plateau.long");
    assert.deepEqual(
      found?.cures?.map(({ id }) => id),
      ["escape-sooner"],
    );
    const result = cured(text, "escape-sooner");
    assert.equal(
      analysed(result.text).problems.some(({ code }) => code === "plateau.long"),
      false,
    );
    const factors = ["layer1.weight", "layer2.weight", "layer3.weight"].flatMap((name) => {
      const [a, b] = ["w.safetensors", result.file].map((file) => reading(file, ({ read }) => read(name).values));
      return Array.from(b, (value, i) => value / a[i]);
    });
    assert.ok(Math.max(...factors) - Math.min(...factors) < 1e-12 && factors[0] > 2, `${factors[0]}`);
    assert.match(result.message, /^Made the weights of "layer1", "layer2" and "layer3" .* times larger/);
  });

  it("balances the heads of an attention whose projections lie fused in one tensor", () => {
    save("w.safetensors", [
      tensor("attn.in_proj_weight", [12, 4]),
      tensor("attn.out_proj.weight", [4, 4]),
      tensor("untouched", [5]),
    ]);
    const text = `{ "architecture": { "input": { "tokens": 3, "width": 4 }, "layers": [{ "type": "attention", "name": "attn", "heads": 2 }] },
      "initialization": { "scheme": "file", "path": "w.safetensors" } }`;
    assert.equal(analysed(text).intrinsicMetric.value, "fails");
    const result = cured(text, "balance-circuits");
    const { circuits = [] } = analysed(result.text).intrinsicMetric;
    assert.ok(circuits.length > 0);
    for (const { verdict, balance } of circuits) if (balance !== null) assert.equal(verdict.value, "holds");
    assert.equal(bits(result.file, "untouched"), bits("w.safetensors", "untouched"));
  });

  it("keeps npz as npz, and the folder that the path names", () => {
    mkdirSync(path.join(home, "runs"));
    save("runs/w.npz", [tensor("layer1.weight", [3, 4]), tensor("layer2.weight", [4, 3]), COUNTER]);
    const result = cured(chain("runs/w.npz"), "make-balanced");
    assert.equal(result.file, "runs/w-cured.npz");
    assert.equal(bits(result.file, "steps"), bits("runs/w.npz", "steps"));
    assert.equal(analysed(result.text).intrinsicMetric.value, "holds");
  });

  it("takes the spec's scale and names into account", () => {
    save("w.safetensors", [tensor("net.0.weight", [3, 4]), tensor("net.1.kernel", [3, 4])]);
    const more = `, "scale": 2, "tensors": { "layer1": "net.0", "layer2": "net.1" }`;
    const result = cured(chain("w.safetensors", more), "nearest-relaxed-balanced");
    assert.match(result.text, /"scale": 2/);
    assert.equal(analysed(result.text).intrinsicMetric.value, "holds");
  });

  it("takes layers that the spec drew by a scheme of their own into the file", () => {
    save("w.safetensors", [tensor("layer1.weight", [3, 4])]);
    const more = `, "layers": { "layer2": { "scheme": "he-normal" } }`;
    const result = cured(chain("w.safetensors", more), "make-balanced");
    assert.doesNotMatch(result.text, /he-normal|layers/);
    assert.match(result.message, /"layer2", drawn before, comes from it too/);
    assert.equal(analysed(result.text).intrinsicMetric.value, "holds");
  });

  it("chooses λ by a scheme that draws, and then needs no file", () => {
    save("w.safetensors", [tensor("layer1.weight", [3, 4]), tensor("layer2.weight", [4, 3])]);
    const result = run(chain("w.safetensors"), "choose-lambda");
    assert.ok(result.kind === "edit" && result.file === undefined);
    assert.deepEqual(readdirSync(home).sort(), ["a.intrinsic.json", "w.safetensors"]);
  });

  it("writes nothing where nothing may be written, nor where it is ended early", () => {
    save("w.safetensors", [tensor("layer1.weight", [3, 4]), tensor("layer2.weight", [4, 3])]);
    const before = readdirSync(home).sort();
    const offered = finish(
      cureSpec(chain("w.safetensors"), { path: null, cure: "make-balanced", ...files(), writeNewFiles: null }),
    );
    assert.ok(offered.kind === "refused" && /would write a new one/.test(offered.reason));
    const steps = cureSpec(chain("w.safetensors"), { path: null, cure: "make-balanced", ...files() });
    for (let step = steps.next(); step.done !== true; step = steps.next())
      if (step.value.stage === "Writing the weights") break;
    steps.return({ kind: "refused", reason: "", help: "" });
    assert.deepEqual(readdirSync(home).sort(), [...before, "a.intrinsic.json"].sort());
  });

  it("says what is wrong with the file as the analysis does", () => {
    const result = run(chain("missing.safetensors"), "make-balanced");
    assert.ok(result.kind === "invalid" && result.problems.some(({ code }) => code === "init.file-unreadable"));
  });
});
