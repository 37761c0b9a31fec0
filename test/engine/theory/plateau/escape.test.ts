/** Predicted times of escape against the flow itself, and the rule for bottlenecks. */
import assert from "node:assert/strict";
import { drawTeacherData } from "../../../../src/engine/flow/data/teacher";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import { integrate } from "../../../../src/engine/flow/integrate/integrate";
import { objectiveOf, type Objective } from "../../../../src/engine/flow/objective/objective";
import { randomStream } from "../../../../src/engine/math/random/streams";
import type { ActivationName, Network } from "../../../../src/engine/model/network";
import { blocksOf, parameterCount } from "../../../../src/engine/model/compile";
import { escapeExponent, layerGains, outsideTheLaw } from "../../../../src/engine/theory/plateau/bottlenecks";
import { ESCAPE_LEVEL, escapeTime, type EscapeData } from "../../../../src/engine/theory/plateau/escape-time";
import { scalarEscape } from "../../../../src/engine/theory/plateau/scalar-escape";
import { descentSystem } from "../../../../src/engine/theory/trajectory/gradient-flow";
import { act, chain, finish } from "../../networks";

const PLENTY = 1e11;

/** A network on the symmetric manifold: all neurons of a layer alike, layer l of size sizes[l], the first along what the data ask for. */
function symmetric(sizes: readonly number[], activation: ActivationName, width = 4, noise = 0) {
  const network = chain([2, ...sizes.slice(1).map(() => width), 1], activation);
  const data = drawTeacherData(
    network,
    { kind: "teacher", samples: 64, noise, seed: 3, teacher: { widths: [2, 1], activation: "identity" } },
    "mse",
  );
  const direction = [0, 1].map((i) => data.y.data.reduce((sum, y, s) => sum + y * data.x.data[2 * s + i], 0));
  const length = Math.sqrt(direction[0] ** 2 + direction[1] ** 2);
  const theta = new Float64Array(parameterCount(network));
  blocksOf(network).forEach(({ offset, rows, columns }, l) => {
    for (let i = 0; i < rows * columns; i++)
      theta[offset + i] =
        l === 0 ? (sizes[0] * direction[i % 2]) / length / Math.sqrt(width) : sizes[l] / Math.sqrt(rows * columns);
  });
  const objective = objectiveOf(network, data, "mse");
  return { network, objective, data: { objective, set: data, loss: "mse" } satisfies EscapeData, theta };
}

function flowTime(objective: Objective, theta: Float64Array): number {
  const start = objective.loss(theta);
  const { status, time } = finish(
    integrate(descentSystem(objective), theta, {
      end: 1e9,
      tolerance: 1e-11,
      method: dop853,
      events: [
        {
          name: "escape",
          direction: "falling",
          terminal: true,
          value: (_t, at) => objective.loss(at) - ESCAPE_LEVEL * start,
        },
      ],
    }),
  );
  assert.equal(status, "event");
  return time;
}

const all = (network: Network): number[] => network.layers.map((_, l) => l);
const small = (network: Network, theta: Float64Array): number[] =>
  layerGains(network, theta)
    .filter(({ bottleneck }) => bottleneck)
    .map(({ layer }) => layer);

