/**
 * The formulas of a report as MathML, which browsers draw by themselves. The hosts add it to what they hand out (the
 * server, the command line's JSON), so that neither the page nor the analysis thread carries a typesetter.
 */
import katex from "katex";
import type { Report } from "./types";

/** A formula takes about 0.2 ms, on the server's main thread: those of a very deep network stay LaTeX. */
const MOST_TYPESET = 200;

/**
 * The report with each formula's MathML beside its LaTeX. `known`: a report that has some of them already, as the partial
 * one of the same text.
 */
export function withMathml(report: Report, known: Report | null = null): Report {
  const { laws } = report;
  const typeset = new Map(known?.laws.families.map(({ formula, mathml }) => [formula, mathml]));
  const families = laws.families.map((family, index) =>
    index < MOST_TYPESET ? { ...family, mathml: typeset.get(family.formula) ?? mathmlOf(family.formula) } : family,
  );
  return { ...report, laws: { ...laws, families } };
}

/**
 * `<math>…</math>` of a formula in LaTeX (no delimiters). The LaTeX is not repeated in it: the report has it already.
 */
export function mathmlOf(tex: string): string {
  return katex
    .renderToString(tex, { output: "mathml", trust: false, throwOnError: false, strict: "ignore" })
    .replace(/^<span class="katex">|<\/span>$/g, "")
    .replace(/<annotation[^]*<\/annotation>|<\/?semantics>/g, "");
}
