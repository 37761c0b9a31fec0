/** Signals at the start, against closed forms, difference quotients and the draws themselves. */
import assert from "node:assert/strict";
import { evaluate } from "../../../../src/engine/flow/objective/objective";
import { budgetOf } from "../../../../src/engine/findings/budget";
import { svd } from "../../../../src/engine/math/dense/svd";
import { randomStream } from "../../../../src/engine/math/random/streams";
import { compile } from "../../../../src/engine/model/compile";
import { initialize } from "../../../../src/engine/model/initializers";
import { samplePass } from "../../../../src/engine/model/passes/sample/sample";
import { readSpec } from "../../../../src/engine/spec/read";
import type { SignalSection } from "../../../../src/engine/report/signal/facts";
import { signalSentence } from "../../../../src/engine/report/signal/words";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import { lengthFluctuation } from "../../../../src/engine/theory/signal/fluctuation";
import { jacobianAt, jacobianWork } from "../../../../src/engine/theory/signal/jacobian";
import { meanField, normalMean } from "../../../../src/engine/theory/signal/mean-field";
import { finish } from "../../networks";

interface Spec {
  readonly widths: readonly number[];
  readonly activation?: string;
  readonly bias?: boolean;
  readonly initialization: object;
  readonly more?: object;
}

describe("signals at the start", () => {
  it("keep their size exactly where every layer is an isometry, and spread by nothing", () => {
    for (const scheme of ["identity", "orthogonal"]) {
      const section = signalOf({ widths: [8, 8, 8, 8], initialization: { scheme } });
      near(section.gain.value, 1, 1e-12);
      near(section.backwardGain.value, 1, 1e-12);
      assert.deepEqual([section.fluctuation.value, section.fluctuation.basis], [0, "theorem"]);
      for (const { largest, smallest } of section.jacobian.value!) near(largest - smallest, 0, 1e-12);
      assert.equal(signalSentence(section), "Signals keep their size, gradients keep their size.");
    }
  });

  it("change by s √n a layer for normal weights of deviation s", () => {
    const [n, std] = [200, 0.05];
    const section = signalOf({ widths: [n, n, n, n], initialization: { scheme: "gaussian", std, seed: 3 } });
    near(section.gain.value, std * Math.sqrt(n), 0.03);
    near(section.backwardGain.value, std * Math.sqrt(n), 0.03);
    assert.match(signalSentence(section)!, /^Signals shrink by a factor of 0\.7\d? a layer, gradients shrink/);
  });

  it("of relu keep their size with he-normal", () => {
    const section = signalOf({
      widths: [100, 200, 200, 200, 200],
      activation: "relu",
      initialization: { scheme: "he-normal", seed: 2 },
    });
    for (const { layer, gain } of section.layers.slice(2, -1)) near(gain, 1, 0.15, layer);
    near(section.meanField.chi.value, 1, 1e-12);
    assert.equal(section.meanField.chi.basis, "predicted");
    assert.equal(section.meanField.depthScale, null);
  });

  it("of a tanh chain are those of a direct computation, forward and back", () => {
    const spec = { widths: [3, 4, 2], activation: "tanh", initialization: { scheme: "gaussian", std: 0.7, seed: 5 } };
    const x = [
      [0.3, -1, 2],
      [1, 0.5, -0.2],
    ];
    const section = signalOf({ ...spec, more: trainingOn(x) });
    const { theta } = drawn(spec);
    const w1 = (i: number, j: number): number => theta[3 * i + j]!;
    const w2 = (i: number, j: number): number => theta[12 + 4 * i + j]!;
    const random = randomStream(1, "cotangents");
    let [hidden, output, delta, input] = [0, 0, 0, 0];
    for (const row of x) {
      const y = [0, 1, 2, 3].map((i) => Math.tanh(row.reduce((sum, one, j) => sum + w1(i, j) * one, 0)));
      const z = [0, 1].map((i) => y.reduce((sum, one, j) => sum + w2(i, j) * one, 0));
      const c = [random.normal(), random.normal()];
      const d = y.map((one, j) => (1 - one ** 2) * (c[0]! * w2(0, j) + c[1]! * w2(1, j)));
      const dx = [0, 1, 2].map((j) => d.reduce((sum, one, i) => sum + one * w1(i, j), 0));
      hidden += squares(y) / 8;
      output += squares(z) / 4;
      delta += squares(d) / 8;
      input += squares(dx) / 6;
    }
    assert.deepEqual([section.sent, section.samples], ["data", 2]);
    near(section.layers[1]!.forward, Math.sqrt(hidden), 1e-14);
    near(section.layers[2]!.forward, Math.sqrt(output), 1e-14);
    near(section.layers[1]!.backward, Math.sqrt(delta), 1e-14);
    near(section.layers[0]!.backward, Math.sqrt(input), 1e-14);
    near(section.gain.value, (Math.sqrt(output) / section.layers[0]!.forward) ** (1 / 2), 1e-14);
    assert.deepEqual(
      section.layers.map(({ rank }) => rank.value),
      [null, 2, 2],
    );
  });

  it("count units that the data never change, dead ones among them", () => {
    const weights = [
      [
        [1, 0],
        [-1, -1],
        [0, 0],
      ],
      [[1, 1, 1]],
    ];
    const section = signalOf({
      widths: [2, 3, 1],
      activation: "relu",
      bias: true,
      initialization: { scheme: "explicit", weights, biases: [[0, 0, 1], [0]] },
      more: trainingOn([
        [1, 2],
        [2, 1],
        [3, 0.5],
      ]),
    });
    const [, layer] = section.layers;
    assert.deepEqual([layer!.constant, layer!.rank.value, layer!.rank.basis], [2, 2, "measured"]);
  });
});

