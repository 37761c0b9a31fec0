/** Tensors of a file and pieces of theta: every layout against an independent way to write it, and every mismatch told. */
import { deepStrictEqual, match as matches, ok, strictEqual } from "node:assert";
import type { Checkpoint } from "../../../src/engine/checkpoint/checkpoint";
import { parameterCount } from "../../../src/engine/model/compile";
import type { Network } from "../../../src/engine/model/network";
import { readSpec } from "../../../src/engine/spec/read";
import { loadPiece } from "../../../src/engine/weights/load";
import { match, type TensorReference } from "../../../src/engine/weights/match";
import { namedPieces } from "../../../src/engine/weights/pieces";

/** A tensor by its shape and its entry at an index. */
interface Made {
  readonly name: string;
  readonly shape: readonly number[];
  at(...index: number[]): number;
}

function networkOf(layers: readonly object[], input: unknown = 6): Network {
  const { network, problems } = readSpec(JSON.stringify({ architecture: { input, layers } }));
  ok(network !== null, JSON.stringify(problems));
  return network;
}

function valuesOf({ shape, at }: Made): Float64Array {
  const values: number[] = [];
  const walk = (index: readonly number[]): void => {
    if (index.length === shape.length) values.push(at(...index));
    else for (let i = 0; i < shape[index.length]; i++) walk([...index, i]);
  };
  walk([]);
  return Float64Array.from(values);
}

function loaded(
  network: Network,
  tensors: readonly Made[],
  given: Readonly<Record<string, TensorReference>> = {},
  scale = 1,
) {
  const found = match(network, "model.safetensors", tensors, new Map(Object.entries(given)));
  const theta = new Float64Array(parameterCount(network));
  const read = (name: string, { from = 0, count }: { from?: number; count?: number } = {}) => {
    const tensor = tensors.find((one) => one.name === name);
    ok(tensor !== undefined);
    return { values: valuesOf(tensor).slice(from, count === undefined ? undefined : from + count), nonFinite: null };
  };
  for (const one of found.matched) loadPiece({ read } as unknown as Checkpoint, one, theta, scale);
  return { found, theta };
}

/** Of a piece by its tensor's name: its entry [row, column]. */
function entry(network: Network, theta: Float64Array, tensor: string, row: number, column = 0): number {
  const piece = namedPieces(network).find(({ block }) => (block.tensor ?? "weight") === tensor);
  ok(piece !== undefined);
  const { offset, columns } = piece.block;
  return theta[offset + row * columns + column];
}

const code =
  (letter: number) =>
  (i: number, j = 0) =>
    10000 * letter + 100 * i + j;
const [q, k, v, o] = [code(1), code(2), code(3), code(4)];
const TOKENS = { tokens: 3, width: 6 };
const HEADS = [{ type: "attention", name: "attn", heads: 2 }];

describe("weights: layouts", () => {
  const attention = networkOf(HEADS, TOKENS);
  const grouped = networkOf([{ type: "attention", name: "attn", heads: 3, kvHeads: 1 }], TOKENS);
  const held = (network: Network, theta: Float64Array, kvRows = 6): void => {
    for (let i = 0; i < 6; i++)
      for (let j = 0; j < 6; j++) {
        strictEqual(entry(network, theta, "query", i, j), q(i, j));
        strictEqual(entry(network, theta, "out", i, j), o(i, j));
        if (i >= kvRows) continue;
        strictEqual(entry(network, theta, "key", i, j), k(i, j));
        strictEqual(entry(network, theta, "value", i, j), v(i, j));
      }
  };
  const out: Made = { name: "attn.out_proj.weight", shape: [6, 6], at: o };

  it("of projections by themselves", () => {
    const tensors = [
      { name: "attn.q_proj.weight", shape: [6, 6], at: q },
      { name: "attn.k_proj.weight", shape: [6, 6], at: k },
      { name: "attn.v_proj.weight", shape: [6, 6], at: v },
      { ...out, name: "attn.o_proj.weight" },
    ];
    held(attention, loaded(attention, tensors).theta);
  });

  it("of torch.nn.MultiheadAttention: below one another", () => {
    const at = (i: number, j: number): number => [q, k, v][Math.floor(i / 6)](i % 6, j);
    held(attention, loaded(attention, [{ name: "attn.in_proj_weight", shape: [18, 6], at }, out]).theta);
  });

  it("of grouped heads below one another, as Phi has them", () => {
    const at = (i: number, j: number): number => (i < 6 ? q(i, j) : i < 8 ? k(i - 6, j) : v(i - 8, j));
    held(grouped, loaded(grouped, [{ name: "attn.qkv_proj.weight", shape: [10, 6], at }, out]).theta, 2);
  });

  it("of GPT-2: beside one another, as [in, out]", () => {
    const at = (j: number, i: number): number => [q, k, v][Math.floor(i / 6)](i % 6, j);
    const proj = { name: "attn.c_proj.weight", shape: [6, 6], at: (j: number, i: number) => o(i, j) };
    held(attention, loaded(attention, [{ name: "attn.c_attn.weight", shape: [6, 18], at }, proj]).theta);
  });

  it("of GPT-NeoX: head by head", () => {
    const at = (i: number, j: number): number => [q, k, v][Math.floor((i % 9) / 3)](3 * Math.floor(i / 9) + (i % 3), j);
    const tensors = [
      { name: "attn.query_key_value.weight", shape: [18, 6], at },
      { ...out, name: "attn.dense.weight" },
    ];
    held(attention, loaded(attention, tensors).theta);
  });

  it("of Keras: dense kernels as [in, out], those of convolutions with channels last", () => {
    const network = networkOf(
      [
        { type: "conv2d", name: "conv", channels: 4, kernel: [2, 3] },
        { type: "flatten" },
        { type: "dense", name: "head", units: 2, bias: true },
      ],
      { channels: 3, height: 4, width: 5 },
    );
    const w = (out: number, into: number, y: number, x: number): number => 1000 * out + 100 * into + 10 * y + x;
    const conv: Made = { name: "conv.kernel", shape: [2, 3, 3, 4], at: (y, x, into, out) => w(out, into, y, x) };
    const head: Made = { name: "head.kernel", shape: [36, 2], at: (j, i) => 100 * i + j };
    const bias: Made = { name: "head.bias", shape: [2], at: (i) => -i };
    const convBias: Made = { name: "conv.bias", shape: [4], at: (i) => i };
    const all = [conv, head, bias, convBias];
    const { found, theta } = loaded(network, all);
    deepStrictEqual(found.mismatches, []);
    const flat = theta.slice(0, 4 * 3 * 6);
    strictEqual(flat[((2 * 3 + 1) * 2 + 1) * 3 + 2], w(2, 1, 1, 2));
    strictEqual(flat[((3 * 3 + 2) * 2 + 0) * 3 + 1], w(3, 2, 0, 1));
    const of = namedPieces(network).find(({ name }) => name === "head.weight");
    strictEqual(theta[(of?.block.offset ?? 0) + 36 + 7], 107);
  });

  it("of several sources: side by side", () => {
    const network = networkOf(
      [
        { type: "dense", name: "a", units: 2 },
        { type: "dense", name: "sum", units: 3, from: ["input", "a"] },
      ],
      4,
    );
    const tensors: Made[] = [
      { name: "a.weight", shape: [2, 4], at: code(1) },
      { name: "sum.weight", shape: [3, 6], at: code(2) },
    ];
    const { found, theta } = loaded(network, tensors);
    deepStrictEqual(found.mismatches, []);
    deepStrictEqual(Array.from(theta.slice(8, 12)), [20000, 20001, 20002, 20003]);
    deepStrictEqual(Array.from(theta.slice(20, 22)), [20004, 20005]);
  });
});

