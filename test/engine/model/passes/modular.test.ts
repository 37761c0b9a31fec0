/** The exact pass: against a plain interpreter of the six instructions in whole numbers, and its quick products edge by edge. */
import assert from "node:assert/strict";
import { PRIMES, reduceAll } from "../../../../src/engine/math/modular/field";
import { randomStream, type RandomStream } from "../../../../src/engine/math/random/streams";
import { compile } from "../../../../src/engine/model/compile";
import { BY_EDGES, modularContract } from "../../../../src/engine/model/passes/modular/contract";
import { modularGradient, modularProgram } from "../../../../src/engine/model/passes/modular/gradient";
import { gateMap, SQUARE_MAP } from "../../../../src/engine/math/modular/maps";
import type { Program } from "../../../../src/engine/model/program/program";
import { diagonal, full } from "../../../../src/engine/model/program/wirings";
import { randomNetwork } from "../random-networks";

const [p] = PRIMES;

describe("exact pass", () => {
  it("adds up the same products for a named wiring as edge by edge, also beyond the delay of its reductions", () => {
    const random = randomStream(1, "wirings");
    for (const wiring of [full(3, 4), full(1, 1), full(2, 600), full(600, 2), diagonal(5)]) {
      const [a, b, y] = [wiring.left, wiring.right, wiring.outputs].map((n) => residues(random, n)) as Vectors;
      for (const [name, from, left, right, into] of [
        ["forward", modularContract(wiring).forward, a, b, y],
        ["intoLeft", modularContract(wiring).intoLeft, y, b, a],
        ["intoRight", modularContract(wiring).intoRight, a, y, b],
      ] as const) {
        const [quick, plain] = [into.slice(), into.slice()];
        from(wiring, left, 0, right, 0, quick, 0, p);
        if (name === "intoLeft" && modularContract(wiring).delaysLeft === true) reduceAll(quick, p);
        BY_EDGES[name](wiring, left, 0, right, 0, plain, 0, p);
        assert.deepEqual(quick, plain, `${name} of ${wiring.name} ${wiring.left}`);
      }
    }
  });

  it("has the gradient of a plain interpreter, and its derivative along a direction", () => {
    for (let k = 0; k < 60; k++) {
      const random = randomStream(k, "exact pass");
      const { beforeLoss: program } = compile(randomNetwork(random, ["relu", "quadratic"]));
      const theta = residues(random, program.parameters);
      const along = residues(random, program.parameters);
      const input = residues(random, program.inputs);
      const output = residues(random, program.instructions[program.output]!.size);
      const gates = program.instructions.flatMap((one) =>
        one.op !== "map" ? [] : [one.by.name === "relu" ? residues(random, one.size) : null],
      );
      const maps = gates.map((factors) => (factors === null ? SQUARE_MAP : gateMap(factors)));
      const numbers = { input, constant: 7, output, maps };
      const [value, slope] = modularGradient(modularProgram(program, p), numbers, [theta, along]);
      const plain = plainGradient(program, theta, input, output, gates);
      assert.deepEqual(Array.from(value!, BigInt), plain, `gradient ${k}`);
      // Of degree at most d in the direction: the slope from the values at d + 1 points (Lagrange), all modulo p.
      const at = (t: bigint): bigint[] =>
        plainGradient(
          program,
          theta.map((x, i) => Number((BigInt(x) + t * BigInt(along[i]!)) % BigInt(p))),
          input,
          output,
          gates,
        );
      assert.deepEqual(Array.from(slope!, BigInt), slopeAtZero(at, DEGREE), `derivative ${k}`);
    }
  });
});

type Vectors = [Float64Array, Float64Array, Float64Array];

/** More than 2^4 products of weights do not occur in four layers that square. */
const DEGREE = 40;

function residues(random: RandomStream, length: number): Float64Array {
  return Float64Array.from({ length }, () => 1 + random.integer(p - 1));
}

const modulo = (x: bigint): bigint => ((x % BigInt(p)) + BigInt(p)) % BigInt(p);

