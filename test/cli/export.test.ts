/** `intrinsic export`, as a user meets it. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openCheckpointWith } from "../../src/engine/checkpoint/node";
import { initialize } from "../../src/engine/model/initializers";
import { FRAMEWORK_NAMES } from "../../src/engine/protocol/frameworks";
import { readSpec } from "../../src/engine/spec/read";
import { namedPieces } from "../../src/engine/weights/pieces";
import { intrinsicIn } from "./terminal";

const SPEC = `{
  "title": "A small network",
  "architecture": {
    "input": 4,
    "layers": [
      { "type": "dense", "name": "first", "units": 6, "activation": "relu", "bias": true },
      { "type": "dense", "name": "head", "units": 2 }
    ]
  },
  "initialization": { "scheme": "he-normal", "seed": 7, "biasStd": 0.1 }
}
`;

describe("command line: export", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "intrinsic-cli-"));
    writeFileSync(path.join(folder, "a.intrinsic.json"), SPEC);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const intrinsic = (...args: string[]) => intrinsicIn(folder, ...args);
  /** By the layer's name and the tensor's, as PyTorch calls them. */
  const drawn = (): Map<string, readonly number[]> => {
    const { network, initialization } = readSpec(SPEC);
    assert.ok(network !== null && initialization !== null);
    const start = initialize(network, initialization);
    assert.ok(start.kind === "theta");
    return new Map(
      namedPieces(network).map(({ name, block: { offset, rows, columns } }) => [
        name,
        Array.from(start.theta.subarray(offset, offset + rows * columns)),
      ]),
    );
  };
  const stored = (file: string): Map<string, readonly number[]> => {
    const { checkpoint, close } = openCheckpointWith(path.join(folder, file), folder, null);
    try {
      return new Map(checkpoint.tensors.map(({ name }) => [name, Array.from(checkpoint.read(name).values)]));
    } finally {
      close();
    }
  };

  for (const [to, extension] of [
    ["pytorch", ".safetensors"],
    ["jax", ".safetensors"],
    ["numpy", ".npz"],
  ] as const)
    it(`--to ${to} writes code, and beside it the very numbers of the start`, async () => {
      const { code, out, err } = await intrinsic("export", "--to", to, "a.intrinsic.json");
      assert.deepEqual([code, err], [0, ""]);
      assert.match(out, new RegExp(`^Wrote a_${to}\\.py for .*, and a_${to}\\${extension} beside it\\.\\n$`));
      assert.deepEqual(readdirSync(folder).sort(), ["a.intrinsic.json", `a_${to}.py`, `a_${to}${extension}`].sort());
      assert.deepEqual(stored(`a_${to}${extension}`), drawn());
      assert.match(
        readFileSync(path.join(folder, `a_${to}.py`), "utf8"),
        /^"""A small network: written by Intrinsic for /,
      );
    });

  it("--to keras writes kernels as Keras lays them out", async () => {
    assert.equal((await intrinsic("export", "--to", "keras", "a.intrinsic.json")).code, 0);
    const [kernel, weight] = [stored("a_keras.npz").get("first.kernel"), drawn().get("first.weight")];
    assert.ok(kernel !== undefined && weight !== undefined);
    kernel.forEach((value, i) => assert.equal(value, weight[(i % 6) * 4 + Math.floor(i / 6)]));
  });

  it("--weights names the file of weights, and the code lies beside it", async () => {
    const { code, out } = await intrinsic(
      "export",
      "--to",
      "pytorch",
      "--weights",
      "start.safetensors",
      "a.intrinsic.json",
    );
    assert.equal(code, 0);
    assert.match(out, /Wrote start\.py .* start\.safetensors/);
    assert.match(readFileSync(path.join(folder, "start.py"), "utf8"), /"start\.safetensors"/);
  });

  it("takes the weights of a file along, bit for bit", async () => {
    await intrinsic("export", "--to", "pytorch", "--weights", "start.safetensors", "a.intrinsic.json");
    const text = SPEC.replace(
      /"initialization": .*/,
      `"initialization": { "scheme": "file", "path": "start.safetensors" }`,
    );
    writeFileSync(path.join(folder, "b.intrinsic.json"), text);
    const { code, err } = await intrinsic("export", "--to", "numpy", "b.intrinsic.json");
    assert.deepEqual([code, err], [0, ""]);
    assert.deepEqual(stored("b_numpy.npz"), drawn());
  });

  it("writes over nothing, neither weights nor code, and leaves no half behind", async () => {
    for (const there of ["a_pytorch.safetensors", "a_pytorch.py"]) {
      writeFileSync(path.join(folder, there), "mine");
      const { code, err } = await intrinsic("export", "--to", "pytorch", "a.intrinsic.json");
      assert.equal(code, 2);
      assert.match(err, /nothing is overwritten/);
      assert.equal(readFileSync(path.join(folder, there), "utf8"), "mine");
      assert.deepEqual(readdirSync(folder).sort(), ["a.intrinsic.json", there]);
      rmSync(path.join(folder, there));
    }
  });

  it("ends with 1 and a sentence for each layer that the framework has not", async () => {
    const text = `{ "architecture": { "layers": [{ "type": "linear-ode", "name": "flow", "width": 3, "grid": 8 }] } }`;
    writeFileSync(path.join(folder, "ode.intrinsic.json"), text);
    const { code, out } = await intrinsic("export", "--to", "pytorch", "ode.intrinsic.json");
    assert.equal(code, 1, out);
    assert.match(out, /The layer "flow" is not built: .*Its weights are in the file\./);
  });

  it("says what is wrong with its arguments and with the spec", async () => {
    for (const [args, words] of [
      [["export", "a.intrinsic.json"], new RegExp(`export needs --to ${FRAMEWORK_NAMES.join("\\|")}`)],
      [["export", "--to", "pytroch", "a.intrinsic.json"], /"pytroch".*"pytorch"/],
      [["export", "--to", "numpy"], /exactly one FILE/],
      [["export", "--to", "numpy", "--weights", "w.safetensors", "a.intrinsic.json"], /written as \*\.npz/],
      [["export", "--to", "numpy", "missing.intrinsic.json"], /missing\.intrinsic\.json/],
    ] as const) {
      const { code, err } = await intrinsic(...args);
      assert.equal(code, 2, args.join(" "));
      assert.match(err, words);
    }
    writeFileSync(path.join(folder, "wrong.intrinsic.json"), SPEC.replace("he-normal", "he-norml"));
    const { code, err } = await intrinsic("export", "--to", "numpy", "wrong.intrinsic.json");
    assert.equal(code, 2);
    assert.match(err, /wrong\.intrinsic\.json:\d+:\d+ error spec\./);
    assert.match((await intrinsic("export", "--help")).out, /--weights/);
  });
});
