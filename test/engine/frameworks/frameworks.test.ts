/** Starts taken to frameworks: every number of theta in the file, found again by the scheme "file"; nothing written over what is there. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openCheckpointWith } from "../../../src/engine/checkpoint/node";
import { FRAMEWORKS } from "../../../src/engine/frameworks";
import { parameterCount } from "../../../src/engine/model/compile";
import { FRAMEWORK_NAMES, type FrameworkName } from "../../../src/engine/protocol/frameworks";
import { readSpec } from "../../../src/engine/spec/read";
import { parametersOf } from "../../../src/engine/subject/parameters";
import { exportSpec, type ExportResult } from "../../../src/engine/tasks/export/export";
import type { NewFiles, WriteNewFiles, WrittenFiles } from "../../../src/engine/tasks/new-files";
import { newFilesBeside, newFilesIn } from "../../../src/engine/worker/new-files/node";
import { weightsOpener } from "../../../src/engine/worker/weights-files/node";
import { LAYER_SAMPLES } from "../layer-samples";

const CHAIN = { widths: [3, 4, 2], activation: "tanh", bias: true };
const LLAMA = {
  input: { tokens: 3, vocabulary: 5 },
  layers: [
    { type: "embedding", name: "model.embed_tokens", units: 4 },
    { type: "transformer-block", preset: "llama", name: "model.layers.0", heads: 2, kvHeads: 1 },
    { type: "dense", name: "lm_head", units: 5 },
  ],
};
const DRAWN = { scheme: "gaussian", std: 0.3, biasStd: 0.1, seed: 4 };

describe("a start taken to a framework", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "start-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, architecture] of [
    ["chain", CHAIN],
    ["llama", LLAMA],
  ] as const)
    for (const to of FRAMEWORK_NAMES)
      it(`is read back from ${to}'s file by the scheme "file", bit for bit: ${name}`, () => {
        const { files } = exported({ architecture, initialization: DRAWN }, to);
        assert.equal(ended(newFilesIn(folder)(files)).kind, "written");
        const spec = { architecture, initialization: { scheme: "file", path: files.weights.name } };
        const file = path.join(folder, "spec.intrinsic.json");
        writeFileSync(file, JSON.stringify(spec));
        assert.deepEqual(
          thetaOf(spec, weightsOpener(file, null, null)),
          thetaOf({ architecture, initialization: DRAWN }, null),
        );
      });

  it("has every number of theta once, for every type of layer", () => {
    for (const [type, networks] of Object.entries(LAYER_SAMPLES))
      for (const network of networks) {
        const theta = Float64Array.from({ length: parameterCount(network) }, (_, i) => i + 1);
        for (const to of FRAMEWORK_NAMES) {
          const { tensors } = FRAMEWORKS[to].write({ network, theta, title: null, weights: "w", module: "m" });
          const all = tensors.flatMap(({ shape, values }) =>
            Array.from(
              values(
                0,
                shape.reduce((a, b) => a * b, 1),
              ),
            ),
          );
          assert.deepEqual(
            all.toSorted((a, b) => a - b),
            Array.from(theta),
            `${to}, ${type}`,
          );
        }
      }
  });

  it("says what a framework cannot express, in the answer and in the code", () => {
    const { files, missing } = exported({ architecture: LLAMA, initialization: DRAWN }, "keras");
    assert.equal(missing.length, 2);
    assert.match(missing[0], /"model.layers.0.attention" is not built/);
    assert.match(files.text?.content ?? "", /raise NotImplementedError\("The layer \\"model.layers.0.attention\\"/);
    assert.deepEqual(exported({ architecture: LLAMA, initialization: DRAWN }, "pytorch").missing, []);
  });

  it("names modules so that Python takes them, whatever layers are called", () => {
    const layers = ["type", "0", "class", "my layer", "a.forward", 'quo"te'].map((name) => ({
      type: "dense",
      name,
      units: 2,
    }));
    const { files } = exported({ title: 'A "quoted" \\ title', architecture: { input: 2, layers } }, "pytorch");
    const code = files.text?.content ?? "";
    for (const line of [
      "self.type_ = nn",
      'self.add_module("0", nn',
      "self.class_ = nn",
      "self.my_layer = nn",
      "self.a.forward_ = nn",
      "self.quo_te = nn",
    ])
      assert.ok(code.includes(line), line);
    assert.match(code, /^"""A 'quoted' \/ title:/);
  });

  it("is not written over a file, nor beside one of its two names, and leaves nothing half done", () => {
    const { files } = exported({ architecture: CHAIN }, "pytorch");
    writeFileSync(path.join(folder, "start_pytorch.py"), "mine");
    refused(ended(newFilesIn(folder)(files)), /start_pytorch.py: There is something of this name already/);
    assert.deepEqual(readdirSync(folder), ["start_pytorch.py"]);
    assert.equal(readFileSync(path.join(folder, "start_pytorch.py"), "utf8"), "mine");
    rmSync(path.join(folder, "start_pytorch.py"));
    symlinkSync("nowhere", path.join(folder, files.weights.name));
    refused(ended(newFilesIn(folder)(files)), /something of this name already/);
    assert.deepEqual(readdirSync(folder), [files.weights.name]);
  });

  it("is not written outside the workspace, through links or by its name, nor for a spec without a folder", () => {
    const { files } = exported({ architecture: CHAIN }, "numpy");
    const [inside, outside] = [path.join(folder, "inside"), path.join(folder, "outside")];
    for (const one of [inside, outside]) mkdirSync(one);
    const spec = path.join(inside, "spec.intrinsic.json");
    writeFileSync(spec, "{}");
    const beside: WriteNewFiles = newFilesBeside(spec, inside);
    refused(ended(beside({ weights: { ...files.weights, name: "../outside/w.npz" } })), /outside the folder/);
    symlinkSync(outside, path.join(inside, "link"));
    refused(ended(beside({ weights: { ...files.weights, name: "link/w.npz" } })), /outside the folder/);
    refused(ended(newFilesBeside(null, null)(files)), /never saved/);
    assert.deepEqual(readdirSync(outside), []);
    assert.equal(ended(beside(files)).kind, "written");
    const { checkpoint, close } = openCheckpointWith(files.weights.name, inside, null);
    assert.deepEqual(
      checkpoint.tensors.map(({ name }) => name),
      ["layer1.weight", "layer1.bias", "layer2.weight", "layer2.bias"],
    );
    close();
  });

  it("is refused with the spec's problems where there is none", () => {
    const made = steps(
      exportSpec('{ "architecture": { "widths": [2] } }', { path: null, to: "jax", openWeights: null }),
    );
    assert.equal(made.kind, "invalid");
  });
});

function exported(
  spec: object,
  to: FrameworkName,
): Extract<ExportResult, { kind: "start" }> & { readonly files: NewFiles } {
  const made = steps(exportSpec(JSON.stringify(spec), { path: "start.intrinsic.json", to, openWeights: null }));
  assert.equal(made.kind, "start");
  return made as Extract<ExportResult, { kind: "start" }>;
}

function thetaOf(spec: object, open: Parameters<typeof parametersOf>[3]): Float64Array {
  const { network, initialization, places, problems } = readSpec(JSON.stringify(spec));
  assert.ok(network !== null && initialization !== null, JSON.stringify(problems));
  const drawn = parametersOf(network, initialization, places, open);
  assert.ok(drawn.kind === "theta", JSON.stringify(drawn));
  return drawn.theta;
}

const ended = (writing: Generator<unknown, WrittenFiles>): WrittenFiles => steps(writing);

function refused(written: WrittenFiles, why: RegExp): void {
  assert.equal(written.kind, "none");
  assert.match(written.kind === "none" ? written.why : "", why);
}

function steps<T>(generator: Generator<unknown, T>): T {
  for (;;) {
    const step = generator.next();
    if (step.done === true) return step.value;
  }
}
