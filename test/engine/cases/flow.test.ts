/** Outsiders' cases about data, frozen parameters and runs, through the public entries, with values that others computed. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { analyzeSpec } from "../../../src/engine/tasks/analyze/analyze";
import { cureSpec } from "../../../src/engine/tasks/cure/cure";
import { simulateSpec } from "../../../src/engine/tasks/simulate/simulate";
import type { ReadDataFile } from "../../../src/engine/subject/training-data";
import type { Problem } from "../../../src/engine/findings/problem";
import { reportText } from "../../../src/engine/report/text";
import type { TrajectorySection } from "../../../src/engine/report/run/facts";
import type { Report } from "../../../src/engine/report/types";
import type { TextEdit } from "../../../src/engine/spec/edit/text-edit";
import { finish } from "../networks";

const folder = path.resolve("test/fixtures/cases");
const caseText = (name: string): string => readFileSync(path.join(folder, `${name}.intrinsic.json`), "utf8");
const fromFolder: ReadDataFile = (name) => ({ kind: "text", text: readFileSync(path.join(folder, name), "utf8") });
const table =
  (text: string): ReadDataFile =>
  () => ({ kind: "text", text });

function analysed(text: string): Report {
  const result = finish(analyzeSpec(text, { path: null }));
  assert.ok(result.kind === "report", JSON.stringify(result));
  return result.report;
}

function run(text: string, readDataFile = fromFolder): Report & { readonly trajectory: TrajectorySection } {
  const result = finish(simulateSpec(text, { path: null, readDataFile }));
  assert.ok(result.kind === "report" && result.report.trajectory !== null, JSON.stringify(result));
  return { ...result.report, trajectory: result.report.trajectory };
}

function problemsOf(text: string, readDataFile = fromFolder): readonly Problem[] {
  const result = finish(simulateSpec(text, { path: null, readDataFile }));
  assert.ok(result.kind !== "refused", JSON.stringify(result));
  return result.kind === "report" ? result.report.problems : result.problems;
}

/** The case's text with properties of its training replaced. */
function changed(text: string, change: (spec: Spec) => void): string {
  const spec = JSON.parse(text) as Spec;
  change(spec);
  return JSON.stringify(spec);
}

function applied(text: string, { range: { start, end }, newText }: TextEdit): string {
  const lines = text.split("\n");
  const offset = (line: number, character: number): number =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, character);
  return text.slice(0, offset(start.line, start.character)) + newText + text.slice(offset(end.line, end.character));
}

interface Spec {
  architecture: Record<string, unknown>;
  initialization: Record<string, unknown>;
  training: { data: Record<string, unknown>; loss: string; optimizer: Record<string, unknown> };
}

