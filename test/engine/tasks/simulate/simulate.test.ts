/** A spec with a training section, simulated: what the report says of the run. */
import assert from "node:assert/strict";
import {
  simulateSpec,
  type SimulationProgress,
  type SimulationResult,
} from "../../../../src/engine/tasks/simulate/simulate";
import type { TrajectorySection } from "../../../../src/engine/report/run/facts";
import { trajectoryTable } from "../../../../src/engine/report/trajectory-table";
import { trajectoryCsv } from "../../../../src/engine/report/writers/csv";
import { readSpec } from "../../../../src/engine/spec/read";
import { finish } from "../../networks";

const noFiles = () => ({ kind: "none", why: "There are no files here.", help: "Do without." }) as const;
const simulateText = (text: string): SimulationResult =>
  finish(simulateSpec(text, { path: null, readDataFile: noFiles }));

interface Parts {
  readonly architecture?: object;
  readonly initialization?: object;
  readonly data?: object;
  readonly loss?: string;
  readonly optimizer?: object;
  readonly expect?: object;
}

const TWO_LAYERS = { widths: [3, 2, 3], activation: "identity" };
const FLOW = { type: "gradient-flow", time: 1, tolerance: 1e-10 };

function spec({
  architecture = TWO_LAYERS,
  initialization = { seed: 1 },
  data = { kind: "teacher", samples: 20, seed: 2 },
  loss = "mse",
  optimizer = FLOW,
  expect = {},
}: Parts): string {
  return JSON.stringify({ architecture, initialization, training: { data, loss, optimizer }, expect });
}

function trajectory(parts: Parts): TrajectorySection {
  const result = simulateText(spec(parts));
  assert.ok(result.kind === "report" && result.report.trajectory !== null, JSON.stringify(result));
  return result.report.trajectory;
}

const codes = (parts: Parts) => {
  const result = simulateText(spec(parts));
  return result.kind === "refused"
    ? [result.reason]
    : (result.kind === "report" ? result.report.problems : result.problems).map(({ code }) => code);
};

