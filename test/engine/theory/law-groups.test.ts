/**
 * Every row of the table of law groups: where it occurs, what it lists are laws. Exactly, against the gradient fields
 * modulo a prime; and of the network as it runs, along a gradient flow of the loss.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { viewOf } from "../../../src/engine/math/dense/matrix";
import { PRIMES, reduce } from "../../../src/engine/math/modular/field";
import { randomStream } from "../../../src/engine/math/random/streams";
import type { LossName } from "../../../src/engine/flow/objective/losses";
import { objectiveOf } from "../../../src/engine/flow/objective/objective";
import type { Network } from "../../../src/engine/model/network";
import { INPUT } from "../../../src/engine/model/network";
import { parameterCount } from "../../../src/engine/model/compile";
import { wholeOf } from "../../../src/engine/model/whole";
import { runsModulo } from "../../../src/engine/model/passes/modular/gradient";
import type { LawFamily } from "../../../src/engine/theory/laws/families";
import {
  lawFamilies,
  lawIndices,
  lawValues,
  linearLaws,
  listedValues,
  lossFamilies,
  networkFamilies,
  valuesShape,
} from "../../../src/engine/theory/laws/families";
import type { Field } from "../../../src/engine/theory/laws/fields";
import { bracketAt, fieldSystem, randomField, randomPoint } from "../../../src/engine/theory/laws/fields";
import type { GateStudy } from "../../../src/engine/theory/laws/gates";
import { studyGates } from "../../../src/engine/theory/laws/gates";
import { LAW_GROUPS } from "../../../src/engine/theory/laws/groups";
import { lawGradientsMod } from "../../../src/engine/theory/laws/law-rank";
import { lawGradients } from "../../../src/engine/theory/metric/law-map";
import { LAYER_SAMPLES, POST_NORM, PRE_NORM } from "../layer-samples";
import { act, chain, deadBranch, diagonalChain } from "../networks";
import { rungeKutta } from "../runge-kutta";

const [P] = PRIMES;
const SAMPLES = 6;
const TIME = 0.03;

interface Case {
  readonly what: string;
  readonly network: Network;
  readonly loss: LossName;
  readonly theta: Float64Array;
  readonly gates: GateStudy | null;
  readonly families: readonly LawFamily[];
}

const dead = deadBranch();
const beside: Network = {
  inputs: 3,
  layers: [
    { name: "left", type: "dense", units: 2, activation: act("identity"), bias: true, sources: [INPUT] },
    { name: "right", type: "dense", units: 3, activation: act("identity"), bias: true, sources: [INPUT] },
    { name: "out", type: "dense", units: 2, activation: act("identity"), bias: false, sources: [1, 0] },
  ],
  parametrization: "auto",
};
/** Of the second layer of relus, one is off for every input. */
const off = (theta: Float64Array): Float64Array => theta.map((x, i) => (i >= 6 && i < 9 ? -0.3 - Math.abs(x) : x));