/** Forward and backward, one number at a time. */
function plainGradient(
  { instructions, parameters, output }: Program,
  theta: Float64Array,
  x: Float64Array,
  y: Float64Array,
  gates: readonly (Float64Array | null)[],
): bigint[] {
  const values: bigint[][] = [];
  let map = 0;
  const gateOf = new Map(instructions.flatMap((one, at) => (one.op === "map" ? [[at, gates[map++]!] as const] : [])));
  instructions.forEach((one, at) => {
    const v = Array<bigint>(one.size).fill(0n);
    if (one.op === "input") x.forEach((n, k) => (v[k] = BigInt(n)));
    else if (one.op === "constant") v.fill(7n);
    else if (one.op === "parameter") v.forEach((_, k) => (v[k] = BigInt(theta[one.offset + k]!)));
    else if (one.op === "contract")
      one.wiring.edges((i, j, o) => (v[o] = modulo(v[o]! + values[one.a]![i]! * values[one.b]![j]!)));
    else if (one.op === "add") v.forEach((_, k) => (v[k] = modulo(one.of.reduce((s, t) => s + values[t]![k]!, 0n))));
    else if (one.op === "numbers") one.are.residues(p)!.forEach((n, k) => (v[k] = BigInt(n)));
    else if (one.op === "jointly") throw new Error("Functions of several numbers are tested in instructions.test.ts.");
    else
      values[one.of]!.forEach((z, k) => {
        const gate = gateOf.get(at) ?? null;
        v[k] = modulo(gate === null ? z * z : z * BigInt(gate[k]!));
      });
    values.push(v);
  });
  const pulls = instructions.map(({ size }) => Array<bigint>(size).fill(0n));
  y.forEach((n, k) => (pulls[output]![k] = BigInt(n)));
  const result = Array<bigint>(parameters).fill(0n);
  for (let at = instructions.length - 1; at >= 0; at--) {
    const one = instructions[at]!;
    const d = pulls[at]!;
    const add = (to: number, k: number, n: bigint): bigint => (pulls[to]![k] = modulo(pulls[to]![k]! + n));
    if (one.op === "parameter") d.forEach((n, k) => (result[one.offset + k] = n));
    else if (one.op === "contract")
      one.wiring.edges((i, j, o) => {
        add(one.a, i, d[o]! * values[one.b]![j]!);
        add(one.b, j, d[o]! * values[one.a]![i]!);
      });
    else if (one.op === "add") for (const term of one.of) d.forEach((n, k) => add(term, k, n));
    else if (one.op === "map")
      d.forEach((n, k) => {
        const gate = gateOf.get(at) ?? null;
        add(one.of, k, n * (gate === null ? 2n * values[one.of]![k]! : BigInt(gate[k]!)));
      });
  }
  return result;
}

/** The derivative at 0 of polynomials of this degree, from their values at 0, 1, …: sum of f(t) l_t'(0). */
function slopeAtZero(f: (t: bigint) => bigint[], degree: number): bigint[] {
  const points = Array.from({ length: degree + 1 }, (_, t) => BigInt(t));
  const terms = points.map((t) => {
    const others = points.filter((other) => other !== t);
    const below = others.reduce((product, other) => modulo(product * (t - other)), 1n);
    const above = others.reduce(
      (sum, skipped) =>
        sum + others.reduce((product, other) => (other === skipped ? product : modulo(product * -other)), 1n),
      0n,
    );
    return { weight: modulo(above * inverse(below)), values: f(t) };
  });
  return terms[0]!.values.map((_, i) =>
    modulo(terms.reduce((sum, { weight, values }) => sum + weight * values[i]!, 0n)),
  );
}

function inverse(a: bigint): bigint {
  let [result, base] = [1n, modulo(a)];
  for (let e = BigInt(p) - 2n; e > 0n; e >>= 1n) {
    if ((e & 1n) === 1n) result = modulo(result * base);
    base = modulo(base * base);
  }
  return result;
}
