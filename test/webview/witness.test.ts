/** The counterexample on the page: what differs is marked and counted, the rates are compared in words, the pair can be saved. */
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import type { TemplateResult } from "lit-html";
import type { MetricSection, Witness, WitnessLayer } from "../../src/engine/report/metric/facts";
import type { Report } from "../../src/engine/report/types";
import { chartsOf } from "../../src/webview/charts/charts-of";
import { tableCsv } from "../../src/engine/report/writers/csv-text";
import { differenceText, pairLayers, ratesText, witnessTable } from "../../src/webview/data/witness";
import { metricSection } from "../../src/webview/sections/metric";
import { witnessSection } from "../../src/webview/sections/witness";
import { handlersOf, page, textOf } from "./page";
import { twoLayers } from "../sample-report";

/** 5-3-4: of the first layer two weights differ, one by rounding; of the second all. */
const first = [layer("layer1", 3, 5, (i) => i - 7), layer("layer2", 4, 3, (i) => i / 10)];
const second = [
  layer("layer1", 3, 5, (i) => (i === 0 ? -9 : i === 1 ? -6 + 1e-9 : i === 14 ? 7.5 : i - 7)),
  layer("layer2", 4, 3, (i) => i / 10 - 0.25),
];

describe("webview: the counterexample as data", () => {
  it("marks a weight as different by comparing with the largest of the pair", () => {
    const layers = pairLayers(withWitness(), sample())!;
    deepStrictEqual(
      layers.map(({ entries }) => entries.flatMap(({ differs }, i) => (differs ? [i] : []))),
      [[0, 14], [...Array(12).keys()]],
    );
    deepStrictEqual(
      layers.map((one) => differenceText(one, 3)),
      ["2 of 15 weights differ, by up to 2", "all 12 weights differ, by up to 0.25"],
    );
  });

  it("counts in words", () => {
    const text = (a: number[], b: number[]): string =>
      differenceText(
        pairLayers(withWitness(), sample({ first: { layers: [row(a)] }, second: { layers: [row(b)] } }))![0]!,
        3,
      );
    strictEqual(text([1], [1]), "its weight is the same");
    strictEqual(text([1], [3]), "its weight differs, by 2");
    strictEqual(text([1, 1], [1, 1]), "both weights are the same");
    strictEqual(text([1, 1], [2, 0]), "both weights differ, by up to 1");
    strictEqual(text([1, 1, 1], [2, 1, 1]), "1 of 3 weights differs, by up to 1");
  });

  it("compares the rates", () => {
    strictEqual(ratesText([5, 9], 3), "From the second the loss falls 1.8 times as fast.");
    strictEqual(ratesText([9, 5], 3), "From the first the loss falls 1.8 times as fast.");
    strictEqual(ratesText([1, 1.02], 3), "From the second the loss falls faster by 2 %.");
    strictEqual(ratesText([1e-17, 1], 3), "From the second the loss falls, from the first not at all, to first order.");
    strictEqual(
      ratesText([2, -1e-17], 3),
      "From the first the loss falls, from the second not at all, to first order.",
    );
    strictEqual(ratesText([0, 0], 3), "From neither does the loss fall, to first order.");
  });

  it("lists every weight with its bias, each digit in the CSV", () => {
    const biased = { layers: [{ ...row([0.1 + 0.2, 1]), bias: [7] }] };
    const table = witnessTable(withWitness({ first: biased, second: { layers: [{ ...row([0.5, 1]), bias: [7.5] }] } }));
    strictEqual(
      tableCsv(table),
      [
        "layer,row,column,first,second,difference,differs",
        "layer1,1,1,0.30000000000000004,0.5,0.19999999999999996,yes",
        "layer1,1,2,1,1,0,no",
        "layer1,1,bias,7,7.5,0.5,yes",
        "",
      ].join("\r\n"),
    );
    strictEqual(witnessTable(twoLayers()).rows.length, 0);
  });
});

