/** What a spec's author is told of invariant manifolds, where, and what the cures make of it. */
import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { certified } from "../../../../src/engine/findings/claim";
import { finished } from "../../../../src/engine/findings/progress";
import { initialize } from "../../../../src/engine/model/initializers";
import { readSpec } from "../../../../src/engine/spec/read";
import { countLimits } from "../../../../src/engine/theory/laws/count";
import { ORBIT_LIMITS, studyManifolds } from "../../../../src/engine/theory/manifolds/study";
import { analyzeSpec } from "../../../../src/engine/tasks/analyze/analyze";
import { cureSpec } from "../../../../src/engine/tasks/cure/cure";
import type { CureId, Problem } from "../../../../src/engine/findings/problem";
import { evaluate } from "../../../../src/engine/flow/objective/objective";
import { fromRows } from "../../../../src/engine/math/dense/matrix";
import { reportsJson } from "../../../../src/engine/report/writers/json-text";
import { reportText } from "../../../../src/engine/report/text";
import type { Report } from "../../../../src/engine/report/types";
import { finish } from "../../networks";

const spec = (architecture: string, initialization: string, more = ""): string =>
  `{\n  "architecture": ${architecture},\n  "initialization": ${initialization}${more}\n}\n`;
const short = (widths: string, activation: string, bias = false): string =>
  `{ "widths": ${widths}, "activation": "${activation}", "bias": ${bias} }`;

/** Rows 0 and 2 are the same. */
const PAIR = spec(
  short("[2, 3, 1]", "tanh"),
  `{
    "scheme": "explicit",
    "weights": [
      [[0.5, -1], [0.3, 0.2], [0.5, -1]], // the second layer repeats it
      [[0.7, 0.4, 0.7]]
    ]
  }`,
);

function analysed(text: string): Report {
  const result = finish(analyzeSpec(text, { path: null }));
  assert.ok(result.kind === "report", JSON.stringify(result));
  return result.report;
}

function problems(text: string, code = "init.on-invariant-manifold"): Problem[] {
  return analysed(text).problems.filter((problem) => problem.code === code);
}

/** The text a problem underlines. */
function marked(text: string, { range: { start, end } }: Problem): string {
  assert.equal(start.line, end.line);
  return text.split("\n")[start.line].slice(start.character, end.character);
}

function cured(text: string, cure: CureId): { text: string; message: string } {
  const result = finish(cureSpec(text, { path: null, cure }));
  assert.ok(result.kind === "edit", JSON.stringify(result));
  return {
    text: TextDocument.applyEdits(TextDocument.create("a", "intrinsic", 1, text), [...result.edits] as never),
    message: result.message,
  };
}

/** What the spec's network computes at a few inputs. */
function outputs(text: string): number[] {
  const { network, initialization } = readSpec(text);
  assert.ok(network !== null && initialization !== null);
  const drawn = initialize(network, initialization);
  assert.ok(drawn.kind === "theta");
  const x = fromRows(
    Array.from({ length: 7 }, (_, i) => Array.from({ length: network.inputs }, (_, j) => Math.sin(3 * i + 5 * j + 1))),
  );
  return [...evaluate(network, drawn.theta, x).data];
}

