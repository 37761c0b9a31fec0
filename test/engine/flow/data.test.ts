import assert from "node:assert/strict";
import fc from "fast-check";
import { readCsv } from "../../../src/engine/flow/data/csv";
import { drawTeacherData } from "../../../src/engine/flow/data/teacher";
import type { ColumnChoice } from "../../../src/engine/flow/plan";
import { chain } from "../networks";

const samples = (text: string, inputs: ColumnChoice, targets: ColumnChoice) => {
  const reading = readCsv(text, { inputs, targets });
  assert.ok(reading.kind === "samples", JSON.stringify(reading));
  const { x, y } = reading.set;
  return { x: Array.from(x.data), y: Array.from(y.data), shape: [x.rows, x.columns, y.columns] };
};
const fault = (text: string, inputs: ColumnChoice = 1, targets: ColumnChoice = 1) => {
  const reading = readCsv(text, { inputs, targets });
  assert.ok(reading.kind === "fault", JSON.stringify(reading));
  assert.match(reading.fault.help, /\.$/);
  return reading.fault.message;
};

describe("a table of data", () => {
  it("is read by column names, by numbers from 1, or by counts", () => {
    const text = "a,b,c\n1,2,3\n4,5,6\n";
    assert.deepEqual(samples(text, ["c", "a"], ["b"]), { x: [3, 1, 6, 4], y: [2, 5], shape: [2, 2, 1] });
    assert.deepEqual(samples(text, [1, "c"], [2]), { x: [1, 3, 4, 6], y: [2, 5], shape: [2, 2, 1] });
    assert.deepEqual(samples(text, 2, 1), { x: [1, 2, 4, 5], y: [3, 6], shape: [2, 2, 1] });
  });

  it("may have no header, other separators, line ends, quotes, a byte order mark, blank lines and no last line end", () => {
    const expected = { x: [1, -0.5], y: [2, 3e-3], shape: [2, 1, 1] };
    for (const text of [
      "1,2\n-.5,3e-3",
      "1;2\r\n-0.5;+3e-3\r\n",
      "1\t2\n\n-0.50\t.003\n",
      '\ufeff"1","2"\n"-0.5", 3E-3\n\n',
    ])
      assert.deepEqual(samples(text, 1, 1), expected, JSON.stringify(text));
    assert.deepEqual(samples('"a ""b"", c",d\n1,2\n', ['a "b", c'], ["d"]).x, [1]);
  });

  it("says which cell of which line is wrong", () => {
    assert.equal(fault("a,b\n1,2\n3,x\n"), 'Line 3, column "b": "x" is not a number.');
    assert.equal(fault('"a\nname",b\n1,2\n3,\n', [1], [2]), 'Line 4, column "b": the cell is empty.');
    assert.equal(fault("1,2\n3\n"), "Line 2 has 1 cell, the first line has 2.");
    assert.equal(fault("1,2\n3,0x10\n"), 'Line 2, column 2: "0x10" is not a number.');
    assert.match(fault("1,2\n3,1e999\n"), /"1e999" is not a number/);
    assert.match(fault('1,2\n3,"4\n'), /quote opened in line 2 is never closed/);
  });

  it("says which column is missing, and what was meant", () => {
    assert.match(fault("time,speed\n1,2\n", ["tme"], ["speed"]), /no column called "tme"; did you mean "time"\?/);
    assert.match(fault("1,2\n3,4\n", ["a"], [2]), /has no header/);
    assert.match(fault("1,2\n3,4\n", [3], [2]), /no column 3: the file has 2 columns/);
    assert.match(fault("1,2\n3,4\n", [1], [1]), /Column 1 is both/);
    assert.match(fault("1,2\n3,4\n", [1, 1], [2]), /twice among the inputs/);
    assert.match(fault("1,2\n", 3, 1), /2 columns, fewer than the 3 inputs/);
    assert.match(fault("1,2\n3,4", 2, 1), /Column 2 is both an input and a target/);
  });

  it("needs samples", () => {
    assert.equal(fault(""), "The file is empty.");
    assert.match(fault("a,b\n"), /no samples/);
  });

  it("comes back whatever the cells are", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.double({ noNaN: true, noDefaultInfinity: true }),
            fc.double({ noNaN: true, noDefaultInfinity: true }),
          ),
          { minLength: 1 },
        ),
        (rows) => {
          const text = rows.map(([a, b]) => `${a},"${b}"`).join("\r\n");
          const { x, y } = samples(text, 1, 1);
          rows.forEach(([a, b], i) => assert.ok(x[i] === a && y[i] === b));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("is answered whatever the text is", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(",", ";", "\t", '"', "\n", "\r", "1", "a", " ") }), (text) => {
        const reading = readCsv(text, { inputs: 1, targets: 1 });
        if (reading.kind === "samples")
          assert.ok([...reading.set.x.data, ...reading.set.y.data].every(Number.isFinite));
      }),
      { numRuns: 500 },
    );
  });
});