describe("classes by name (case 07)", () => {
  const text = caseText("07-iris-labels");

  it("are trained as 0, 1, 2 in sorted order, and the report says which is which", () => {
    const named = run(text);
    assert.deepEqual(named.data?.classes, ["Iris-setosa", "Iris-versicolor", "Iris-virginica"]);
    assert.match(reportText(named), /0 = Iris-setosa, 1 = Iris-versicolor, 2 = Iris-virginica/);
    const csv = readFileSync(path.join(folder, "07-iris.csv"), "utf8");
    const numbered = csv
      .replace(/Iris-setosa/g, "0")
      .replace(/Iris-versicolor/g, "1")
      .replace(/Iris-virginica/g, "2");
    assert.deepEqual(named.trajectory.loss, run(text, table(numbered)).trajectory.loss);
    assert.notDeepEqual(named.trajectory.loss, run(text, table(numbered.replace(/^2/gm, "1"))).trajectory.loss);
  });

  it("are sorted, not taken in the order they come", () => {
    const csv = "species,sepal_length,sepal_width,petal_length,petal_width\nz,1,0,0,0\nb,0,1,0,0\na,0,0,1,0\n";
    assert.deepEqual(run(text, table(csv)).data?.classes, ["a", "b", "z"]);
  });

  it("can stand in a table without a header", () => {
    const byNumber = changed(text, ({ training }) => {
      training.data.inputs = 4;
      training.data.targets = 1;
    });
    const found = run(byNumber, table("1,2,3,4,b\n1,2,3,5,a\n1,2,3,6,b\n"));
    assert.deepEqual([found.data?.samples, found.data?.classes], [3, ["a", "b"]]);
    assert.equal(run(byNumber, table("1,2,3,4,kind\n1,2,3,5,a\n1,2,3,6,b\n")).data?.samples, 2);
  });

  it("need a loss for classes, and enough outputs", () => {
    const messages = (loss: string, widths: readonly number[]): string =>
      problemsOf(
        changed(text, (spec) => {
          spec.training.loss = loss;
          spec.architecture.widths = widths;
        }),
      )
        .map(({ code, message }) => `${code} ${message}`)
        .join("\n");
    assert.match(messages("mse", [4, 10, 1]), /data.mismatch The targets are names .* "mse" is for numbers/);
    assert.match(messages("logistic", [4, 10, 1]), /"logistic" has two classes, and the targets name 3 classes/);
    assert.match(messages("cross-entropy", [4, 10, 2]), /name 3 classes .* the network has 2 outputs/);
  });

  it("can be mixed up with numbers, and then a cell is named", () => {
    const csv = "species,sepal_length,sepal_width,petal_length,petal_width\na,1,0,0,0\n1,0,1,0,0\n";
    assert.match(problemsOf(text, table(csv))[0].message, /Line 2, column "species": "a" is not a number/);
  });

  it("can stand in the spec", () => {
    const inline = (y: unknown, loss: string): string =>
      changed(text, ({ training, architecture }) => {
        training.data = {
          kind: "inline",
          x: [
            [1, 0, 0, 0],
            [0, 1, 0, 0],
          ],
          y,
        };
        training.loss = loss;
        if (loss !== "cross-entropy") architecture.widths = [4, 3, 1];
      });
    const two = [["yes"], ["no"]];
    assert.deepEqual(analysed(inline(two, "cross-entropy")).data?.classes, ["no", "yes"]);
    assert.deepEqual(run(inline(two, "logistic")).trajectory.loss, run(inline([[1], [0]], "logistic")).trajectory.loss);
    assert.match(problemsOf(inline(two, "mse"))[0].message, /the loss "mse" is for numbers/);
    assert.match(problemsOf(inline([["yes"], [1]], "cross-entropy"))[0].message, /every row is one name/);
  });
});

describe("dead units (case 04)", () => {
  const text = caseText("04-dead-unit");

  it("are found before a run, and the loss stays at ln 2", () => {
    const { data, problems } = analysed(text);
    assert.deepEqual(data?.dead, [{ layer: "layer1", units: [0], of: 1, first: true }]);
    const [found] = problems.filter(({ code }) => code === "training.dead-units");
    assert.equal(found.severity, "warning");
    assert.match(found.message, /^The only unit of layer1 is 0 on every sample .* the loss cannot move\.$/);
    for (const loss of run(text).trajectory.loss) assert.ok(Math.abs(loss - Math.LN2) < 1e-15, `${loss}`);
  });

  it("do not stop the loss where a bias behind them can move", () => {
    const uneven = changed(text, ({ training }) => (training.data.y = [[1], [0], [1], [1]]));
    const found = run(uneven);
    const message = found.problems.find(({ code }) => code === "training.dead-units")?.message ?? "";
    assert.match(message, /no signal and no gradient passes through layer1/);
    assert.ok((found.trajectory.loss.at(-1) ?? 0) < 0.6);
  });

  it("are named among others, for information", () => {
    const { data, problems } = analysed(caseText("10-relu-kink"));
    assert.deepEqual(data?.dead, [{ layer: "layer1", units: [0], of: 3, first: true }]);
    assert.equal(problems.find(({ code }) => code === "training.dead-units")?.severity, "information");
  });

  it("are none where one sample reaches them, or for leaky-relu", () => {
    const reached = changed(
      text,
      ({ training }) =>
        (training.data.x = [
          [1, 2],
          [0.5, 0.1],
          [3, 1],
          [0.2, -0.9],
        ]),
    );
    const leaky = changed(text, ({ architecture }) => (architecture.activation = "leaky-relu"));
    for (const other of [reached, leaky]) assert.deepEqual(analysed(other).data?.dead, []);
  });

  it("are seen behind layers that make something of padding, too", () => {
    // The second layer's inputs are sigmoids, in (0, 1), its weights negative.
    const deep = JSON.stringify({
      architecture: {
        input: 1,
        layers: [
          { type: "dense", units: 2, activation: "sigmoid" },
          { type: "dense", units: 2, activation: "relu", bias: true },
          { type: "dense", units: 1 },
        ],
      },
      initialization: {
        scheme: "explicit",
        weights: [
          [[1], [1]],
          [
            [-1, -1],
            [-2, -2],
          ],
          [[1, 1]],
        ],
        biases: [null, [1.05, 1], null],
      },
      training: {
        data: { kind: "inline", x: [[1], [2], [3]], y: [[1], [1], [1]] },
        loss: "mse",
        optimizer: { type: "gradient-flow", time: 1 },
      },
    });
    assert.deepEqual(analysed(deep).data?.dead, [{ layer: "layer2", units: [0, 1], of: 2, first: false }]);
  });
});