describe("neurons that training cannot separate", () => {
  it("are warned about at their rows of explicit weights, with the network they amount to", () => {
    const found = problems(PAIR);
    assert.deepEqual(
      found.map((problem) => [marked(PAIR, problem), problem.severity]),
      [
        ["[0.5, -1]", "warning"],
        ["[0.5, -1]", "warning"],
      ],
    );
    assert.deepEqual(
      found.map(({ range }) => range.start.character),
      [7, 30],
    );
    assert.equal(
      found[0].message,
      "layer1[0] and layer1[2] start identical: no data and no loss will ever separate them. This trains like a network of widths 2, 2, 1, within 6 dimensions of 9.",
    );
    assert.deepEqual(found[0].cures, [
      { id: "break-symmetry", title: "Break the symmetry (seeded noise)" },
      { id: "reduce-width", title: "Reduce the width to 2" },
    ]);
  });

  it("are warned about at the scheme that makes them", () => {
    const cases: readonly (readonly [string, RegExp, readonly string[]])[] = [
      [
        spec(short("[2, 3, 1]", "tanh"), '{ "scheme": "zeros" }'),
        /^layer1\[0\], layer1\[1\] and layer1\[2\] start at 0: .*widths 2, 0, 1, within 0 dimensions of 9\.$/,
        ["break-symmetry"],
      ],
      [
        spec(short("[2, 3, 1]", "sigmoid"), '{ "scheme": "zeros" }'),
        /start identical: .*widths 2, 1, 1, within 3 dimensions of 9\.$/,
        ["break-symmetry", "reduce-width"],
      ],
      [
        spec(short("[2, 3, 3, 1]", "tanh", true), '{ "scheme": "constant", "value": 0.1 }'),
        /of widths 2, 1, 1, 1, within 7 dimensions of 25\.$/,
        ["break-symmetry", "reduce-width"],
      ],
      [
        spec(short("[2, 5, 2]", "relu"), '{ "scheme": "identity" }'),
        /^layer1\[2\], layer1\[3\] and layer1\[4\] start at 0: .*widths 2, 2, 2, within 8 dimensions of 20\.$/,
        ["break-symmetry", "reduce-width"],
      ],
    ];
    for (const [text, message, cures] of cases) {
      const found = problems(text);
      assert.deepEqual(
        found.map((problem) => [marked(text, problem), problem.severity]),
        [[/"scheme": ("\w+")/.exec(text)![1], "warning"]],
        text,
      );
      assert.match(found[0].message, message);
      assert.deepEqual(
        found[0].cures?.map(({ id }) => id),
        cures,
      );
    }
  });

  it("are no warning where the spec expects them, and nothing is said of ordinary starts", () => {
    assert.deepEqual(
      problems(PAIR.replace("  }\n}", '  },\n  "expect": { "invariantManifold": 6 }\n}')).map(
        ({ severity }) => severity,
      ),
      ["information", "information"],
    );
    for (const scheme of ["gaussian", "he-uniform", "orthogonal", "xavier-normal"])
      for (const activation of ["tanh", "relu", "identity", "softplus"])
        assert.deepEqual(
          problems(spec(short("[3, 4, 3, 2]", activation, true), `{ "scheme": "${scheme}", "seed": 4 }`)),
          [],
        );
  });

  it("are compared with an expectation; the whole space counts when there is no smaller one", () => {
    const failed = (text: string): string[] => problems(text, "expect.failed").map(({ message }) => message);
    assert.deepEqual(failed(PAIR.replace("  }\n}", '  },\n  "expect": { "invariantManifold": 5 }\n}')), [
      "Expected invariantManifold to be 5, found 6.",
    ]);
    assert.deepEqual(
      failed(spec(short("[2, 3, 1]", "tanh"), '{ "scheme": "gaussian" }', ',\n  "expect": { "invariantManifold": 9 }')),
      [],
    );
    const diagonal = (first: string): string =>
      `{ "architecture": { "input": 2, "layers": [{ "type": "diagonal" }, { "type": "dense", "units": 1 }] }, ${first} "expect": { "invariantManifold": 4 } }`;
    assert.deepEqual(failed(diagonal("")), []);
    assert.deepEqual(failed(diagonal('"initialization": { "scheme": "explicit", "weights": [[1, 0], [[1, 0]]] },')), [
      "Expected invariantManifold to be 4, found 2.",
    ]);
    // Of what is held fixed nothing moves: six weights and three are left.
    assert.deepEqual(
      failed(
        '{ "architecture": { "widths": [2, 3, 1], "bias": true, "train": "weights" }, "expect": { "invariantManifold": 4 } }',
      ),
      ["Expected invariantManifold to be 4, found 9."],
    );
  });

  it("that are near each other are an information, with the distance", () => {
    const text = PAIR.replace("[0.3, 0.2], [0.5, -1]", "[0.3, 0.2], [0.500001, -1]");
    assert.deepEqual(problems(text), []);
    const [first, ...others] = problems(text, "init.near-invariant-manifold");
    assert.equal(others.length, 1);
    assert.deepEqual([first.severity, first.cures], ["information", undefined]);
    assert.match(
      first.message,
      /^layer1\[0\] and layer1\[2\] start almost identical, at relative distance 3\.79·10⁻⁷: training separates them, but slowly at first\.$/,
    );
  });

  it("are in the report as plain data, and in its text", () => {
    const report = analysed(PAIR);
    const {
      manifolds: [smallest],
      symmetry,
    } = JSON.parse(reportsJson([report])).reports[0] as Report;
    assert.deepEqual(
      [smallest.kind, smallest.dimension.value, smallest.dimension.basis, smallest.equivalentWidths, smallest.distance],
      ["identical", 6, "certified", [2, 2, 1], 0],
    );
    assert.deepEqual(smallest.groups, [
      {
        layer: "layer1",
        kind: "identical",
        neurons: [0, 2],
        factors: [1, 1],
        why: "Their incoming and outgoing weights are the same, so their gradients are too.",
      },
    ]);
    assert.deepEqual(symmetry.layers, [{ layer: "layer1", width: 3, equivalentWidth: 2, groupOf: [0, -1, 0] }]);
    assert.deepEqual(
      [
        symmetry.orbit.dimension.value,
        symmetry.orbit.explained.value,
        symmetry.orbit.generic.value,
        symmetry.orbit.smallerThanExplained,
      ],
      [6, 6, 9, false],
    );
    assert.equal(symmetry.lattice?.count, 24);
    assert.deepEqual(symmetry.lattice?.nodes?.[symmetry.lattice.here ?? -1].blocks, [
      [
        { unit: 0, sign: 1 },
        { unit: 2, sign: 1 },
      ],
      [{ unit: 1, sign: 1 }],
    ]);
    const text = reportText(report);
    for (const line of [
      /invariant manifolds +1 /,
      /dimension +6 +certified/,
      /trains like +2 → 2 → 1/,
      /identical +2 of layer1 +layer1\[0, 2\]/,
      /orbit dimension +6 +measured/,
      /lattice of manifolds +24 /,
    ])
      assert.match(text, line);
  });

  it("of linear layers: rotations keep no start in which the weights span all that they can", () => {
    const report = analysed(spec(short("[2, 3, 1]", "identity"), '{ "scheme": "gaussian" }'));
    assert.deepEqual(report.manifolds, []);
    assert.equal(report.symmetry.note, undefined);
    // 9 parameters less 6 laws: the orbit is what the laws leave.
    assert.deepEqual(
      [report.symmetry.orbit.dimension.value, report.symmetry.orbit.explained.value],
      [report.laws.lieDimension.value, report.laws.lieDimension.value],
    );
  });
});