describe("samples of a teacher", () => {
  const plan = { kind: "teacher", samples: 4000, noise: 0, seed: 3, teacher: null } as const;
  const mean = (data: Float64Array): number => data.reduce((sum, v) => sum + v, 0) / data.length;
  const variance = (data: Float64Array): number => mean(data.map((v) => v * v)) - mean(data) ** 2;

  it("have standard Gaussian inputs, and outputs of order 1", () => {
    for (const network of [chain([6, 3, 2]), chain([6, 50, 2], "relu")]) {
      const { x, y } = drawTeacherData(network, plan, "mse");
      // Sampling error of a mean of 24,000 and a variance: four of their standard deviations.
      assert.ok(
        Math.abs(mean(x.data)) < 4 / Math.sqrt(24000) && Math.abs(variance(x.data) - 1) < 4 * Math.sqrt(2 / 24000),
      );
      assert.ok(variance(y.data) > 0.05 && variance(y.data) < 5, `${variance(y.data)}`);
    }
  });

  it("of a linear network lie on one matrix, exactly; noise is added with its size", () => {
    const clean = drawTeacherData(chain([2, 3, 1]), plan, "mse");
    const [x, y] = [clean.x.data, clean.y.data];
    const det = x[0] * x[3] - x[1] * x[2];
    const t = [(y[0] * x[3] - y[1] * x[1]) / det, (x[0] * y[1] - x[2] * y[0]) / det];
    for (let s = 0; s < 100; s++) assert.ok(Math.abs(t[0] * x[2 * s] + t[1] * x[2 * s + 1] - y[s]) < 1e-12);
    const noisy = drawTeacherData(chain([2, 3, 1]), { ...plan, noise: 0.5 }, "mse");
    assert.deepEqual(noisy.x, clean.x);
    const noise = noisy.y.data.map((v, i) => v - y[i]);
    assert.ok(Math.abs(variance(noise) - 0.25) < 4 * 0.25 * Math.sqrt(2 / 4000));
  });

  it("are the first of a longer list, and others with another seed", () => {
    const [short, long] = [20, 40].map((count) =>
      drawTeacherData(chain([3, 2, 2], "tanh"), { ...plan, samples: count }, "mse"),
    );
    assert.deepEqual(short.x.data, long.x.data.slice(0, 60));
    assert.deepEqual(short.y.data, long.y.data.slice(0, 40));
    assert.notDeepEqual(drawTeacherData(chain([3, 2, 2], "tanh"), { ...plan, seed: 4, samples: 20 }, "mse").x, short.x);
  });

  it("are not the network's own start, though both have one seed", () => {
    // A teacher equal to the start would make the loss 0 from the beginning.
    const { x, y } = drawTeacherData(chain([2, 2, 1], "relu"), { ...plan, seed: 0 }, "mse");
    assert.ok(x.rows === 4000 && variance(y.data) > 0);
  });

  it("have labels that the loss reads", () => {
    const signs = drawTeacherData(
      chain([3, 2, 1], "relu"),
      { ...plan, samples: 50, teacher: { widths: [3, 1], activation: "identity" } },
      "logistic",
    );
    assert.deepEqual([...new Set(signs.y.data)].sort(), [-1, 1]);
    const classes = drawTeacherData(chain([3, 2, 4]), { ...plan, samples: 200 }, "cross-entropy");
    assert.deepEqual([classes.y.columns, [...new Set(classes.y.data)].sort()], [1, [0, 1, 2, 3]]);
  });
});
