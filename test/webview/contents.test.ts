/** The line of sections: what is on the page, in what state, and where its buttons lead. */
import { deepStrictEqual, doesNotMatch, match } from "node:assert";
import type { PanelView } from "../../src/engine/protocol/messages";
import { page as pageOf } from "../../src/webview/page";
import { contents, type Entry } from "../../src/webview/sections/contents";
import { twoLayers } from "../sample-report";
import { handlersOf, page, textOf } from "./page";
import { view } from "./view";

const CHARTS = { imbalance: null, deviations: null, spectrum: null, gains: null, signal: null };
const ENTRIES: readonly Entry[] = [
  { id: "laws", name: "Laws", state: "known", mark: "22" },
  { id: "training-run", name: "Run", state: "running", mark: "43 %" },
];

/** Names of the line in their order, of the page of this view. */
function lineOf(of: PanelView): string[] {
  const text = textOf(pageOf(of, CHARTS, null, page().context));
  const line = /<nav class="contents".*?<\/nav>/s.exec(text)?.[0] ?? "";
  return [...line.matchAll(/data-place="([^"]*)"/g)].flatMap(([, id]) => id ?? []);
}

describe("the line of sections", () => {
  it("names what is on the page, in its order", () => {
    const ids = lineOf(view());
    deepStrictEqual(
      ids.filter((id) => ["verdict", "laws", "metric", "layers"].includes(id)),
      ["verdict", "laws", "metric", "layers"],
    );
  });

  it("says of each section what is still to come, in words too", () => {
    const report = { ...twoLayers(), pending: ["manifolds"] as const };
    const last = { report, documentVersion: 14, finishedAt: 1000, milliseconds: 31 };
    const state = { kind: "running", progress: { stage: "Manifolds", fraction: null }, partial: null } as const;
    const text = textOf(pageOf(view({ last, state }), CHARTS, null, page().context));
    match(text, /place-waiting"[^>]*data-place="manifolds"[\s\S]*?, still being computed/);
  });

  it("marks what is of an older text", () => {
    match(textOf(pageOf(view({ stale: true }), CHARTS, null, page().context)), /place-older"[^>]*data-place="laws"/);
  });

  it("marks the section in view, leads to each and is nothing for one alone", () => {
    const went: string[] = [];
    const context = { ...page().context, section: "laws", goTo: (id: string) => void went.push(id) };
    const shown = contents(ENTRIES, context);
    match(textOf(shown), /data-place="laws"[^>]*aria-current="true"/);
    match(textOf(shown), /Run <span class="place-mark">43 %<\/span><span class="unseen">, running<\/span>/);
    for (const click of handlersOf(shown)) click();
    deepStrictEqual(went, ["laws", "training-run"]);
    doesNotMatch(textOf(contents(ENTRIES.slice(0, 1), context)), /nav/);
  });
});