describe("the orbit", () => {
  it("is explained by a rank that rotations hold", () => {
    // U_1 = c xᵀ and U_2 = y dᵀ: no two neurons in proportion, but all three within span(c, d), of dimension 2. So it trains like
    // [3, 2, 3], whose orbits have 12 - 3 dimensions; generic ones of [3, 3, 3] have 18 - 6.
    const outer = (a: readonly number[], b: readonly number[]): string =>
      JSON.stringify(a.map((x) => b.map((y) => x * y)));
    const {
      manifolds,
      symmetry: { orbit },
    } = analysed(
      spec(
        short("[3, 3, 3]", "identity"),
        `{ "scheme": "explicit", "weights": [${outer([1, 2, 3], [1, -1, 2])}, ${outer([2, 1, -1], [1, 1, 1])}] }`,
      ),
    );
    assert.deepEqual(
      manifolds.map(({ kind, dimension, equivalentWidths }) => [
        kind,
        dimension.value,
        dimension.basis,
        equivalentWidths,
      ]),
      [["low-rank", 12, "certified", [3, 2, 3]]],
    );
    assert.deepEqual(
      [
        orbit.explained.value,
        orbit.generic.value,
        orbit.dimension.value,
        orbit.dimension.basis,
        orbit.smallerThanExplained,
      ],
      [9, 12, 9, "measured", false],
    );
  });

  it("smaller than what is said to be left is said to be so", () => {
    // Laws that nobody knew of: of linear layers all are counted, so they are kept from it here.
    const { network, initialization } = readSpec(spec(short("[2, 3, 1]", "identity"), '{ "scheme": "gaussian" }'));
    assert.ok(network !== null && initialization !== null);
    const drawn = initialize(network, initialization);
    assert.ok(drawn.kind === "theta");
    const { orbit } = finished(
      studyManifolds(network, drawn.theta, certified(9, {}), countLimits("typing"), ORBIT_LIMITS.typing),
    );
    assert.deepEqual([orbit.explained.value, orbit.dimension.value, orbit.smallerThanExplained], [9, 3, true]);
    assert.match(orbit.dimension.note ?? "", /The listed symmetries explain 9: fewer directions were found/);
  });

  it("is not measured where gradients at finitely many inputs do not show it, or where it would take too long", () => {
    assert.match(
      analysed(spec(short("[2, 3, 1]", "relu"), '{ "scheme": "gaussian" }')).symmetry.orbit.dimension.note ?? "",
      /not analytic/,
    );
    assert.match(
      analysed(spec(short("[10, 30, 10]", "tanh"), '{ "scheme": "gaussian" }')).symmetry.orbit.dimension.note ?? "",
      /up to 250 parameters/,
    );
  });
});

