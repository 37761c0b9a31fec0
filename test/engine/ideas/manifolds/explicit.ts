/** Specs with explicit weights, made from random ones by edits: for tests of what is said of one start. */
import assert from "node:assert/strict";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { blocksOf, parameterCount } from "../../../../src/engine/model/compile";
import { blockKindOf } from "../../../../src/engine/model/blocks";
import { tensorName } from "../../../../src/engine/model/exchange";
import type { Block, Network } from "../../../../src/engine/model/network";
import type { NeuronGroup } from "../../../../src/engine/report/manifolds/facts";
import type { Report } from "../../../../src/engine/report/types";
import { readSpec } from "../../../../src/engine/spec/read";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import { finish } from "../../networks";

export type Architecture = Readonly<Record<string, unknown>> & {
  readonly layers: readonly Readonly<Record<string, unknown>>[];
};
/** Edits of the weights by tensor: "query", or "2 weights", of the second layer; by rows, or by columns: "B in". */
export interface Weights {
  zero(tensor: string, lines?: readonly number[]): void;
  copy(tensor: string, from: readonly number[], to: readonly number[], factor?: number): void;
  /** Of the same length. */
  across(from: string, to: string): void;
  /** Line 2 becomes the sum of lines 0 and 1. */
  sum(tensor: string): void;
  /** Numbers whose sums are exact. */
  coarse(): void;
  /** So much noise on every number. */
  shake(deviation: number): void;
}

export function of(input: unknown, ...layers: Architecture["layers"]): Architecture {
  return { input, layers };
}

export function said(groups: readonly NeuronGroup[] = []): string {
  return groups
    .map(({ kind, part, neurons, tensors = [], rank }) => {
      const named = part === undefined ? tensors.join(", ") : `${part} ${neurons.join()}`;
      const besides = part === undefined || tensors.length === 0 ? "" : `: ${tensors.join(", ")}`;
      const low = rank === undefined ? "" : `${rank.value} of ${rank.of}`;
      return [kind, `${named}${besides}`, low].filter((word) => word !== "").join(" ");
    })
    .join(" | ");
}

export function specOf(architecture: Architecture, edit: (at: Weights) => void): string {
  const text = (initialization: unknown): string => JSON.stringify({ architecture, initialization });
  const { network } = readSpec(text({ scheme: "gaussian" }));
  assert.ok(network !== null);
  const random = randomStream(3, "table of manifolds");
  const theta = Float64Array.from({ length: parameterCount(network) }, () => Math.round(1e6 * random.normal()) / 1e6);
  edit(weightsIn(network, theta));
  return text({ scheme: "explicit", ...written(network, theta) });
}

function weightsIn(network: Network, theta: Float64Array): Weights {
  const places = (name: string, lines?: readonly number[]): number[] => {
    const block = blocksOf(network).find((one) =>
      [tensorName(one), `${one.layer + 1} ${tensorName(one)}`].some((own) => [own, `${own} in`].includes(name)),
    );
    if (block === undefined) {
      const [, tensor, line] = /^(.*) (\d+)$/.exec(name)!;
      return places(tensor, [Number(line)]);
    }
    const { rows, columns, offset } = block;
    const byColumns = name.endsWith(" in");
    return (lines ?? Array.from({ length: byColumns ? columns : rows }, (_, i) => i)).flatMap((line) =>
      Array.from({ length: byColumns ? rows : columns }, (_, k) =>
        byColumns ? offset + k * columns + line : offset + line * columns + k,
      ),
    );
  };
  const moved = (from: readonly number[], to: readonly number[], factor: number): void => {
    assert.equal(from.length, to.length);
    const values = from.map((i) => factor * theta[i]);
    to.forEach((i, k) => (theta[i] = values[k]));
  };
  return {
    zero(tensor, lines) {
      for (const i of places(tensor, lines)) theta[i] = 0;
    },
    copy(tensor, from, to, factor = 1) {
      moved(places(tensor, from), places(tensor, to), factor);
    },
    across(from, to) {
      moved(places(from), places(to), 1);
    },
    sum(tensor) {
      const [first, second, third] = [0, 1, 2].map((line) => places(tensor, [line]));
      third.forEach((i, k) => (theta[i] = theta[first[k]] + theta[second[k]]));
    },
    coarse() {
      theta.forEach((value, i) => (theta[i] = Math.round(64 * value) / 64));
    },
    shake(deviation) {
      const random = randomStream(4, "shaken");
      theta.forEach((value, i) => (theta[i] = value + deviation * random.normal()));
    },
  };
}

/** As the scheme "explicit" reads it. */
function written(network: Network, theta: Float64Array): { readonly weights: unknown[]; readonly biases?: unknown[] } {
  const blocks = blocksOf(network);
  const numbers = ({ offset, rows, columns }: Block): number[] =>
    Array.from(theta.subarray(offset, offset + rows * columns));
  const own = (index: number, bias: boolean): Block[] =>
    blocks.filter((block) => block.layer === index && (block.source === null && block.tensor === undefined) === bias);
  const weights = network.layers.map((layer, index) => {
    const all = own(index, false);
    const { names } = blockKindOf(layer);
    if (names.shape === "list") return all.flatMap(numbers);
    if (all[0].dims !== undefined) return nested(numbers(all[0]), all[0].dims);
    return Array.from({ length: layer.units }, (_, i) =>
      all.flatMap(({ offset, columns }) =>
        Array.from(theta.subarray(offset + i * columns, offset + (i + 1) * columns)),
      ),
    );
  });
  if (network.layers.every(({ bias }) => !bias)) return { weights };
  return { weights, biases: network.layers.map((_, index) => own(index, true).map(numbers).at(0) ?? null) };
}

/** Row-major. */
function nested(all: readonly number[], [count, ...inner]: readonly number[]): unknown {
  if (inner.length === 0) return all;
  const size = all.length / count;
  return Array.from({ length: count }, (_, i) => nested(all.slice(i * size, (i + 1) * size), inner));
}

export function analysed(text: string): Report {
  const result = finish(analyzeSpec(text, { path: null }));
  assert.ok(result.kind === "report", JSON.stringify(result));
  return result.report;
}