describe("the scalar equation of escape", () => {
  for (const sizes of [
    [0.1, 0.1, 0.1],
    [0.05, 0.05, 1, 1],
    [0.02, 0.03, 0.1, 0.2],
    [0.1, 0.1, 0.1, 0.1, 1],
    [0.3, 0.01],
  ])
    it(`is exact for linear networks: sizes ${sizes.join(", ")}`, () => {
      const { network, objective, theta } = symmetric(sizes, "identity");
      const found = scalarEscape(network, objective, theta, all(network), ESCAPE_LEVEL);
      assert.ok(found !== null);
      assert.ok(found.spread < 1e-12);
      const time = flowTime(objective, theta);
      // The data's own direction turns a little, because samples are not exactly white: the first layer is along E[y x], not along its end.
      assert.ok(Math.abs(found.time / time - 1) < 2e-3, `${found.time} against ${time}`);
    });

  it("is exact to the integrator where the data are white", () => {
    for (const sizes of [
      [0.1, 0.1, 0.1],
      [0.02, 0.03, 0.1, 0.2],
      [-0.1, 0.05, 0.2],
    ]) {
      const network = chain([1, ...sizes.slice(1).map(() => 3), 1]);
      const objective = objectiveOf(
        network,
        { kind: "target", matrix: { rows: 1, columns: 1, data: Float64Array.of(1.5) } },
        "mse",
      );
      const theta = new Float64Array(parameterCount(network));
      blocksOf(network).forEach(({ offset, rows, columns }, l) =>
        theta.fill(sizes[l] / Math.sqrt(rows * columns), offset, offset + rows * columns),
      );
      const found = scalarEscape(network, objective, theta, all(network), ESCAPE_LEVEL);
      const time = flowTime(objective, theta);
      assert.ok(
        found !== null && Math.abs(found.time / time - 1) < 1e-8,
        `${sizes.join(", ")}: ${found?.time} against ${time}`,
      );
    }
  });

  it("finds the level before 0 where a start against the data escapes on its way there", () => {
    // dq/dt of w₂ w₁ from 0.3 · 1 towards −0.3: half of the loss is at 0.3 (√2 − 1), which both signs of q have.
    const network = chain([1, 1, 1]);
    const objective = objectiveOf(
      network,
      { kind: "target", matrix: { rows: 1, columns: 1, data: Float64Array.of(-0.3) } },
      "mse",
    );
    const theta = Float64Array.of(0.3, 1);
    const found = scalarEscape(network, objective, theta, all(network), ESCAPE_LEVEL);
    assert.ok(Math.abs((found?.time ?? 0) / flowTime(objective, theta) - 1) < 1e-8, `${found?.time}`);
  });

  it("knows that a start against the data with two equally small layers never escapes", () => {
    const network = chain([1, 2, 2, 1]);
    const objective = objectiveOf(
      network,
      { kind: "target", matrix: { rows: 1, columns: 1, data: Float64Array.of(1) } },
      "mse",
    );
    const theta = Float64Array.from(
      blocksOf(network).flatMap(({ rows, columns }, l) =>
        Array.from({ length: rows * columns }, () => (l === 0 ? -0.1 : 0.1) / Math.sqrt(rows * columns)),
      ),
    );
    assert.equal(scalarEscape(network, objective, theta, all(network), ESCAPE_LEVEL), null);
  });

  it("does not speak of layers that have to turn first", () => {
    const { network, objective, theta } = symmetric([0.1, 0.1, 0.1], "tanh");
    const random = randomStream(1, "turned");
    assert.equal(
      scalarEscape(
        network,
        objective,
        theta.map((x) => x + 0.05 * random.normal()),
        all(network),
        ESCAPE_LEVEL,
      ),
      null,
    );
  });

  for (const activation of ["tanh", "erf", "sin", "relu", "gelu", "silu"] as const)
    for (const [sizes, within] of [
      [[0.02, 0.02, 0.02, 1], 0.06],
      [[0.05, 0.05, 0.05, 0.05], 0.03],
    ] as const)
      it(`is near the flow of ${activation} from small scales: ${sizes.join(", ")}`, () => {
        const { network, objective, theta } = symmetric(sizes, activation);
        const found = scalarEscape(network, objective, theta, small(network, theta), ESCAPE_LEVEL);
        const time = flowTime(objective, theta);
        assert.ok(found !== null && Math.abs(found.time / time - 1) < within, `${found?.time} against ${time}`);
      });
});

describe("the time of escape", () => {
  it("is followed where the start is no number per layer, with a bar that holds the flow's own", () => {
    const { network, data, theta } = asymmetric();
    const { claim, how, plateau } = finish(escapeTime(network, data, theta, small(network, theta), PLENTY));
    assert.equal(how, "followed");
    assert.ok(plateau);
    const time = flowTime(data.objective, theta);
    assert.ok(Math.abs((claim.value ?? 0) / time - 1) < 1e-4, `${claim.value} against ${time}`);
    assert.ok(claim.low! <= time && time <= claim.high!, `${claim.low} to ${claim.high}`);
  });

  it("is unknown where following takes too long, and nothing is made of the part that was followed", () => {
    const { network, data, theta } = asymmetric();
    for (const budget of [1, 1e6, 4e6]) {
      const { claim, how } = finish(escapeTime(network, data, theta, small(network, theta), budget));
      assert.deepEqual([claim.value, claim.basis, how], [null, "unknown", "none"]);
      assert.match(claim.note ?? "", /Simulate/);
    }
  });

  it("is that of the formula where the start is a number per layer and following takes too long", () => {
    const { network, data, theta } = symmetric([0.02, 0.02, 0.02, 1], "tanh");
    const { claim, how, plateau } = finish(escapeTime(network, data, theta, small(network, theta), 1e7));
    assert.equal(how, "formula", claim.note);
    assert.ok(plateau);
    const time = flowTime(data.objective, theta);
    assert.ok(claim.low! <= time && time <= claim.high!, `${claim.low} to ${claim.high}, ${time}`);
  });

  it("never comes where samples of the same inputs keep the loss above the level", () => {
    const network = chain([1, 3, 1], "tanh");
    const x = Float64Array.from({ length: 40 }, (_, s) => Math.floor(s / 2) / 10 - 1);
    const y = Float64Array.from({ length: 40 }, (_, s) => (s % 2 === 0 ? 1 : -1));
    const { claim } = finish(escapeTime(network, samplesOf(network, x, y), drawn(network, 0.3), [], 3e7));
    assert.deepEqual([claim.value, claim.basis], [null, "measured"]);
    assert.ok(claim.residual! > claim.tolerance!);
  });

  it("never comes where the loss settles above the level", () => {
    // One unit follows the tanh and cannot follow the signs, which make up most of the loss.
    const network = chain([1, 1, 1], "tanh");
    const x = Float64Array.from({ length: 20 }, (_, s) => (s - 8) / 5);
    const data = samplesOf(
      network,
      x,
      x.map((at, s) => Math.tanh(2 * at) / 2 + (s % 2 === 0 ? 1 : -1)),
    );
    const { claim } = finish(escapeTime(network, data, drawn(network, 0.5), [], 3e8));
    assert.deepEqual([claim.value, claim.basis], [null, "measured"], claim.note);
    assert.match(claim.note ?? "", /settles/);
  });

  it("never comes where the gradient is exactly 0, and that is certified", () => {
    const x = Float64Array.of(1, 2, 0.5);
    const y = Float64Array.of(1, 0, 1);
    for (const [network, theta, proved] of [
      [chain([1, 2, 1], "relu"), [-1, -0.5, 1, 2], true],
      [chain([1, 2, 1], "tanh"), [0, 0, 0, 0], true],
      [chain([1, 2, 2, 1], "identity"), [0, 0, 0, 0, 0, 0, 1, 1], true],
      // The gradient underflows: 0 in floating point only.
      [chain([1, 1, 1, 1, 1], "identity"), [1e-150, 1e-150, 1e-150, 1e-150], false],
    ] as const) {
      const { claim } = finish(escapeTime(network, samplesOf(network, x, y), Float64Array.from(theta), [], 1e7));
      assert.deepEqual([claim.value, claim.basis], [null, proved ? "certified" : "unknown"], claim.note);
    }
  });

  it("has no plateau where the loss only slows down, as that of a trained network", () => {
    const { network, data, theta } = symmetric([1, 1, 1], "tanh", 4, 0.1);
    const trained = finish(
      integrate(descentSystem(data.objective), theta, { end: 20, tolerance: 1e-9, method: dop853 }),
    ).y;
    assert.equal(finish(escapeTime(network, data, trained, [], 1e9)).plateau, false);
  });

  function samplesOf(network: Network, x: Float64Array, y: Float64Array): EscapeData {
    const rows = x.length;
    const set = { kind: "samples", x: { rows, columns: 1, data: x }, y: { rows, columns: 1, data: y } } as const;
    return { objective: objectiveOf(network, set, "mse"), set, loss: "mse" };
  }

  function drawn(network: Network, deviation: number): Float64Array {
    const random = randomStream(2, "settles");
    return Float64Array.from({ length: parameterCount(network) }, () => deviation * random.normal());
  }

  function asymmetric() {
    const { network, data } = symmetric([1, 1, 1, 1], "tanh");
    const random = randomStream(4, "asymmetric");
    return {
      network,
      data,
      theta: Float64Array.from({ length: parameterCount(network) }, () => 0.04 * random.normal()),
    };
  }
});

