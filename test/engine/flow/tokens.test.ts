/** Tokens as samples: of a Markov chain, of a file, and written into a spec; what is no token is named with its place. */
import assert from "node:assert/strict";
import { objectiveOf, sampledObjective } from "../../../src/engine/flow/objective/objective";
import { zeros } from "../../../src/engine/math/dense/matrix";
import { parameterCount } from "../../../src/engine/model/compile";
import { oneHot } from "../../../src/engine/model/inputs";
import { readSpec } from "../../../src/engine/spec/read";
import { dataFor, type Data } from "../../../src/engine/subject/training-data";
import { clean, finds } from "../spec/marks";

const spec = (data: string, head = '{ "type": "dense", "units": 3 }', loss = '"cross-entropy"'): string =>
  `{ "architecture": { "input": { "tokens": 2, "vocabulary": 3 }, "layers": [
      { "type": "embedding", "units": 2 }, ${head}] },
    "training": { "data": ${data}, "loss": ${loss}, "optimizer": { "type": "gradient-flow", "time": 1 } } }`;

function read(text: string, file: string): Data {
  const { network, training } = clean(text);
  const { data, loss } = training!.plan;
  return dataFor(network!, data, loss, () => ({ kind: "text", text: file }));
}

const rows = (found: Data): number[][][] => {
  assert.ok(found.kind === "data" && found.set.kind === "samples");
  return [found.set.x, found.set.y].map(({ rows: count, columns, data }) =>
    Array.from({ length: count }, (_, s) => Array.from(data.subarray(s * columns, (s + 1) * columns))),
  );
};

describe("tokens as samples", () => {
  it("are windows of a file, each with the next tokens", () => {
    const [x, y] = rows(read(spec('{ "kind": "tokens", "path": "t.txt" }'), "[0, 1, 2,\n 0 1]"));
    assert.deepEqual(x, [
      [1, 0, 0, 0, 1, 0],
      [0, 0, 1, 1, 0, 0],
    ]);
    assert.deepEqual(y, [
      [1, 2],
      [0, 1],
    ]);
  });

  it("of a network with one output have the token after the last", () => {
    const last = '{ "type": "rnn", "hidden": 3, "outputs": "last" }';
    const [, y] = rows(read(spec('{ "kind": "tokens", "path": "t.txt", "samples": 1 }', last), "0 1 2 0 1"));
    assert.deepEqual(y, [[2]]);
  });

  it("of a chain are the same for the same seed, all in the vocabulary, and what they follow decides them", () => {
    const drawn = (seed: number): number[][][] =>
      rows(read(spec(`{ "kind": "tokens", "samples": 400, "seed": ${seed} }`), ""));
    assert.deepEqual(drawn(3), drawn(3));
    assert.notDeepEqual(drawn(3), drawn(4));
    const [x, y] = drawn(3);
    assert.ok(x.every((row) => row.reduce((a, b) => a + b, 0) === 2) && y.flat().every((token) => token < 3));
    const after = [0, 1, 2].map((token) => {
      const next = y.filter((_, s) => x[s][token] === 1).map(([first]) => first);
      return [0, 1, 2].map((other) => next.filter((one) => one === other).length / next.length);
    });
    assert.ok(Math.abs(after[0][0] - after[1][0]) > 0.1, JSON.stringify(after));
  });

  it("may stand in a spec or a table as their numbers", () => {
    const [x] = rows(read(spec('{ "kind": "inline", "x": [[0, 2]], "y": [[1, 1]] }'), ""));
    assert.deepEqual(x, [[1, 0, 0, 0, 0, 1]]);
    const csv = '{ "kind": "csv", "path": "t.csv", "inputs": 2, "targets": 2 }';
    assert.deepEqual(rows(read(spec(csv), "1,2,0,0\n"))[0], [[0, 1, 0, 0, 0, 1]]);
    const odd = read(spec(csv), "1,3,0,0\n");
    assert.ok(odd.kind === "fault" && /from 0 to 2/.test(odd.message));
  });

  it("that are none are named with their place", () => {
    const told = (file: string): string => {
      const found = read(spec('{ "kind": "tokens", "path": "t.txt" }'), file);
      return found.kind === "fault" ? found.message : "none";
    };
    assert.match(told("0 1\n2 7"), /Line 2: a token is a whole number from 0 to 2/);
    assert.match(told("0 1 x"), /Line 1: "x" is no part/);
    assert.match(told("0 1"), /2 tokens; one sample needs 3/);
    assert.match(told("99999999999999999999999999999999999"), /Line 1/);
    finds(spec('{ "kind": "inline", "x": [«[0, 3]»], "y": [[1, 1]] }'), "spec.wrong-value");
    finds(spec('{ "kind": «"tokens"», "samples": 4 }', '{ "type": "dense", "units": 4 }'), "spec.shape-mismatch");
    finds(spec('{ "kind": "tokens", "samples": 4 }', undefined, '«"mse"»'), "spec.conflict");
    finds(spec('{ "kind": «"tokens"» }'), "spec.missing-property");
  });

  it("train linear networks with what is added for each position, which no input sees", () => {
    for (const positions of ["learned", "sinusoidal"]) {
      const { network } = clean(
        `{ "architecture": { "input": { "tokens": 2, "vocabulary": 3 }, "layers": [
          { "type": "embedding", "units": 2, "positions": "${positions}" }, { "type": "dense", "units": 1 }] } }`,
      );
      const theta = Float64Array.from({ length: parameterCount(network!) }, (_, i) => Math.sin(2 * i + 1));
      const samples = 6;
      const x = zeros(samples, network!.inputs);
      for (let s = 0; s < samples; s++) x.data.set(oneHot(network!, [s % 3, (2 * s) % 3]), s * network!.inputs);
      const data = { kind: "samples", x, y: { ...zeros(samples, 2), data: x.data.slice(0, 2 * samples) } } as const;
      const whole = objectiveOf(network!, data, "mse").loss(theta);
      assert.ok(Math.abs(whole - sampledObjective(network!, data, "mse").loss(theta)) < 1e-12 * whole, positions);
    }
  });

  it("are none behind the first layer", () => {
    finds(
      `{ "architecture": { "input": { "tokens": 2, "vocabulary": 3 }, "layers": [
        { "type": "norm", "norm": "rms" }, { "type": «"embedding"», "units": 2 }] } }`,
      "spec.conflict",
    );
  });

  it("need a vocabulary", () => {
    const { problems } = readSpec(
      '{ "architecture": { "widths": [2, 2] }, "training": { "data": { "kind": "tokens", "samples": 3 }, "loss": "cross-entropy", "optimizer": { "type": "gradient-flow", "time": 1 } } }',
    );
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["spec.conflict"],
    );
  });
});