describe("webview: the counterexample on the page", () => {
  it("is there only where there is a pair; else the metric section says why not", () => {
    strictEqual(typeof witnessSection(twoLayers(), page().context), "symbol");
    const report = withMetric({ witnessNote: "None was found." });
    match(textOf(metricSection(report, chartsOf(report, 3), page().context)), /Counterexample.*None was found\./s);
    const plain = twoLayers();
    doesNotMatch(textOf(metricSection(plain, chartsOf(plain, 3), page().context)), /Counterexample/);
  });

  it("says what it shows, to what φ and the laws agree, and which loss falls faster", () => {
    const shown = textOf(section(withWitness()));
    match(shown, /Two settings of the weights with the same φ and the same laws\. Their metrics differ/);
    for (const number of ["1.10·10⁻¹⁵", "3.34·10⁻¹⁶", "1·10⁻¹⁰", "0.434", "0.428", "5.57", "10.2"])
      ok(shown.includes(number), number);
    match(shown, /From the second the loss falls 1\.83 times as fast\./);
    match(shown, /First: the initialization/);
    doesNotMatch(shown, /Neither is the initialization/);
  });

  it("says so when neither network is the initialization", () => {
    const shown = textOf(section(withWitness({ fromInitialization: false })));
    match(shown, /Neither is the initialization itself/);
    doesNotMatch(shown, /First: the initialization/);
  });

  it("marks what differs by an outline and a sign, in both networks, with every digit on hover", () => {
    const shown = textOf(section(withWitness()));
    strictEqual(shown.match(/ differs"/g)?.length, 2 * (2 + 12));
    strictEqual(shown.match(/larger than in the first/g)?.length, 1);
    strictEqual(shown.match(/smaller than in the first/g)?.length, 1 + 12);
    match(shown, /layer1, row 1, column 2\nfirst: -6\nsecond: -5\.999999999\ndifference: 1\.00000\d+e-9/);
  });

  it("colours both networks by one scale", () => {
    const shown = textOf(section(withWitness({ first: { layers: [row([1])] }, second: { layers: [row([6])] } })));
    match(shown, /heat-plus-1 differs".*heat-plus-6 differs"/s);
  });

  it("names the columns of several sources and of the bias", () => {
    const { model } = twoLayers();
    const report = withWitness({
      first: { layers: [first[0]!, { ...layer("layer2", 2, 8, (i) => i), bias: [1, 2] }] },
      second: { layers: [first[0]!, { ...layer("layer2", 2, 8, (i) => i), bias: [1, 3] }] },
    });
    const shown = textOf(
      section({
        ...report,
        model: { ...model, layers: [model.layers[0]!, { ...model.layers[1]!, sources: ["layer1", "input"] }] },
      }),
    );
    match(shown, /colspan=\s*"?3"?.*layer1.*colspan=\s*"?5"?.*input.*bias/s);
    match(shown, /2 × 8 and a bias: 1 of 18 weights differs/);
  });

  it("keeps a large layer to a summary until asked, and a very large one to the table", () => {
    const pair = (columns: number): Partial<Witness> => ({
      first: { layers: [layer("layer1", 3, columns, () => 1)] },
      second: { layers: [layer("layer1", 3, columns, () => 2)] },
    });
    match(textOf(section(withWitness(pair(20)))), /all 60 weights differ.*show 60 weights of each/s);
    doesNotMatch(textOf(section(withWitness(pair(20)))), /class="pair-map"/);
    match(
      textOf(witnessSection(withWitness(pair(20)), page(["pair:layer1"]).context) as TemplateResult),
      /class="pair-map".*hide the weights/s,
    );
    match(
      textOf(witnessSection(withWitness(pair(400)), page(["pair:layer1"]).context) as TemplateResult),
      /Too large for a picture/,
    );
  });

  it("says that there are too many weights where they are not carried", () => {
    const shown = textOf(section(withWitness({ first: { layers: null }, second: { layers: null } })));
    match(shown, /too many weights to show/);
    doesNotMatch(shown, /as spec/);
    match(shown, /Save pair as JSON/);
  });

  it("saves both networks as specs, the table and the pair", () => {
    const { context, sent } = page();
    for (const click of handlersOf(witnessSection(withWitness(), context) as TemplateResult)) click();
    deepStrictEqual(
      sent.map((message) => (message.type === "save" ? message.suggestedName : message.type)),
      [
        "two-layer.counterexample.csv",
        "two-layer.first.intrinsic.json",
        "two-layer.second.intrinsic.json",
        "two-layer.pair.json",
      ],
    );
    for (const message of sent) ok(message.type === "save" && message.content.length > 100);
  });

  it("opens its table of all weights", () => {
    const shown = textOf(witnessSection(withWitness(), page(["witness-table"]).context) as TemplateResult);
    match(shown, /Two networks with the same φ and laws: data/);
    strictEqual(shown.match(/<tr>/g)?.length, 4 + 2 * (3 + 4) + 1 + 27);
  });
});

function layer(name: string, rows: number, columns: number, weight: (index: number) => number): WitnessLayer {
  return { name, rows, columns, weights: Array.from({ length: rows * columns }, (_, i) => weight(i)), bias: null };
}

function row(weights: readonly number[]): WitnessLayer {
  return { name: "layer1", rows: 1, columns: weights.length, weights, bias: null };
}

function sample(change: Partial<Witness> = {}): Witness {
  return {
    fromInitialization: true,
    first: { layers: first },
    second: { layers: second },
    distance: 0.428,
    liftedDifference: 1.1e-15,
    lawDifference: 3.34e-16,
    tolerance: 1e-10,
    metricDifference: 0.434,
    loss: { rows: 4, columns: 5, gradient: Array.from({ length: 20 }, (_, i) => i / 50), rates: [5.57, 10.2] },
    ...change,
  };
}

function withWitness(change: Partial<Witness> = {}): Report {
  return withMetric({ witness: sample(change) });
}

function withMetric(change: Partial<MetricSection>): Report {
  return twoLayers({ intrinsicMetric: { ...twoLayers().intrinsicMetric, ...change } });
}

function section(report: Report): TemplateResult {
  return witnessSection(report, page().context) as TemplateResult;
}
