/** The states that are no report: each says what to do. */
import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert";
import { readSpec } from "../../src/engine/spec/read";
import type { PanelView } from "../../src/engine/protocol/messages";
import { page as pageOf } from "../../src/webview/page";
import { handlersOf, page, textOf } from "./page";
import { view } from "./view";

const shown = (of: Partial<PanelView>) => {
  const { context, sent } = page();
  const template = pageOf(view({ last: null, ...of }), null, null, context);
  return { template, text: textOf(template), sent };
};
const invalid = (text: string) => {
  const { problems } = readSpec(text);
  return { kind: "invalid", errors: problems.filter(({ severity }) => severity === "error").length, problems } as const;
};

describe("a page without a report", () => {
  it("lists every problem of a spec with errors, each with its place, its page and what may be written instead", () => {
    const state = invalid('{ "architecture": { "widths": [2, 2], "activaton": "relu", "bias": 3 }, "titel": "t" }');
    strictEqual(state.errors, 3);
    const { text, template, sent } = shown({ state });
    match(text, /3 errors in the spec/);
    for (const { message } of state.problems) match(text, new RegExp(message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")));
    match(text, /Write "activation"/);
    match(text, /Write "title"/);
    for (const press of handlersOf(template)) press();
    deepStrictEqual(
      sent.filter(({ type }) => type === "fix"),
      state.problems.flatMap(({ fixes = [] }) => fixes.map(({ range, newText }) => ({ type: "fix", range, newText }))),
    );
    strictEqual(sent.filter(({ type }) => type === "openCode").length, 3);
    strictEqual(sent.filter(({ type }) => type === "reveal").length, 3);
  });

  it("offers an empty file a spec to begin with, and three examples", () => {
    const { text, template, sent } = shown({ state: invalid("") });
    match(text, /This spec is empty/);
    doesNotMatch(text, /nothing was computed/);
    for (const press of handlersOf(template)) press();
    const starter = sent.find((message) => message.type === "fix");
    strictEqual(readSpec(starter?.newText ?? "").problems.length, 0);
    strictEqual(sent.filter(({ type }) => type === "openExample").length, 3);
  });

  it("says of a refused size what would fit", () => {
    const { text } = shown({ state: invalid('{ "architecture": { "widths": [1e7, 1e7, 1e7] } }') });
    match(text, /at most 10\^13\..*With its widths divided by 5 its laws would be counted/);
  });

  it("explains the four bases the first time, in a line each", () => {
    const { text, template, sent } = shown({ intro: true });
    for (const basis of ["theorem", "certified", "measured", "predicted"])
      match(text, new RegExp(`>${basis}</span></dt>`));
    for (const press of handlersOf(template)) press();
    strictEqual(sent.filter(({ type }) => type === "introRead").length, 1);
    doesNotMatch(shown({ intro: false }).text, /how it is known/);
  });
});
