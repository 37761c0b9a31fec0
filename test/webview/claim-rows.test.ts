/** Rows of claims: one line each, what is behind it one key away, and what is not known in one line with its reasons. */
import { doesNotMatch, match, strictEqual } from "node:assert";
import { measured, unknown, type Claim } from "../../src/engine/findings/claim";
import { claimRow, claimRows } from "../../src/webview/parts/claim-row";
import { page, textOf } from "./page";

const KNOWN = measured(3, 2e-14, 1e-9, { reference: "arXiv:2508.07370, Theorem 3.9" });
const line = (name: string, claim: Claim<unknown>) => ({ name, claim, value: String(claim.value) });

describe("rows of claims", () => {
  it("hold residual and reference behind the line", () => {
    const text = textOf(claimRow("Rank", KNOWN, "3", page().context));
    match(text, /<summary>.*3.*<\/summary>.*residual 2\.00·10⁻¹⁴, tolerance 1\.0·10⁻⁹.*Theorem 3\.9/s);
  });

  it("say at once why something alone is not known", () => {
    const text = textOf(claimRows([line("Rank", KNOWN), line("Depth", unknown("No chain."))], page().context));
    match(text, /<dt>Depth<\/dt>.*No chain\./s);
    doesNotMatch(text, /Not known here<\/dt>/);
  });

  it("share a line where several are not known, each with its reason behind it", () => {
    const lines = [
      line("Imbalance", unknown("No interface.")),
      line("Rank", KNOWN),
      line("Depth", unknown("No chain.")),
    ];
    const text = textOf(claimRows(lines, page().context));
    strictEqual(text.match(/<dt>Not known here<\/dt>/g)?.length, 1);
    match(text, /<summary>Imbalance, depth<\/summary>.*No interface\..*No chain\./s);
    match(text, /<dt>Rank<\/dt>.*<dt>Not known here<\/dt>/s);
  });
});