describe("weights: a scale", () => {
  it("multiplies what a scheme would have drawn: no biases and no gains", () => {
    const network = networkOf([
      { type: "dense", name: "fc", units: 2, bias: true },
      { type: "norm", name: "ln", norm: "layer" },
    ]);
    const ones = (name: string, ...shape: number[]): Made => ({ name, shape, at: () => 1 });
    const tensors = [ones("fc.weight", 2, 6), ones("fc.bias", 2), ones("ln.weight", 2), ones("ln.bias", 2)];
    deepStrictEqual(Array.from(loaded(network, tensors, {}, 3).theta), [
      ...Array<number>(12).fill(3),
      ...Array<number>(6).fill(1),
    ]);
  });
});

describe("weights: what does not match", () => {
  const network = networkOf([{ type: "dense", name: "fc", units: 2, bias: true }], 3);
  const weight: Made = { name: "0.weight", shape: [2, 3], at: code(1) };
  const bias: Made = { name: "0.bias", shape: [2], at: (i) => i };

  it("is a tensor that is called otherwise: the names that were looked for, and the nearest of its shape", () => {
    const { mismatches, unused } = loaded(network, [weight, bias]).found;
    deepStrictEqual(unused, ["0.weight", "0.bias"]);
    matches(mismatches[0].message, /has no tensor for "fc\.weight": none is called "fc\.weight"/);
    matches(mismatches[0].help, /The nearest is "0\.weight"\..*"tensors": \{ "fc\.weight"/);
  });

  it("is nothing once a layer's module is named", () => {
    const { found, theta } = loaded(network, [weight, bias], { fc: { name: "0", transposed: false } });
    deepStrictEqual([found.mismatches, found.unused], [[], []]);
    deepStrictEqual(Array.from(theta), [10000, 10001, 10002, 10100, 10101, 10102, 0, 1]);
  });

  it("is a shape that would fit as [in, out], until that is said", () => {
    const turned: Made = { name: "w", shape: [3, 2], at: (j, i) => code(1)(i, j) };
    const named = (transposed: boolean) => ({
      "fc.weight": { name: "w", transposed },
      "fc.bias": { name: "0.bias", transposed: false },
    });
    const wrong = loaded(network, [turned, bias], named(false)).found;
    strictEqual(wrong.mismatches.length, 1);
    matches(wrong.mismatches[0].message, /"fc\.weight" has the shape \[2, 3\], but "w" in the file has \[3, 2\]/);
    matches(wrong.mismatches[0].help, /"transposed": true/);
    strictEqual(wrong.mismatches[0].entry, "fc.weight");
    const right = loaded(network, [turned, bias], named(true));
    deepStrictEqual(Array.from(right.theta.slice(0, 6)), [10000, 10001, 10002, 10100, 10101, 10102]);
  });

  it("is a written name that the file does not have, at its entry", () => {
    const { mismatches } = loaded(network, [weight, bias], {
      fc: { name: "0", transposed: false },
      "fc.bias": { name: "0.biass", transposed: false },
    }).found;
    strictEqual(mismatches.length, 1);
    strictEqual(mismatches[0].entry, "fc.bias");
    matches(mismatches[0].message, /has no tensor "0\.biass"/);
    matches(mismatches[0].help, /"0\.bias"/);
  });
});
