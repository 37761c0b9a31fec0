/** What the page is shown: the sample report, just computed. */
import type { PanelView } from "../../src/engine/protocol/messages";
import { twoLayers } from "../sample-report";

export function view(change: Partial<PanelView> = {}): PanelView {
  const report = twoLayers();
  return {
    protocol: 6,
    spec: { uri: "file:///two-layer.intrinsic.json", name: "two-layer.intrinsic.json" },
    pinned: false,
    state: { kind: "done", result: report, milliseconds: 31, finishedAt: 1000 },
    last: { report, documentVersion: 14, finishedAt: 1000, milliseconds: 31 },
    stale: false,
    tasks: {},
    digits: 3,
    intro: false,
    ...change,
  };
}