describe("the input-output Jacobian", () => {
  it("has the singular values of a difference quotient", () => {
    const spec = {
      widths: [4, 6, 5, 3],
      activation: "softplus",
      bias: true,
      initialization: { scheme: "lecun-normal", biasStd: 0.3 },
    };
    const { network, theta } = drawn(spec);
    const x = Float64Array.of(0.2, -0.7, 1.1, 0.4);
    const j = finish(jacobianAt(network, theta, x));
    const quotient = j.data.slice();
    for (let column = 0; column < 4; column++) {
      const [ahead, behind] = [1e-5, -1e-5].map((h) => {
        const data = x.map((one, i) => one + (i === column ? h : 0));
        return evaluate(network, theta, { rows: 1, columns: 4, data }).data;
      });
      for (let row = 0; row < 3; row++) quotient[4 * row + column] = (ahead![row]! - behind![row]!) / 2e-5;
    }
    const [found, expected] = [svd(j).values, svd({ ...j, data: quotient }).values];
    found.forEach((value, k) => near(value, expected[k]!, 1e-8));
    const section = signalOf({ ...spec, more: trainingOn([[...x]]) });
    near(section.jacobian.value![0]!.largest, found[0]!, 1e-12);
    near(section.jacobian.value![0]!.median, found[1]!, 1e-12);
    near(section.jacobian.value![0]!.smallest, found[2]!, 1e-12);
  });

  it("is the end-to-end matrix of a linear network, once for all inputs", () => {
    const spec = {
      widths: [2, 2, 2],
      initialization: {
        scheme: "explicit",
        weights: [
          [
            [2, 0],
            [0, 3],
          ],
          [
            [0, 5],
            [7, 0],
          ],
        ],
      },
    };
    const { jacobian } = signalOf(spec);
    assert.equal(jacobian.value!.length, 1);
    near(jacobian.value![0]!.largest, 15, 1e-13);
    near(jacobian.value![0]!.smallest, 14, 1e-13);
    assert.equal(jacobian.basis, "measured");
  });

  it("is not taken at a kink", () => {
    const section = signalOf({
      widths: [2, 3, 1],
      activation: "relu",
      initialization: { scheme: "he-normal" },
      more: trainingOn([[0, 0]]),
    });
    assert.deepEqual([section.jacobian.value, section.jacobian.basis], [null, "unknown"]);
    assert.match(section.jacobian.note!, /kink/);
    assert.equal(section.gain.basis, "unknown");
  });

  it("gives way to its budget, with the estimate", () => {
    const spec = { widths: [600, 600, 600], activation: "tanh", initialization: { scheme: "lecun-normal" } };
    const { network, theta } = drawn(spec);
    assert.ok(jacobianWork(network) > budgetOf("signal", theta.length, "typing") / 2);
    const { jacobian, gain } = signalOf(spec);
    assert.deepEqual([jacobian.value, jacobian.basis], [null, "unknown"]);
    assert.match(jacobian.note!, /estimated [\d.]+ s/);
    assert.equal(gain.basis, "measured");
  }).timeout(60_000);
});

