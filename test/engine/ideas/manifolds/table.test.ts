/**
 * The table of invariant manifolds of modern blocks, end to end: a spec with explicit weights in, the report's dimensions out. The
 * orbit's dimensions were counted independently, exactly; "only" rows are those that look like a manifold and are none.
 */
import assert from "node:assert/strict";
import { analysed, of, said, specOf, type Architecture, type Weights } from "./explicit";

const SEQUENCE = { tokens: 3, width: 3 };
const HEADS = of(SEQUENCE, { type: "attention", heads: 2, headSize: 2 });
const QUERY_HEADS = of(SEQUENCE, { type: "attention", heads: 2, kvHeads: 1, headSize: 2 });
const ROTARY = of(SEQUENCE, { type: "attention", headSize: 4, rope: "half" });
const SWIGLU = of(3, { type: "gated", hidden: 2, gate: "silu" });
const EXPERTS = of(2, { type: "moe", experts: 3, hidden: 1 });
const LORA = of(3, { type: "adapter", units: 4, rank: 2, alpha: 4 });
const REZERO = of(2, {
  type: "residual",
  gain: "scalar",
  body: [
    { type: "dense", units: 3, activation: "relu", bias: true },
    { type: "dense", units: 2, bias: true },
  ],
});
const NORM = of(
  2,
  { type: "dense", units: 3, bias: true },
  { type: "norm", norm: "layer" },
  { type: "dense", units: 2, bias: true },
);
const CHANNELS = of(
  { channels: 2, length: 4 },
  { type: "conv1d", channels: 2, kernel: 2, activation: "tanh" },
  { type: "conv1d", channels: 2, kernel: 2 },
);
const recurrent = (nonlinearity: string): Architecture =>
  of({ tokens: 8, width: 1 }, { type: "rnn", hidden: 3, nonlinearity, outputs: "last" }, { type: "dense", units: 1 });
const [TANH, LINEAR] = [recurrent("tanh"), recurrent("identity")];

interface Row {
  readonly of: Architecture;
  readonly what: string;
  readonly edit: (at: Weights) => void;
  /** Of those that train. */
  readonly parameters: number;
  /** Of the smallest manifold; the parameters where none is listed. */
  readonly dimension: number;
  readonly orbit: number;
  /** How the orbit's dimension is known: at this start exponents may depend on each other, and relu has kinks. */
  readonly basis?: "certified" | "measured" | "unknown";
  readonly groups?: string;
}