describe("bottlenecks", () => {
  it("have gains that are 1 for the schemes that keep signals, and ε when scaled by ε", () => {
    for (const [activation, variance] of [
      ["tanh", 1],
      ["relu", 2],
      ["gelu", 4],
    ] as const) {
      const network = chain([40, 300, 300, 300, 40], activation);
      const random = randomStream(9, activation);
      const theta = new Float64Array(parameterCount(network));
      blocksOf(network).forEach(({ offset, rows, columns }, l) => {
        const deviation = Math.sqrt((l === 0 ? 1 : variance) / columns) * (l === 2 ? 0.1 : 1);
        for (let i = 0; i < rows * columns; i++) theta[offset + i] = deviation * random.normal();
      });
      const gains = layerGains(network, theta);
      gains.forEach(({ gain, bottleneck }, l) => {
        assert.ok(Math.abs(gain / (l === 2 ? 0.1 : 1) - 1) < 0.15, `${activation} layer ${l}: ${gain}`);
        assert.equal(bottleneck, l === 2);
      });
    }
  });

  it("go on behind a layer of zeros", () => {
    const network = chain([3, 4, 4, 2], "tanh");
    const random = randomStream(10, "zeros");
    const theta = Float64Array.from({ length: parameterCount(network) }, () => random.normal());
    const { offset, rows, columns } = blocksOf(network)[0];
    theta.fill(0, offset, offset + rows * columns);
    const gains = layerGains(network, theta).map(({ gain }) => gain);
    assert.equal(gains[0], 0);
    assert.ok(gains[1] > 0.5 && gains[2] > 0.5, gains.join(", "));
  });

  it("know what the law does not speak of", () => {
    assert.equal(outsideTheLaw(chain([2, 3, 3, 1], "tanh")), null);
    assert.match(outsideTheLaw(chain([2, 3, 1], "sigmoid")) ?? "", /class D/);
    assert.match(outsideTheLaw(chain([2, 3, 1], "quadratic")) ?? "", /flat/);
    assert.match(outsideTheLaw(chain([2, 3, 1], "tanh", "hidden")) ?? "", /biases/);
    assert.match(
      outsideTheLaw({
        ...chain([2, 3, 1], "tanh"),
        layers: chain([2, 3, 1], "tanh").layers.map((layer) => ({ ...layer, activation: act("tanh") })),
      }) ?? "",
      /linear output/,
    );
    assert.deepEqual([0, 1, 2, 3, 4, 8].map(escapeExponent), [0, 0, 0, -1, -2, -6]);
  });
});