describe("wide networks", () => {
  it("have expectations over a normal number that agree with its moments", () => {
    near(
      normalMean(() => 1),
      1,
      1e-14,
    );
    near(
      normalMean((z) => z ** 4),
      3,
      1e-13,
    );
    near(
      normalMean((z) => Math.cos(3 * z)),
      Math.exp(-4.5),
      1e-14,
    );
  });

  it("have the χ of the closed form for sin, and 1 where tanh is critical", () => {
    // E sin² = (1 − e^{−2q}) / 2 and E cos² = (1 + e^{−2q}) / 2: q = w (1 − e^{−2q}) / 2 + b.
    const [w, b] = [1.7, 0.09];
    let q = 1;
    for (let k = 0; k < 500; k++) q = (w * (1 - Math.exp(-2 * q))) / 2 + b;
    const spec = {
      widths: [50, 50, 50, 1],
      activation: "sin",
      bias: true,
      initialization: { scheme: "gaussian", std: Math.sqrt(w / 50), biasStd: 0.3 },
    };
    const found = fieldOf(spec, 1);
    assert.ok(found !== null);
    near(found.fixedPoint, q, 1e-8);
    near(found.chi, (w * (1 + Math.exp(-2 * q))) / 2, 1e-8);
    const critical = fieldOf(
      { widths: [50, 50, 50, 1], activation: "tanh", initialization: { scheme: "lecun-normal" } },
      1,
    );
    assert.ok(critical !== null);
    near(critical.chi, 1, 1e-7);
  });

  it("predict the gradients of a wide one that is drawn", () => {
    const n = 300;
    const spec = {
      widths: [...Array<number>(8).fill(n), 1],
      activation: "tanh",
      initialization: { scheme: "gaussian", std: 1.5 / Math.sqrt(n), seed: 4 },
    };
    const { layers, meanField: field } = signalOf(spec);
    const gains = layers.slice(3, 7).map(({ backwardGain }) => backwardGain! ** 2);
    near(gains.reduce((sum, one) => sum + one, 0) / gains.length, field.chi.value!, 0.1);
    near(field.depthScale, 1 / Math.abs(Math.log(field.chi.value!)), 1e-12);
  }).timeout(60_000);

  it("are not spoken of without the hypotheses", () => {
    const initialization = { scheme: "lecun-normal" };
    assert.equal(fieldOf({ widths: [3, 3, 1], activation: "tanh", initialization }, 1), null);
    assert.equal(
      fieldOf({ widths: [3, 3, 3, 1], activation: "tanh", initialization: { scheme: "orthogonal" } }, 1),
      null,
    );
    assert.equal(
      fieldOf({ widths: [3, 3, 5, 4, 1], activation: "tanh", initialization: { scheme: "gaussian", std: 1 } }, 1),
      null,
    );
    assert.equal(fieldOf({ widths: [9, 9, 9, 1], activation: "quadratic", initialization }, 9), null);
  });
});