describe("a sigmoid under the logistic loss (case 05)", () => {
  const text = caseText("05-sigmoid-output-logistic");

  it("is a problem, and a linear output gives the intended cross-entropy 0.044241", () => {
    const [found] = analysed(text).problems.filter(({ code }) => code === "training.double-sigmoid");
    assert.equal(found.severity, "warning");
    assert.deepEqual(found.cures, [{ id: "linear-output", title: "Make the output linear" }]);
    assert.equal(run(text).trajectory.loss[0].toFixed(2), "0.52");
    const cure = finish(cureSpec(text, { path: null, cure: "linear-output" }));
    assert.ok(cure.kind === "edit" && cure.edits.length === 1);
    const linear = text.replace(/"sigmoid"(?=[^"]*"bias":true\}\s*\])/, '"identity"');
    assert.notEqual(linear, text);
    assert.equal(applied(text, cure.edits[0]), linear);
    const cured = run(linear);
    assert.equal(cured.trajectory.loss[0].toFixed(6), "0.044241");
    assert.ok(!cured.problems.some(({ code }) => code === "training.double-sigmoid"));
  });
});

describe("parameters held fixed (case 08)", () => {
  const text = caseText("08-fixed-biases");
  const last = (of: string): number => run(of).trajectory.loss.at(-1) ?? NaN;
  const training = (train: string): string => changed(text, ({ architecture }) => (architecture.train = train));

  it("stay where they are: the published loss after one step, with and without trained biases", () => {
    assert.equal(run(text).trajectory.loss[0].toFixed(9), "0.298371109");
    assert.equal(last(text).toFixed(9), "0.280471447");
    assert.equal(last(training("weights")).toFixed(9), "0.291027774");
    const byLayer = changed(text, ({ architecture }) => {
      for (const layer of architecture.layers as Record<string, unknown>[]) layer.train = "weights";
    });
    assert.equal(last(byLayer), last(training("weights")));
  });

  it("are moved neither by momentum nor by weight decay nor by gradient flow", () => {
    const optimizers = [
      { type: "gradient-descent", learningRate: 0.5, steps: 20, momentum: 0.9, weightDecay: 0.1 },
      { type: "gradient-descent", learningRate: 0.5, steps: 20, batchSize: 1 },
      { type: "gradient-flow", time: 5 },
    ];
    for (const optimizer of optimizers)
      for (const [train, moves] of [
        ["weights", /layer\d\[\d,\d\]/],
        ["biases", /bias/],
      ] as const) {
        const { weights } = run(
          changed(training(train), (spec) => {
            spec.training.data.x = [
              [0.05, 0.1],
              [0.3, -0.2],
            ];
            spec.training.data.y = [
              [0.01, 0.99],
              [0.5, 0.5],
            ];
            spec.training.optimizer = optimizer;
          }),
        ).trajectory;
        assert.ok(weights !== null);
        weights.labels.forEach((label, i) => {
          const course = weights.values.map((values) => values[i]);
          const moved = course.some((value) => value !== course[0]);
          assert.equal(moved, moves.test(label), `${train}: ${label} ${JSON.stringify(optimizer)}`);
        });
      }
  });

  it("take the laws of their neurons with them, and nothing else is claimed", () => {
    const relu = (train: string): string =>
      changed(text, (spec) => {
        spec.architecture = { widths: [2, 3, 3, 1], activation: "relu", bias: true, train };
        spec.initialization = { scheme: "he-normal", seed: 2 };
        spec.training.data.y = [[1]];
      });
    assert.equal(analysed(relu("all")).laws.families.length, 2);
    const { laws, intrinsicMetric, recoverability, symmetry, plateau, model } = analysed(relu("weights"));
    assert.deepEqual(laws.families, []);
    assert.deepEqual([model.parameters, model.fixed], [18, 7]);
    for (const claim of [laws.independent, laws.complete, laws.lieDimension, recoverability, symmetry.orbit.dimension])
      assert.deepEqual([claim.basis, claim.value], ["unknown", null]);
    assert.equal(intrinsicMetric.value, "unknown");
    assert.match(intrinsicMetric.note ?? "", /held fixed/);
    // Of what trains the manifolds are known.
    assert.equal(symmetry.searched, true);
    assert.equal(plateau?.escapeTime.value, null);
  });

  it("leave the laws of other neurons, and a run keeps them", () => {
    const lastFixed = changed(text, (spec) => {
      const dense = (units: number, more: object) => ({ type: "dense", units, ...more });
      const relu = { activation: "tanh" };
      spec.architecture = {
        input: 2,
        layers: [
          dense(3, { activation: "relu" }),
          dense(3, relu),
          dense(2, { activation: "relu" }),
          dense(2, { train: "none" }),
        ],
      };
      spec.initialization = { scheme: "he-normal", seed: 3 };
      spec.training.data.x = [
        [1, 0.5],
        [-0.3, 1],
      ];
      spec.training.data.y = [
        [1, 0],
        [0, 1],
      ];
      spec.training.optimizer = { type: "gradient-flow", time: 3 };
    });
    const found = run(lastFixed);
    assert.deepEqual(
      found.laws.families.map(({ id }) => id),
      ["rescaling:layer1"],
    );
    assert.ok(found.trajectory.loss[0] > (found.trajectory.loss.at(-1) ?? Infinity));
    for (const { maxRelative } of found.trajectory.drift) assert.ok(maxRelative < 1e-9, `${maxRelative}`);
  });

  it("leave something to train", () => {
    assert.match(problemsOf(training("none"))[0].message, /nothing to train/);
    assert.equal(
      last(
        changed(text, ({ architecture }) => ((architecture.layers as Record<string, unknown>[])[0].train = "none")),
      ) < 0.298,
      true,
    );
  });
});

describe("gradient flow along kinks (case 10)", () => {
  const until = (time: number) =>
    run(changed(caseText("10-relu-kink"), ({ training }) => (training.optimizer.time = time))).trajectory;

  it("reaches the losses that descent with small steps reaches, and says that it slides", () => {
    const [ten, hundred] = [until(10), until(100)];
    for (const { status, sentence, events } of [ten, hundred]) {
      assert.equal(status, "done", sentence);
      assert.match(sentence, /having slid along kinks of the loss/);
      const [first] = events;
      assert.equal(first.name, "layer1[2] comes to rest at 0 for sample 3: the flow slides along a kink");
      assert.equal(first.time.toFixed(3), "0.607");
    }
    assert.equal(ten.loss.at(-1)?.toFixed(5), "0.19303");
    assert.equal(hundred.loss.at(-1)?.toPrecision(5), "0.0060845");
    for (const { drift } of [ten, hundred]) for (const { maxRelative } of drift) assert.ok(maxRelative < 1e-7);
  });
});
