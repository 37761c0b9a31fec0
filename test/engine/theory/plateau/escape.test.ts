/** Predicted times of escape against the flow itself, and the rule for bottlenecks. */
import assert from "node:assert/strict";
import { drawTeacherData } from "../../../../src/engine/flow/data/teacher";
import { dop853 } from "../../../../src/engine/flow/integrate/dop853";
import { integrate } from "../../../../src/engine/flow/integrate/integrate";
import { objectiveOf, type Objective } from "../../../../src/engine/flow/objective/objective";
import { randomStream } from "../../../../src/engine/math/random/streams";
import type { ActivationName, Network } from "../../../../src/engine/model/network";
import { blocksOf, parameterCount } from "../../../../src/engine/model/network";
import { escapeExponent, layerGains, outsideTheLaw } from "../../../../src/engine/theory/plateau/bottlenecks";
import { ESCAPE_LEVEL, escapeTime } from "../../../../src/engine/theory/plateau/escape-time";
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
  return { network, objective: objectiveOf(network, data, "mse"), theta };
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
  it("is followed where the start is no number per layer", () => {
    const { network, objective, theta } = asymmetric();
    const found = finish(escapeTime(network, objective, theta, small(network, theta), PLENTY));
    assert.equal(found.how, "followed");
    const time = flowTime(objective, theta);
    assert.ok(Math.abs((found.time ?? 0) / time - 1) < 1e-4, `${found.time} against ${time}`);
  });

  it("is extrapolated where following takes too long, and says so", () => {
    const { network, objective, theta } = asymmetric();
    const time = flowTime(objective, theta);
    const found = finish(escapeTime(network, objective, theta, small(network, theta), 4e6));
    assert.equal(found.how, "extrapolated", found.note);
    assert.match(found.note, /extrapolated/);
    assert.ok((found.time ?? 0) > 0.5 * time && (found.time ?? 0) < 2 * time, `${found.time} against ${time}`);
  });

  it("is unknown where the loss settles above the level", () => {
    const network = chain([1, 3, 1], "tanh");
    // Signs that no function of x follows: the best loss is not far below the first.
    const x = Float64Array.from({ length: 40 }, (_, s) => Math.floor(s / 2) / 10 - 1);
    const y = Float64Array.from({ length: 40 }, (_, s) => (s % 2 === 0 ? 1 : -1));
    const objective = objectiveOf(
      network,
      { kind: "samples", x: { rows: 40, columns: 1, data: x }, y: { rows: 40, columns: 1, data: y } },
      "mse",
    );
    const random = randomStream(2, "settles");
    const found = finish(
      escapeTime(
        network,
        objective,
        Float64Array.from({ length: 6 }, () => 0.3 * random.normal()),
        [],
        3e7,
      ),
    );
    assert.equal(found.time, null);
    assert.equal(found.how, "none");
  });

  function asymmetric() {
    const { network, objective } = symmetric([1, 1, 1, 1], "tanh");
    const random = randomStream(4, "asymmetric");
    return {
      network,
      objective,
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