describe("lengths of signals", () => {
  it("vary between draws of normal weights by Π (1 + 2/n) − 1", () => {
    const widths = [3, 4, 6, 5];
    const expected = (1 + 2 / 4) * (1 + 2 / 6) * (1 + 2 / 5) - 1;
    const { network, plan } = drawn({ widths, initialization: { scheme: "he-normal" } });
    near(lengthFluctuation(network, plan), expected, 1e-14);
    const { program } = compile(network);
    const pass = samplePass(program);
    const x = Float64Array.of(1, -2, 0.5);
    const lengths = Array.from({ length: 40_000 }, (_, seed) => {
      const made = initialize(network, { ...plan, seed });
      assert.ok(made.kind === "theta");
      pass.forward(made.theta, x, program.instructions.length);
      return squares([...pass.numbersOf(program.output)]);
    });
    const mean = lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
    const variance = lengths.reduce((sum, one) => sum + (one - mean) ** 2, 0) / lengths.length;
    // Lengths have heavy tails: their variance over so many draws is good to some percent.
    near(variance / mean ** 2, expected, 0.15);
  }).timeout(60_000);

  it("are not spoken of elsewhere", () => {
    for (const spec of [
      { widths: [3, 3, 1], activation: "tanh", initialization: { scheme: "lecun-normal" } },
      { widths: [3, 3, 1], initialization: { scheme: "xavier-uniform" } },
      // A projection loses what lies outside.
      { widths: [3, 2, 2], initialization: { scheme: "orthogonal" } },
      { widths: [3, 3, 1], bias: true, initialization: { scheme: "lecun-normal" } },
    ])
      assert.equal(lengthFluctuation(drawn(spec).network, drawn(spec).plan), null);
  });
});

describe("signals that are lost", () => {
  it("are a problem where they explode, and quiet over two layers or at ordinary sizes", () => {
    const initialization = { scheme: "gaussian", std: 1, seed: 1 };
    const codes = (widths: readonly number[], own: object = initialization): string[] =>
      problemsOf({ widths, activation: "relu", initialization: own }).filter((code) => code === "init.signal-lost");
    assert.equal(codes([20, 500, 500, 500]).length, 1);
    assert.equal(codes([20, 500, 500]).length, 0);
    assert.equal(codes([20, 50, 50, 50], { scheme: "he-normal" }).length, 0);
    assert.equal(codes([5, 5, 5, 5], { scheme: "zeros" }).length, 0);
  }).timeout(60_000);
});

function textOf({ widths, activation = "identity", bias = false, initialization, more }: Spec): string {
  return JSON.stringify({ architecture: { widths, activation, bias }, initialization, ...more });
}

function trainingOn(x: readonly (readonly number[])[]): object {
  // Targets are of no account here; their width is that of the outputs.
  return { x };
}

function drawn(spec: Spec) {
  const { network, initialization: plan, problems } = readSpec(textOf(spec));
  assert.ok(network !== null && plan !== null, JSON.stringify(problems));
  const made = initialize(network, plan);
  assert.ok(made.kind === "theta");
  return { network, plan, theta: made.theta };
}

function analysed({ more, ...spec }: Spec) {
  const x = (more as { x?: number[][] } | undefined)?.x;
  const y = x?.map(() => Array<number>(spec.widths.at(-1)!).fill(0.5));
  const data = { kind: "inline", x, y };
  const training = { data, loss: "mse", optimizer: { type: "gradient-flow", time: 1 } };
  const result = finish(
    analyzeSpec(textOf({ ...spec, ...(x === undefined ? {} : { more: { training } }) }), { path: null }),
  );
  assert.ok(result.kind === "report", JSON.stringify(result));
  return result.report;
}

function signalOf(spec: Spec): SignalSection {
  const { signal } = analysed(spec);
  assert.ok(signal !== null);
  return signal;
}

function problemsOf(spec: Spec): string[] {
  return analysed(spec).problems.map(({ code }) => code);
}

function fieldOf(spec: Spec, start: number) {
  const { network, plan } = drawn(spec);
  return meanField(network, plan, start);
}

function squares(x: readonly number[]): number {
  return x.reduce((sum, one) => sum + one * one, 0);
}

/** Relative, or absolute below 1. */
function near(found: number | null, expected: number, tolerance: number, what = ""): void {
  assert.ok(
    found !== null && Math.abs(found - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${what} ${found}, not ${expected}`,
  );
}