const TABLE: readonly Row[] = [
  ...rows(HEADS, 48, [
    ["generic", () => {}, 48, 36],
    ["identical heads", (at) => copyHead(at), 24, 18, "identical head 0,1"],
    ["up to (Q, K) -> -(Q, K)", (at) => copyHead(at, { query: -1, key: -1 }), 24, 18, "opposite head 0,1"],
    ["up to (V, O) -> -(V, O)", (at) => copyHead(at, { value: -1, out: -1 }), 24, 18, "opposite head 0,1"],
    ["same Q and K only", (at) => copyHead(at, {}, ["query", "key"]), 48, 36],
    ["same V and O only", (at) => copyHead(at, {}, ["value", "out"]), 48, 36],
    ["V = O = 0 of a head", (at) => head(at, ["value", "out"]), 24, 18, "frozen head 0"],
    ["O = 0 of a head only", (at) => head(at, ["out"]), 48, 36],
    ["Q = K = 0 of a head", (at) => head(at, ["query", "key"]), 36, 27, "zero head 0: query, key"],
    ["Q = 0 of a head only", (at) => head(at, ["query"]), 48, 36],
    ["rank [Q K] = 1", (at) => low(at, ["query", "key"]), 42, 32, "low-rank query[0:2], key[0:2] 1 of 2"],
    ["rank [V Oᵀ] = 1", (at) => low(at, ["value", "out"]), 42, 32, "low-rank value[0:2], out[0:2] 1 of 2"],
    ["rank Q = 1 only", (at) => low(at, ["query"]), 48, 36],
  ]),
  ...rows(QUERY_HEADS, 36, [
    ["generic", () => {}, 36, 30],
    ["identical query heads", (at) => copyHead(at, {}, ["query", "out"]), 24, 18, "identical query head 0,1"],
    ["O = 0 of a query head only", (at) => head(at, ["out"]), 36, 30],
    ["Q = 0 of a query head only", (at) => head(at, ["query"]), 36, 30],
    ["Q = O = 0 of a query head only", (at) => head(at, ["query", "out"]), 36, 30],
    [
      // Both attend alike for ever, so that their O have one gradient: O₁ − O₂ stays.
      "K = 0 and both Q = 0",
      (at) => (head(at, ["query", "key"]), at.zero("query", [2, 3])),
      12,
      9,
      "zero query head 0,1: query | zero key head 0: query, key",
    ],
  ]),
  ...rows(ROTARY, 48, [
    ["generic", () => {}, 48, 36],
    [
      "one pair of Q and K zero",
      (at) => (at.zero("query", [0, 2]), at.zero("key", [0, 2])),
      36,
      25,
      "zero query | zero key",
    ],
    [
      "two rows of Q and K zero that are no pair, only",
      (at) => (at.zero("query", [0, 1]), at.zero("key", [0, 1])),
      48,
      36,
    ],
  ]),
  ...rows(SWIGLU, 18, [
    ["generic", () => {}, 18, 16],
    ["down and up of a unit zero", (at) => unit(at, ["down", "up"]), 9, 8, "frozen unit 0"],
    ["down and gate of a unit zero", (at) => unit(at, ["down", "gate"]), 9, 8, "frozen unit 0"],
    ["up and gate of a unit zero", (at) => unit(at, ["up", "gate"]), 9, 8, "frozen unit 0"],
    ["down of a unit zero only", (at) => unit(at, ["down"]), 18, 16],
    ["up of a unit zero only", (at) => unit(at, ["up"]), 18, 16],
    ["gate of a unit zero only", (at) => unit(at, ["gate"]), 18, 16],
    ["identical units", (at) => copyUnit(at, 1), 9, 8, "identical unit 0,1"],
    ["up to (down, up) -> -(down, up)", (at) => copyUnit(at, -1), 9, 8, "opposite unit 0,1"],
  ]),
  ...rows(
    EXPERTS,
    24,
    [
      ["generic", () => {}, 24, 19],
      [
        "experts and gate rows identical",
        (at) => (copyExpert(at), at.copy("router", [0], [1])),
        16,
        12,
        "identical expert 0,1",
      ],
      ["experts identical only", (at) => copyExpert(at), 24, 19],
      ["gate rows identical only", (at) => at.copy("router", [0], [1]), 24, 19],
      [
        "down = up = 0 of an expert",
        (at) => (at.zero("down 0"), at.zero("up 0")),
        18,
        14,
        "frozen expert 0: gate 0, up 0, down 0",
      ],
    ],
    "measured",
  ),
  ...rows(LORA, 14, [
    ["generic", () => {}, 14, 11],
    ["B = 0 only", (at) => at.zero("B"), 14, 11],
    [
      "rank [B; Aᵀ] = 1",
      (at) => (at.copy("A", [0], [1], 2), at.copy("B in", [0], [1], 2)),
      7,
      6,
      "low-rank A, B 1 of 2",
    ],
    ["A = B = 0", (at) => (at.zero("A"), at.zero("B")), 0, 0, "zero unit 0,1,2,3: B | zero A"],
  ]),
  ...rows(
    REZERO,
    18,
    [
      ["generic", () => {}, 18, 14],
      ["alpha = 0 only", (at) => at.zero("3 gain"), 18, 14],
      ["W2 = b2 = 0 only", (at) => (at.zero("2 weights"), at.zero("2 bias")), 18, 14],
    ],
    "unknown",
  ),
  ...rows(REZERO, 18, [
    [
      "alpha = 0 and W2 = b2 = 0",
      (at) => ["3 gain", "2 weights", "2 bias"].forEach((one) => at.zero(one)),
      0,
      0,
      "frozen unit 0,1,2 | zero unit 0,1 | zero gain",
    ],
  ]),
  ...rows(NORM, 23, [
    ["generic", () => {}, 23, 17],
    [
      "gamma_j = beta_j = 0 and the readers' column",
      (at) => (channel(at), at.zero("3 weights in", [0])),
      19,
      14,
      "zero unit 0",
    ],
    ["gamma_j = beta_j = 0 only", (at) => channel(at), 23, 17],
  ]),
  ...rows(CHANNELS, 16, [
    ["generic", () => {}, 16, 16],
    [
      "identical channels",
      (at) => (at.copy("1 weights", [0], [1]), at.copy("2 weights in", [0, 1], [2, 3])),
      8,
      8,
      "identical channel 0,1",
    ],
    ["kernels in identical only", (at) => at.copy("1 weights", [0], [1]), 16, 16],
  ]),
  ...rows(
    TANH,
    15,
    [
      ["generic", () => {}, 15, 15],
      [
        "two neurons identical",
        (at) => (neuron(at), at.copy("weight_hh", [0], [1]), at.copy("weight_hh in", [0], [1])),
        8,
        8,
        "identical unit 0,1",
      ],
      [
        "a neuron zero",
        (at) => (
          at.zero("weight_ih", [0]),
          at.zero("weight_hh", [0]),
          at.zero("weight_hh in", [0]),
          at.zero("2 weights in", [0])
        ),
        8,
        8,
        "zero unit 0",
      ],
      ["a neuron that hears nothing, only", (at) => (at.zero("weight_ih", [0]), at.zero("weight_hh", [0])), 15, 15],
    ],
    "measured",
  ),
  ...rows(LINEAR, 15, [
    ["generic", () => {}, 15, 9],
    [
      "W = Wᵀ, V = Uᵀ",
      (at) => (symmetric(at), at.across("weight_ih", "2 weights")),
      9,
      9,
      "identical weight_ih | identical weight_hh | identical weights",
    ],
    ["W = Wᵀ only", (at) => symmetric(at), 15, 9],
    ["the state spans two dimensions", (at) => spanned(at), 8, 5, "low-rank 2 of 3"],
  ]),
];