/** A row that occurs in none of these needs one more. */
const CASES: readonly Case[] = [
  caseOf("linear", chain([2, 3, 2], "identity", "all")),
  caseOf("linear layers side by side", beside),
  caseOf("relu", chain([2, 3, 2], "relu", "hidden")),
  caseOf("squares", chain([2, 3, 1], "quadratic"), { toTheta: (theta) => theta.map((x) => x / 2) }),
  caseOf("exponentials of biases", chain([2, 3, 2, 1], "exp", "all"), { toTheta: (theta) => theta.map((x) => x / 3) }),
  caseOf("diagonal", diagonalChain(3, 3)),
  caseOf("a layer that leads nowhere", dead),
  caseOf("one input, relu", chain([1, 4, 2], "relu"), {
    toTheta: (theta) => theta.map((x, i) => (i < 3 ? Math.abs(x) + 0.1 : x)),
  }),
  caseOf("a neuron that is off", chain([2, 3, 3, 1], "relu"), { toTheta: off }),
  caseOf("two biases", LAYER_SAMPLES.rnn[4]),
  caseOf("a norm without gains", LAYER_SAMPLES.norm[4]),
  caseOf("rotary positions", LAYER_SAMPLES.attention[2], { toTheta: (theta) => theta.map((x) => x / 3) }),
  caseOf("distances of tokens", LAYER_SAMPLES.attention[5], { toTheta: (theta) => theta.map((x) => x / 3) }),
  caseOf("normed queries and keys", LAYER_SAMPLES.attention[12], { toTheta: (theta) => theta.map((x) => x / 2) }),
  caseOf("a group norm", LAYER_SAMPLES.norm[5]),
  caseOf("a batch norm", LAYER_SAMPLES.norm[8]),
  caseOf("a layer norm", LAYER_SAMPLES.norm[0], { toTheta: (theta) => theta.map((x) => x / 2) }),
  caseOf("a scaled branch", LAYER_SAMPLES.residual[0], { toTheta: (theta) => theta.map((x) => x / 2) }),
  caseOf("a norm of a sum", POST_NORM, { toTheta: (theta) => theta.map((x) => x / 2) }),
  caseOf("norms of a stream", PRE_NORM, { toTheta: (theta) => theta.map((x) => x / 2) }),
  caseOf("kernels that commute", LAYER_SAMPLES.conv1d[4]),
  caseOf("channels of convolutions", LAYER_SAMPLES.conv1d[0], { toTheta: (theta) => theta.map((x) => x / 2) }),
  caseOf("classes", chain([2, 3, 3], "identity", "all"), { loss: "cross-entropy" }),
];

for (const group of LAW_GROUPS)
  describe(`the laws of the group "${group.name}"`, () => {
    const found = CASES.flatMap((one) =>
      one.families.filter((family) => family.group === group).map((family) => ({ ...one, family })),
    );

    it("occur", () => {
      assert.ok(found.length > 0, "no network above has any");
    });

    it("are orthogonal to every field, modulo a prime", () => {
      for (const { what, network, family, gates } of found) {
        const random = randomStream(1, what);
        // Nothing stands for a maximum: test/engine/theory/convolutions.test.ts holds its laws in doubles.
        if (!runsModulo(wholeOf(network).program, P)) continue;
        const system = fieldSystem(network, P);
        const theta = randomPoint(system, random);
        let moving = 0;
        for (let draw = 0; draw < 4; draw++) {
          const field = bracketAt(system, [fieldFor(family, gates, draw, randomField(system, random, theta))], theta);
          // Where every gate is off, nothing moves.
          if (field.some((x) => x !== 0)) moving++;
          for (const gradient of lawGradientsMod(family, theta, P))
            assert.equal(
              gradient.reduce((sum, x, i) => reduce(sum + x * field[i], P), 0),
              0,
              `${what}: ${family.id}`,
            );
        }
        assert.ok(moving > 0, what);
      }
    });

    it("are constant along a gradient flow of the loss, up to the integrator", () => {
      for (const { what, network, loss, theta, gates, family } of found) {
        const drift = (steps: number): [drift: number, moved: number] => {
          const end = flow(network, loss, theta, steps);
          const [before, after] = [listedValues(family, theta), listedValues(family, end)];
          return [largest(before, after), largest(theta, end)];
        };
        const [[coarse, moved], [fine]] = [drift(10), drift(20)];
        assert.ok(moved > 1e-3, what);
        assert.ok(fine <= 1e-5 * moved, `${what}: ${family.id} drifts by ${fine}`);
        // Order 4; where a sample crosses a kink it is lower.
        if (gates === null) assert.ok(fine <= coarse / 8 || fine < 1e-13, `${what}: ${coarse}, then ${fine}`);
      }
    });

    it("are as many as they say, each with its value, gradient and name", () => {
      for (const { what, network, family, theta } of found) {
        const { rows, columns } = valuesShape(family);
        const numbered = linearLaws(family)?.length ?? lawIndices(family).length;
        const counts = [
          numbered,
          listedValues(family, theta).length,
          [...lawGradientsMod(family, theta, P)].length,
          lawGradients([family], theta).rows,
        ];
        assert.deepEqual(
          counts,
          counts.map(() => family.count),
          what,
        );
        assert.equal(lawValues(family, theta).values.length, rows * columns, what);
        assert.equal(group.labels(network, family).length, rows === 1 ? family.count : rows, what);
        assert.ok(group.drifting(network, family).length > 0);
      }
    });

    it("have the gradients of their values", () => {
      for (const { what, family, theta } of found) {
        const at = theta.map((x) => Math.round(8 * x));
        const gradients = [...lawGradientsMod(family, at, P)];
        for (let i = 0; i < at.length; i++) {
          const [up, down] = [at.slice(), at.slice()];
          up[i]++;
          down[i]--;
          const [above, below] = [listedValues(family, up), listedValues(family, down)];
          gradients.forEach((gradient, law) => {
            // Whole numbers: the difference of a quadratic law is its derivative.
            const slope = (above[law] - below[law]) / 2;
            assert.equal(gradient[i], ((slope % P) + P) % P, `${what}: ${family.id}, law ${law}, weight ${i}`);
          });
        }
      }
    });

    it("are stated in docs/mathematics.md", () => {
      const stated = [`| ${group.name} |`, `family \`${group.name}\``];
      const text = readFileSync("docs/mathematics.md", "utf8");
      assert.ok(stated.some((one) => text.includes(one)));
      assert.ok(group.title.length > 0 && group.reference.length > 0);
    });
  });