describe("a simulated run", () => {
  describe("of gradient descent", () => {
    const drift = (learningRate: number, steps: number, more: object = {}) =>
      trajectory({ optimizer: { type: "gradient-descent", learningRate, steps, ...more } }).drift;

    it("drifts in one step by a quarter when the step is halved", () => {
      const ratio = drift(1e-3, 1)[0].maxAbsolute / drift(5e-4, 1)[0].maxAbsolute;
      assert.ok(Math.abs(ratio - 4) < 0.1, `${ratio}`);
    });

    it("drifts over a fixed time in proportion to the step", () => {
      const ratio = drift(2e-3, 200)[0].maxAbsolute / drift(1e-3, 400)[0].maxAbsolute;
      assert.ok(Math.abs(ratio - 2) < 0.1, `${ratio}`);
    });

    it("drifts exactly as the recursion says, with weight decay and batches too", () => {
      for (const more of [{}, { weightDecay: 0.1 }, { batchSize: 4 }, { weightDecay: 0.05, batchSize: 7 }]) {
        const [{ relative, predicted, maxRelative }] = drift(0.02, 300, more);
        assert.ok(predicted !== null && predicted.length === relative.length && maxRelative > 1e-5);
        relative.forEach((value, i) => assert.ok(Math.abs(value - predicted[i]) <= 1e-13, `${value} ${predicted[i]}`));
      }
    });

    it("drifts exactly as its recursion says where a law is no square: exponentials with biases", () => {
      const architecture = {
        input: 2,
        layers: [
          { name: "h", type: "dense", units: 3, activation: "exp", bias: true },
          { name: "out", type: "dense", units: 1, bias: true },
        ],
      };
      for (const more of [{}, { weightDecay: 0.1 }, { batchSize: 4 }, { weightDecay: 0.05, batchSize: 7 }]) {
        const optimizer = { type: "gradient-descent", learningRate: 0.01, steps: 200, ...more };
        const initialization = { scheme: "gaussian", std: 0.4, biasStd: 0.3, seed: 1 };
        const data = { kind: "teacher", samples: 20, seed: 2 };
        const [{ relative, predicted, maxRelative }] = trajectory({
          architecture,
          initialization,
          data,
          optimizer,
        }).drift;
        assert.ok(predicted !== null && predicted.length === relative.length && maxRelative > 1e-5);
        relative.forEach((value, i) => assert.ok(Math.abs(value - predicted[i]) <= 1e-13, `${value} ${predicted[i]}`));
      }
    });

    it("keeps the skew momentum, and loses the laws, under momentum", () => {
      const [laws, skew] = drift(0.02, 400, { momentum: 0.9 });
      assert.ok(laws.maxRelative > 1e-3 && laws.predicted === null);
      assert.ok(skew.family.startsWith("skew:") && skew.maxRelative < 1e-13, `${skew.maxRelative}`);
    });

    it("tells the step at which it diverged, and a learning rate that would not", () => {
      const optimizer = (learningRate: number) => ({ type: "gradient-descent", learningRate, steps: 2000 });
      const run = trajectory({ optimizer: optimizer(5) });
      assert.equal(run.status, "diverged");
      assert.match(run.sentence, /(after|before) step \d+/);
      const bound = Number(/below about ([\d.]+)/.exec(run.advice ?? "")?.[1]);
      assert.ok(bound > 0 && bound < 5, `${run.advice}`);
      assert.equal(trajectory({ optimizer: optimizer(bound / 2) }).status, "done");
      assert.ok(codes({ optimizer: optimizer(5) }).includes("flow.step-size-unstable"));
    });

    it("keeps as many samples whether the steps are a thousand or ten times as many", () => {
      const count = (steps: number) =>
        trajectory({ optimizer: { type: "gradient-descent", learningRate: 1e-3, steps } }).times.length;
      assert.ok(count(10_000) <= 241 && count(1000) > 100);
      assert.deepEqual(
        trajectory({ optimizer: { type: "gradient-descent", learningRate: 1e-3, steps: 3 } }).times,
        [0, 1, 2, 3],
      );
    });
  });

  it("of relaxed balanced layers ends its closed equation when Z loses a rank it needs, and not otherwise", () => {
    const run = (seed: number) =>
      trajectory({
        architecture: { widths: [2, 2, 3] },
        initialization: { scheme: "relaxed-balanced", lambda: [0.7], scale: 0.6, seed },
        data: { kind: "teacher", samples: 40, seed: seed + 50 },
        optimizer: { ...FLOW, time: 6, tolerance: 1e-11 },
      });
    for (const seed of [2, 3, 9]) {
      const { intrinsicFlow, modes, times } = run(seed);
      assert.match(intrinsicFlow?.sentence ?? "", /ends at t = .*singular value 2 of Z/);
      assert.ok((intrinsicFlow?.maxError ?? 1) < 1e-9, `${intrinsicFlow?.maxError}`);
      // There the simulation's own smaller singular value is near zero.
      const at = times.findIndex((t) => t >= (intrinsicFlow?.endedAt ?? 0));
      const second = (modes?.values ?? []).map((values) => values[1]);
      assert.ok(Math.min(second[at - 1], second[at]) < 0.05 * Math.max(...second), `${seed}`);
    }
    for (const seed of [0, 1, 6]) assert.equal(run(seed).intrinsicFlow?.endedAt, null);
  });

  it("from a network without the property shows two futures from one φ and the same laws", () => {
    const { pair, intrinsicFlow, intrinsicFlowNote, times } = trajectory({});
    assert.ok(pair !== null && intrinsicFlow === null && intrinsicFlowNote !== undefined);
    assert.ok(pair.separation[0] < 1e-9, `${pair.separation[0]}`);
    assert.ok(Math.max(...pair.separation) > 1e-2);
    assert.equal(pair.loss.length, times.length);
  });

  it("that ends early shows its last state", () => {
    const run = trajectory({
      architecture: { widths: [1, 1, 1] },
      initialization: { scheme: "constant", value: 3 },
      data: { kind: "target", matrix: [[1e6]] },
      optimizer: { ...FLOW, time: 1000 },
    });
    assert.equal(run.status, "stiff");
    assert.ok(run.loss[run.loss.length - 1] < 1, "the loss is learnt within the first of the evenly spaced samples");
  });

  it("can be looked at on its way, and stopped", () => {
    const steps = simulateSpec(
      spec({ architecture: { widths: [4, 6, 1], activation: "relu" }, optimizer: { ...FLOW, time: 50 } }),
      { path: null, readDataFile: noFiles },
    );
    let last: SimulationProgress | null = null;
    for (let step = steps.next(); step.done !== true; step = steps.next()) {
      last = step.value;
      if ((last.fraction ?? 0) > 0.3) break;
    }
    assert.ok(last?.trajectory != null);
    assert.match(last.stage, /^t = [\d.]+ of 50, loss /);
    const [running, stopped] = [last.trajectory(false), last.trajectory(true)];
    assert.deepEqual([running.status, stopped.status], ["running", "cancelled"]);
    assert.match(stopped.sentence, /^cancelled: stopped at t = /);
    assert.ok(running.times.length > 10 && running.times.length === running.loss.length);
  });

  it("has every curve in its table, and its CSV", () => {
    const run = trajectory({
      data: {
        kind: "target",
        matrix: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      },
    });
    const { columns, rows } = trajectoryTable(run);
    assert.equal(rows.length, run.times.length);
    assert.ok(rows.every((row) => row.length === columns.length));
    assert.deepEqual(columns.slice(0, 3), ["t", "loss", "drift matrix:layer1"]);
    assert.ok(columns.includes("singular value 3") && columns.includes("layer2[2,1]"));
    const lines = trajectoryCsv(run).split("\r\n");
    assert.equal(lines.length, rows.length + 2);
    assert.equal(Number(lines[2].split(",")[1]), run.loss[1]);
  });

  it("is the same every time", () => {
    assert.deepEqual(trajectory({}), trajectory({}));
  });

  it("of every loss goes down", () => {
    const runs: Parts[] = [
      { architecture: { widths: [3, 4, 1], activation: "tanh" }, loss: "logistic" },
      { architecture: { widths: [3, 4, 3], activation: "relu" }, loss: "cross-entropy" },
      { architecture: { widths: [3, 4, 2], activation: "silu", bias: true } },
      {
        architecture: { widths: [2, 3, 1], activation: "relu" },
        data: {
          kind: "inline",
          x: [
            [1, 2],
            [3, -1],
          ],
          y: [[0], [1]],
        },
        loss: "logistic",
      },
    ];
    for (const parts of runs) {
      const { loss, status } = trajectory(parts);
      assert.ok(status === "done" || status === "stiff", `${status} ${JSON.stringify(parts)}`);
      assert.ok(loss[loss.length - 1] < loss[0]);
      loss.forEach((value, i) => assert.ok(i === 0 || value <= loss[i - 1] * (1 + 1e-9), JSON.stringify(parts)));
    }
  });
});