describe("the cure", () => {
  const TIED: Readonly<Record<string, string>> = {
    "explicit pair": PAIR,
    "explicit, windows line ends": PAIR.replaceAll("\n", "\r\n"),
    "explicit with scale": PAIR.replace('"explicit",', '"explicit", "scale": 2,'),
    "explicit by overrides, with biases": spec(
      short("[1, 2, 1]", "tanh", true),
      '{ "scheme": "explicit", "layers": { "layer1": { "weights": [[1], [-1]], "bias": [0.5, -0.5] }, "layer2": { "weights": [[2, -2]], "bias": [0.25] } } }',
    ),
    constant: spec(short("[2, 3, 3, 1]", "softplus", true), '{ "scheme": "constant", "value": 0.1, "seed": 3 }'),
    "identity, wide": spec(short("[2, 5, 2]", "relu"), '{ "scheme": "identity" }'),
    "zeros of sigmoid": spec(short("[2, 3, 1]", "sigmoid"), '{ "scheme": "zeros" }'),
    "linear, proportional": spec(
      short("[2, 3, 2]", "identity"),
      '{ "scheme": "explicit", "weights": [[[1, 2], [-2, -4], [0, 1]], [[1, -2, 1], [0.5, -1, 3]]] }',
    ),
    "long form": spec(
      '{ "input": 2, "layers": [{ "type": "dense", "units": 3, "activation": "tanh", "name": "in" }, { "type": "dense", "units": 1, "from": ["in", "input"] }] }',
      '{ "scheme": "constant", "value": 0.5 }',
    ),
    "by channel": spec(
      '{ "input": 2, "layers": [{ "type": "dense", "units": 3, "activation": "tanh" }, { "type": "diagonal", "activation": "tanh" }, { "type": "dense", "units": 1 }] }',
      '{ "scheme": "explicit", "weights": [[[0.5, -1], [-0.5, 1], [0.3, 0.2]], [0.7, /* as the first */ 0.7, -0.4], [[1.5, -1.5, 0.5]]] }',
    ),
    "by channel, without a comment": spec(
      '{ "input": 1, "layers": [{ "type": "dense", "units": 2, "activation": "relu", "bias": true }, { "type": "diagonal" }, { "type": "dense", "units": 2 }] }',
      '{ "scheme": "explicit", "weights": [[[0.5], [0.5]], [0.7, 0.7], [[1.5, 1.5], [2, 2]]], "biases": [[0.3, 0.3], null, null] }',
    ),
    "equal sums": spec(
      short("[2, 3, 3, 1]", "tanh"),
      '{ "scheme": "explicit", "weights": [[[0.5, -1], [0.5, -1], [0.5, -1]], [[1, 0.25, -0.5], [-0.75, 1, 0.5], [0.5, -0.5, 0.75]], [[0.5, 0.5, 0.5]]] }',
    ),
  };

  for (const [name, text] of Object.entries(TIED)) {
    it(`break-symmetry: ${name} lies on no manifold afterwards, and near none`, () => {
      assert.ok(analysed(text).manifolds.length > 0);
      const { text: after, message } = cured(text, "break-symmetry");
      const report = analysed(after);
      assert.deepEqual([report.manifolds, report.symmetry.near], [[], []]);
      assert.deepEqual(readSpec(after).problems, []);
      assert.deepEqual(readSpec(after).network, readSpec(text).network);
      assert.match(message, /\.$/);
      if (text.includes("\r\n")) assert.doesNotMatch(after, /(?<!\r)\n/);
    });

    it(`reduce-width: ${name} computes the same with fewer neurons`, () => {
      const before = analysed(text);
      const { text: after, message } = cured(text, "reduce-width");
      const report = analysed(after);
      assert.deepEqual(report.manifolds, []);
      assert.deepEqual(
        report.model.layers.map(({ units }) => units),
        before.manifolds[0].equivalentWidths.slice(1),
      );
      assert.equal(report.model.parameters, before.manifolds[0].dimension.value);
      const [old, now] = [outputs(text), outputs(after)];
      old.forEach((value, k) => assert.ok(Math.abs(value - now[k]) <= 1e-12 * (1 + Math.abs(value))));
      assert.match(message, /^Hidden widths are now /);
      assert.deepEqual(readSpec(after).problems, []);
    });
  }

  it("keeps comments, seed and what the noise is", () => {
    const { text, message } = cured(PAIR, "break-symmetry");
    assert.match(text, /\/\/ symmetry broken: noise of standard deviation 0\.03\d*, seed 0\n/);
    assert.match(text, /\/\/ the second layer repeats it/);
    assert.match(message, /^Added noise of standard deviation 0\.03\d* to the weights \(seed 0\)\.$/);
    assert.equal(cured(PAIR, "break-symmetry").text, text);
    assert.match(cured(TIED["constant"], "break-symmetry").text, /"scheme": "gaussian", "std": 0\.\d+, "seed": 3/);
  });

  it("is refused where there is nothing to do, or nothing would be left", () => {
    const refused = (text: string, cure: CureId): string => {
      const result = finish(cureSpec(text, { path: null, cure }));
      assert.ok(result.kind === "refused", JSON.stringify(result));
      return result.reason;
    };
    assert.match(
      refused(spec(short("[2, 3, 1]", "tanh"), '{ "scheme": "gaussian" }'), "break-symmetry"),
      /no listed invariant manifold/,
    );
    assert.match(
      refused(spec(short("[2, 3, 1]", "tanh"), '{ "scheme": "zeros" }'), "reduce-width"),
      /no neuron that moves/,
    );
    assert.match(
      refused(
        spec(
          '{ "input": 2, "layers": [{ "type": "diagonal" }, { "type": "dense", "units": 1 }] }',
          '{ "scheme": "explicit", "weights": [[1, 0], [[1, 0]]] }',
        ),
        "reduce-width",
      ),
      /no network with the same layers and fewer neurons/,
    );
    assert.match(
      refused(spec(short("[150, 200, 150]", "identity"), '{ "scheme": "identity" }'), "reduce-width"),
      /too large to write/,
    );
  });

  it("is offered by this problem and no other", () => {
    for (const text of Object.values(TIED))
      for (const { code, cures } of analysed(text).problems)
        for (const { id } of cures ?? [])
          assert.equal(
            code === "init.on-invariant-manifold",
            id === "break-symmetry" || id === "reduce-width",
            `${code} offers ${id}`,
          );
  });
});