describe("the table of law groups", () => {
  it("has each name once", () => {
    assert.equal(new Set(LAW_GROUPS.map(({ name }) => name)).size, LAW_GROUPS.length);
  });
});

function caseOf(
  what: string,
  network: Network,
  { loss = "mse", toTheta = (x) => x }: { loss?: LossName; toTheta?: (theta: Float64Array) => Float64Array } = {},
): Case {
  const random = randomStream(7, what);
  const theta = toTheta(Float64Array.from({ length: parameterCount(network) }, () => random.normal()));
  const ofPhi = lawFamilies(network);
  const relu = network.layers.some(({ activation }) => activation.name === "relu");
  const gates = relu ? studyGates(network, theta, 40, random) : null;
  const underLoss = lossFamilies(network, loss);
  assert.ok(!("why" in underLoss));
  const families = [...ofPhi, ...(gates === null ? [] : networkFamilies(network, gates, ofPhi)), ...underLoss];
  return { what, network, loss, theta, gates, families };
}

/** A field of what the family's laws speak of. */
function fieldFor({ from }: LawFamily, gates: GateStudy | null, draw: number, field: Field): Field {
  switch (from) {
    case "phi":
      return field;
    case "network": {
      const patterns = gates?.patterns ?? [];
      return { ...field, gates: patterns[draw % patterns.length] };
    }
    case "loss": {
      // Softmax minus a label sums to 0.
      const [first, ...rest] = field.output;
      const others = rest.reduce((sum, x) => reduce(sum + x, P), 0);
      assert.ok(first > 0);
      return { ...field, output: Float64Array.from([(P - others) % P, ...rest]) };
    }
  }
}

/** RK4 over a fixed time. */
function flow(network: Network, loss: LossName, start: Float64Array, steps: number): Float64Array {
  const random = randomStream(3, "data");
  const outputs = network.layers[network.layers.length - 1].units;
  const x = viewOf(
    Float64Array.from({ length: SAMPLES * network.inputs }, () => random.normal()),
    0,
    SAMPLES,
    network.inputs,
  );
  const y =
    loss === "cross-entropy"
      ? viewOf(
          Float64Array.from({ length: SAMPLES }, (_, i) => i % outputs),
          0,
          SAMPLES,
          1,
        )
      : viewOf(
          Float64Array.from({ length: SAMPLES * outputs }, () => random.normal()),
          0,
          SAMPLES,
          outputs,
        );
  const objective = objectiveOf(network, { kind: "samples", x, y }, loss);
  const velocity = (theta: Float64Array): Float64Array => {
    const gradient = new Float64Array(theta.length);
    objective.gradient(theta, gradient);
    return gradient.map((g) => -g);
  };
  return rungeKutta(velocity, start, TIME, steps);
}

function largest(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);
}