describe("what cannot be simulated is told in words", () => {
  it("no training section", () => {
    const result = simulateText('{ "architecture": { "widths": [2, 2] } }');
    assert.ok(result.kind === "refused" && /no training section/.test(result.reason) && /Add one/.test(result.help));
  });

  it("a loss that cannot be represented", () => {
    assert.match(codes({ initialization: { std: 1e100 } }).join(), /init.out-of-range/);
  });

  it("a data file that cannot be read, at the path", () => {
    const text = spec({ data: { kind: "csv", path: "a.csv", inputs: 3, targets: 3 } });
    const result = simulateText(text);
    assert.ok(result.kind === "invalid");
    assert.deepEqual(
      result.problems.map(({ code, message }) => [code, message]),
      [["data.unreadable", "There are no files here."]],
    );
    const { start, end } = result.problems[0].range;
    assert.equal(text.slice(start.character, end.character), '"a.csv"');
  });

  const refused = (name: string, parts: Parts, code: string, at: string, message: RegExp) =>
    it(name, () => {
      const text = spec(parts);
      const problem = readSpec(text).problems.find((one) => one.code === code);
      assert.ok(problem !== undefined, JSON.stringify(readSpec(text).problems));
      assert.equal(text.slice(problem.range.start.character, problem.range.end.character), at);
      assert.match(problem.message, message);
    });

  refused("tolerance 0", { optimizer: { ...FLOW, tolerance: 0 } }, "spec.wrong-value", "0", /tolerance/);
  refused(
    "a teacher with other inputs",
    { data: { kind: "teacher", samples: 5, teacher: { widths: [4, 3] } } },
    "spec.shape-mismatch",
    "4",
    /3 inputs, its teacher 4/,
  );
  refused(
    "a teacher with other outputs",
    { data: { kind: "teacher", samples: 5, teacher: { widths: [3, 5, 2] } } },
    "spec.shape-mismatch",
    "2",
    /3 outputs, its teacher 2/,
  );
  refused(
    "a target of another shape",
    {
      data: {
        kind: "target",
        matrix: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
    },
    "spec.shape-mismatch",
    "[[1,2,3],[4,5,6]]",
    /3 x 3 here; this one has 2 rows/,
  );
  refused(
    "a target for a network that is not linear",
    { architecture: { widths: [3, 2, 3], activation: "relu" }, data: { kind: "target", matrix: [[1]] } },
    "spec.conflict",
    '"target"',
    /linear networks/,
  );
  refused(
    "samples of another width",
    {
      data: {
        kind: "inline",
        x: [
          [1, 2, 3],
          [4, 5],
        ],
        y: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
    },
    "spec.shape-mismatch",
    "[4,5]",
    /row 2 has 2 numbers and needs 3/,
  );
  refused(
    "labels for other samples",
    {
      data: {
        kind: "inline",
        x: [[1, 2, 3]],
        y: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
    },
    "spec.shape-mismatch",
    "[[1,2,3],[4,5,6]]",
    /1 sample, "y" 2/,
  );
  refused(
    "a class that is none",
    { data: { kind: "inline", x: [[1, 2, 3]], y: [[7]] }, loss: "cross-entropy" },
    "spec.wrong-value",
    "[7]",
    /from 0 to 2/,
  );
  refused(
    "a logistic loss of three outputs",
    { loss: "logistic" },
    "spec.conflict",
    '"logistic"',
    /one output; this one has 3/,
  );
  refused(
    "a path away from the spec",
    { data: { kind: "csv", path: "/etc/passwd", inputs: 3, targets: 3 } },
    "spec.wrong-value",
    '"/etc/passwd"',
    /relative to the spec/,
  );
  refused(
    "arrays that are numbered",
    { data: { kind: "npz", path: "a.npz", inputs: 3, targets: "y" } },
    "spec.wrong-type",
    "3",
    /An array of the file is called by its name/,
  );
  refused(
    "columns that are no list",
    { data: { kind: "csv", path: "a.csv", inputs: 3, targets: "y" } },
    "spec.wrong-type",
    '"y"',
    /Columns of a table are named in a list/,
  );
  refused(
    "other columns than inputs",
    { data: { kind: "csv", path: "a.csv", inputs: ["a", "b"], targets: 3 } },
    "spec.shape-mismatch",
    '["a","b"]',
    /2 columns are named, but the network has 3 inputs/,
  );
  refused(
    "a table that fills the memory",
    { data: { kind: "teacher", samples: 1e9 } },
    "spec.too-large",
    "1000000000",
    /limit/,
  );
  refused(
    "batches of a matrix",
    {
      data: {
        kind: "target",
        matrix: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      },
      optimizer: { type: "gradient-descent", learningRate: 1, steps: 1, batchSize: 2 },
    },
    "spec.conflict",
    "2",
    /no samples/,
  );
});