describe("the table of invariant manifolds, from specs with explicit weights", () => {
  for (const { of: architecture, what, edit, parameters, dimension, orbit, basis = "certified", groups } of TABLE)
    it(`${nameOf(architecture)}, ${what}: ${dimension} of ${parameters}, orbit ${orbit}`, () => {
      const { manifolds, symmetry, problems } = analysed(specOf(architecture, edit));
      const [smallest] = manifolds;
      assert.deepEqual([smallest?.dimension.value ?? parameters, said(smallest?.groups)], [dimension, groups ?? ""]);
      if (smallest !== undefined) assert.equal(smallest.dimension.basis, "certified");
      assert.equal(
        problems.filter(({ code }) => code === "init.on-invariant-manifold").length > 0,
        groups !== undefined,
      );
      const { dimension: found, explained, smallerThanExplained } = symmetry.orbit;
      assert.deepEqual(
        [found.basis, found.value, explained.value, smallerThanExplained],
        [basis, basis === "unknown" ? null : orbit, orbit, false],
      );
    });
});

type Edit = (at: Weights) => void;
type Short = readonly [what: string, edit: Edit, dimension: number, orbit: number, groups?: string];

function rows(
  architecture: Architecture,
  parameters: number,
  all: readonly Short[],
  basis: NonNullable<Row["basis"]> = "certified",
): Row[] {
  return all.map(([what, edit, dimension, orbit, groups]) => ({
    of: architecture,
    parameters,
    what,
    edit,
    dimension,
    orbit,
    basis,
    ...(groups === undefined ? {} : { groups }),
  }));
}

function nameOf({ layers }: Architecture): string {
  return layers.map(({ type }) => String(type)).join(" → ");
}

/** Columns of what reads heads and units. */
const side = (tensor: string): string => (tensor === "out" || tensor === "down" ? `${tensor} in` : tensor);

function head(at: Weights, tensors: readonly string[]): void {
  for (const tensor of tensors) at.zero(side(tensor), [0, 1]);
}

function copyHead(
  at: Weights,
  factors: Readonly<Record<string, number>> = {},
  tensors: readonly string[] = ["query", "key", "value", "out"],
): void {
  for (const tensor of tensors) at.copy(side(tensor), [0, 1], [2, 3], factors[tensor] ?? 1);
}

/** The second row of the first head is twice the first one. */
function low(at: Weights, tensors: readonly string[]): void {
  for (const tensor of tensors) at.copy(side(tensor), [0], [1], 2);
}

function unit(at: Weights, tensors: readonly string[]): void {
  for (const tensor of tensors) at.zero(side(tensor), [0]);
}

function copyUnit(at: Weights, sign: number): void {
  at.copy("gate", [0], [1]);
  at.copy("up", [0], [1], sign);
  at.copy("down in", [0], [1], sign);
}

function copyExpert(at: Weights): void {
  for (const tensor of ["gate", "up", "down"]) at.across(`${tensor} 0`, `${tensor} 1`);
}

function channel(at: Weights): void {
  at.zero("2 gain", [0]);
  at.zero("2 shift", [0]);
}

function neuron(at: Weights): void {
  at.copy("weight_ih", [0], [1]);
  at.copy("2 weights in", [0], [1]);
}

function symmetric(at: Weights): void {
  for (const line of [1, 2]) at.across(`weight_hh in ${line}`, `weight_hh ${line}`);
}

function spanned(at: Weights): void {
  for (const tensor of ["weight_ih", "weight_hh", "weight_hh in", "2 weights in"]) at.copy(tensor, [1], [2], 2);
}
