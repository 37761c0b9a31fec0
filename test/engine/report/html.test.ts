import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Chart } from "../../../src/engine/report/charts/charts";
import { linearAxis, logarithmicAxis } from "../../../src/engine/report/charts/axis";
import { withMathml } from "../../../src/engine/report/mathml";
import { chartFigure } from "../../../src/engine/report/writers/html/chart";
import { html } from "../../../src/engine/report/writers/html/markup";
import { htmlReports } from "../../../src/engine/report/writers/html/page";
import { twoLayers } from "../../sample-report";
import { assertBalanced } from "./html-page";

describe("the HTML report", () => {
  const title = `</title><script>alert("1")</script> & 'x'`;
  const page = htmlReports([withMathml(twoLayers({ spec: { path: "a.intrinsic.json", title } }))]);

  it("takes what a spec says for text, in every place", () => {
    assert.doesNotMatch(page, /<script/i);
    assert.ok(
      page.includes("<h1>&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;</h1>"),
    );
    assert.equal(html`<p title="${'"<'}">${[html`<b>&amp;</b>`]}</p>`.markup, '<p title="&quot;&lt;"><b>&amp;</b></p>');
  });

  it("permits its style sheet by its fingerprint, and fetches and runs nothing", () => {
    const [, style = ""] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    const fingerprint = createHash("sha256").update(style).digest("base64");
    assert.ok(
      page.replaceAll("&#39;", "'").includes(`content="default-src 'none'; style-src 'sha256-${fingerprint}'"`),
    );
    assert.doesNotMatch(page, /\b(src|href(?!="https:\/\/arxiv\.org\/abs\/\d+\.\d+")|srcset|style|on[a-z]+)=/i);
    assert.doesNotMatch(style, /url\(|@import/);
  });

  it("opens and closes its elements in turn", () => {
    assertBalanced(page);
  });

  it("shows formulas as MathML, headings in order, and a fact with its basis", () => {
    assert.match(page, /<td>\s*<math [^>]*>.*<\/math>\s*<\/td>\s*<td>layer1 → layer2<\/td>/);
    assert.match(
      page,
      /<th scope="row" class="part">known<\/th>\s*<td>6<\/td>\s*<td class="certified">certified<\/td>/,
    );
    const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
    assert.ok(levels.every((level, i) => (i === 0 ? level === 1 : level <= levels[i - 1]! + 1)));
    assert.equal(
      new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)).size,
      [...page.matchAll(/ id="/g)].length,
    );
  });

  it("draws the spectrum and gives its numbers; a zero has no place on powers of ten", () => {
    assert.equal([...page.matchAll(/<circle /g)].length, 3);
    assert.ok(page.includes('<td class="number">1e-14</td>'));
    assert.doesNotMatch(page, /NaN|Infinity|undefined/);
  });
});

describe("a chart of the HTML report", () => {
  const chart: Chart = {
    id: "c",
    title: "T",
    sentence: "S.",
    xTitle: "t",
    yTitle: "y",
    logarithmic: false,
    points: false,
    places: [0, 1, 2, 3],
    curves: [{ name: "a", values: [0, 1, null, 2] }],
  };

  it("leaves a gap where there is no value, and keeps within its plot", () => {
    const { markup } = chartFigure(chart, "i");
    const [, d = ""] = /class="curve s0"[^>]* d="([^"]*)"/.exec(markup) ?? [];
    assert.equal(d, "M64 236L257.3 130M644 24");
  });

  it("has few round numbers at its axes", () => {
    assert.deepEqual(
      linearAxis([0, 9.7]).ticks.map(({ text }) => text),
      ["0", "2", "4", "6", "8"],
    );
    assert.deepEqual(linearAxis([3, 3]).ticks.length > 1, true);
    assert.deepEqual(
      logarithmicAxis([2e-13, 0.5]).ticks.map(({ text }) => text),
      ["10⁻¹³", "10⁻¹⁰", "10⁻⁷", "10⁻⁴", "10⁻¹"],
    );
    assert.equal(logarithmicAxis([1e-4, 1]).shareOf(1e-2), 0.5);
  });
});
