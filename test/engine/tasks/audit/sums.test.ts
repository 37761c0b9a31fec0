import assert from "node:assert/strict";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { Desk } from "../../../../src/engine/tasks/audit/desk";
import { regionOf, takeChunk } from "../../../../src/engine/tasks/audit/region";
import {
  meanSquare,
  sketchSum,
  SKETCH_FACTOR,
  squaresOf,
  tableSum,
  type Sum,
} from "../../../../src/engine/tasks/audit/sums";

type Place = (channel: number, line: number) => number;

/** Channels and lines of tensors as they are met with, and where their weights lie. */
const PLACES: readonly (readonly [name: string, channels: number, lines: number, place: Place])[] = [
  ["rows of a matrix", 5, 7, (j, c) => 7 * j + c],
  ["columns of a matrix", 7, 5, (j, c) => 7 * c + j],
  ["some rows of a fused one", 3, 7, (j, c) => 14 + 7 * j + c],
  ["some columns", 2, 5, (j, c) => 3 + 7 * c + j],
  ["input channels of kernels", 3, 12, (j, c) => 4 * j + 12 * Math.floor(c / 4) + (c % 4)],
  ["some taps of kernels", 2, 8, (j, c) => 9 * j + 18 * (c >> 2) + 4 + 3 * ((c >> 1) & 1) + (c & 1)],
  ["pairs of rows of RoPE", 2, 14, (j, c) => 7 * (j + 2 * Math.floor(c / 7)) + (c % 7)],
  ["channels at positions", 3, 8, (j, c) => 12 * (c % 2) + 4 * j + Math.floor(c / 2)],
  ["a list", 6, 1, (j) => j],
  ["one channel", 1, 9, (_, c) => c],
  ["one number for all", 4, 1, () => 2],
];

describe("sums over channels of a tensor that goes by in chunks", () => {
  for (const [name, channels, lines, place] of PLACES)
    it(`have every weight once, however it is cut: ${name}`, () => {
      const region = regionOf(channels, lines, place);
      assert.ok(region !== null);
      for (const size of [1, 3, 10, 100]) {
        const seen = new Map<string, number>();
        inChunks(40, size, (values, from) =>
          takeChunk(region, values, from, (v, at, stride, count, j, dj, c, dc) => {
            for (let i = 0; i < count; i++) {
              const key = `${j + i * dj},${c + i * dc}`;
              assert.ok(!seen.has(key), key);
              seen.set(key, v[at + i * stride]);
            }
          }),
        );
        assert.equal(seen.size, channels * lines);
        for (let j = 0; j < channels; j++)
          for (let c = 0; c < lines; c++) assert.equal(seen.get(`${j},${c}`), place(j, c));
      }
    });

  it("refuse places that are not reached by loops", () => {
    assert.equal(
      regionOf(4, 4, (j, c) => (4 * j + c) ^ (j === 2 && c === 1 ? 3 : 0)),
      null,
    );
    assert.equal(
      regionOf(2, 6, (j, c) => 6 * j + [0, 1, 2, 3, 5, 4][c]),
      null,
    );
  });

  it("give squares, the table and the sketch of one matrix, whatever the chunks", () => {
    const [n, lines] = [6, 9];
    const stream = randomStream(1, "sums test");
    const x = Float64Array.from({ length: n * lines }, () => stream.normal());
    for (const place of [(j: number, c: number) => lines * j + c, (j: number, c: number) => n * c + j]) {
      const region = regionOf(n, lines, place)!;
      const table = new Float64Array(n * n);
      const sketch = new Float64Array(n * 32);
      const squares = squaresOf(region);
      for (const sum of [squares, tableSum(region, () => table), sketchSum(region, () => sketch)]) run(sum, x, 5);
      let norm = 0;
      for (let j = 0; j < n; j++)
        for (let k = 0; k < n; k++) {
          let entry = 0;
          for (let c = 0; c < lines; c++) entry += x[place(j, c)] * x[place(k, c)];
          assert.ok(Math.abs(table[j * n + k] - entry) < 1e-12);
          if (j === k) assert.ok(Math.abs(squares.squares[j] - entry) < 1e-12);
          norm += entry ** 2;
        }
      // One draw of an estimate whose bound fails in one of twenty.
      assert.ok(Math.sqrt(norm) <= SKETCH_FACTOR * Math.sqrt(meanSquare(sketch)));
    }
  });

  it("project equal channels to equal numbers and others to others, of however many lines", () => {
    // More lines than the vector has numbers of its own, cut where they are not.
    const lines = 50_000;
    const stream = randomStream(2, "projection test");
    const rows = Array.from({ length: 2 }, () => Float64Array.from({ length: lines }, () => stream.normal()));
    // The third has the first's numbers, two of them in each other's place.
    const swapped = rows[0].slice();
    [swapped[3], swapped[3 + 2 ** 14]] = [swapped[3 + 2 ** 14], swapped[3]];
    const channels = [rows[0], rows[1], rows[0], swapped];
    const byRows = new Float64Array(4 * lines);
    const byColumns = new Float64Array(4 * lines);
    channels.forEach((values, j) =>
      values.forEach((value, c) => {
        byRows[j * lines + c] = value;
        byColumns[4 * c + j] = value;
      }),
    );
    const [along, across] = [
      squaresOf(regionOf(4, lines, (j, c) => lines * j + c)!),
      squaresOf(regionOf(4, lines, (j, c) => 4 * c + j)!),
    ];
    run(along, byRows, 30_000);
    run(across, byColumns, 30_000);
    const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.sqrt(lines);
    for (const { squares, projections } of [along, across]) {
      assert.ok(near(projections[0], projections[2]) && near(squares[0], squares[3]));
      assert.ok(!near(projections[0], projections[1]) && !near(projections[0], projections[3]));
    }
    for (let j = 0; j < 4; j++) assert.ok(near(along.projections[j], across.projections[j]));
  });

  it("estimate norms without bias, and within the bound as often as said", () => {
    let [mean, beyond] = [0, 0];
    const trials = 300;
    for (let trial = 0; trial < trials; trial++) {
      // A rotation of diag(1, 0, …) is the worst case of the bound; Z is one and the same, so the matrix is drawn.
      const stream = randomStream(trial, "sketch trial");
      const n = 8;
      const x = Float64Array.from({ length: n }, () => stream.normal());
      const region = regionOf(n, 1, (j) => j)!;
      const sketch = new Float64Array(n * 32);
      run(
        sketchSum(region, () => sketch),
        x,
        3,
      );
      const norm = x.reduce((sum, value) => sum + value * value, 0);
      mean += meanSquare(sketch) / norm ** 2 / trials;
      if (norm > SKETCH_FACTOR * Math.sqrt(meanSquare(sketch))) beyond++;
    }
    assert.ok(Math.abs(mean - 1) < 0.3, `${mean}`);
    assert.ok(beyond <= 0.05 * trials, `${beyond}`);
  });
});

/** The tensor whose element i is i. */
function inChunks(length: number, size: number, take: (values: Float64Array, from: number) => void): void {
  for (let from = 0; from < length; from += size)
    take(
      Float64Array.from({ length: Math.min(size, length - from) }, (_, i) => from + i),
      from,
    );
}

function run(sum: Sum, x: Float64Array, size: number): void {
  const desk = new Desk(size);
  sum.begin?.(desk);
  for (let pass = 0; pass < sum.passes; pass++)
    for (let from = 0; from < x.length; from += size) {
      const part = x.subarray(from, from + size);
      const { values } = desk.room(part.length);
      values.set(part);
      sum.chunk(values, from, pass);
    }
  sum.end?.();
}
