/** Which results are kept, and with which text. */
import assert from "node:assert/strict";
import type { TaskUpdate } from "../../../src/engine/protocol/messages";
import { createRecorder, type EndedRun, type HeldText, type Recorder } from "../../../src/extension/runs/recorder";
import { trajectoryUpTo } from "../../engine/worker/trajectory";
import { cancelled, done, running, runningSimulation, sampleReport, stale, update } from "../samples";
import { SPEC } from "./samples";

describe("the recorder of runs", () => {
  let held: HeldText | null;
  let kept: EndedRun[];
  let recorder: Recorder;
  beforeEach(() => {
    held = { version: 3, text: "third" };
    kept = [];
    recorder = createRecorder(
      () => held,
      (run) => void kept.push(run),
    );
  });
  const simulated = (version: number, state: TaskUpdate<"simulate">["state"]): void =>
    recorder.update({ task: "simulate", uri: SPEC, documentVersion: version, state });
  const doneRun: TaskUpdate<"simulate">["state"] = {
    kind: "done",
    result: { ...sampleReport, trajectory: trajectoryUpTo(9, "done") },
    milliseconds: 5,
    finishedAt: 1000,
  };
  const texts = () => kept.map(({ task, text, documentVersion }) => [task, text, documentVersion]);

  it("keeps an analysis that was asked for, once, and none that comes as one types", () => {
    recorder.update(update(SPEC, 3, done()));
    assert.equal(kept.length, 0);
    recorder.asked("analyze", SPEC);
    recorder.update(update(SPEC, 3, running));
    recorder.update(update(SPEC, 3, done()));
    recorder.update(update(SPEC, 3, done()));
    assert.deepEqual(texts(), [["analyze", "third", 3]]);
    assert.deepEqual(kept[0].result, { kind: "report", report: sampleReport });
  });

  it("takes no later analysis for the one that an edit took back", () => {
    recorder.asked("analyze", SPEC);
    recorder.update(update(SPEC, 3, running));
    held = { version: 4, text: "fourth" };
    recorder.update(update(SPEC, 4, stale));
    recorder.update(update(SPEC, 4, done()));
    assert.equal(kept.length, 0);
  });

  it("keeps every run with the text it speaks of, whatever was typed meanwhile", () => {
    recorder.asked("simulate", SPEC);
    simulated(3, runningSimulation);
    held = { version: 7, text: "seventh" };
    simulated(3, runningSimulation);
    simulated(3, doneRun);
    assert.deepEqual(texts(), [["simulate", "third", 3]]);
  });

  it("says that it does not know a text which was edited before the run began", () => {
    recorder.asked("simulate", SPEC);
    held = { version: 5, text: "fifth" };
    simulated(4, runningSimulation);
    simulated(4, doneRun);
    assert.deepEqual(texts(), [["simulate", null, 4]]);
  });

  it("keeps what a stopped run has, and nothing of one that has nothing", () => {
    simulated(3, { kind: "stopped", partial: null });
    simulated(3, { kind: "failed", message: "", help: "" });
    assert.equal(kept.length, 0);
    const partial = trajectoryUpTo(4, "cancelled");
    simulated(3, { kind: "stopped", partial });
    assert.deepEqual(kept[0].result, { kind: "trajectory", trajectory: partial });
    recorder.asked("analyze", SPEC);
    recorder.update(update(SPEC, 3, cancelled));
    assert.equal(kept.length, 1);
  });

  it("keeps the run that follows one which was ended for it", () => {
    recorder.asked("simulate", SPEC);
    simulated(3, runningSimulation);
    held = { version: 4, text: "fourth" };
    recorder.asked("simulate", SPEC);
    simulated(3, { kind: "stopped", partial: trajectoryUpTo(4, "cancelled") });
    simulated(4, runningSimulation);
    simulated(4, doneRun);
    assert.deepEqual(
      kept.map(({ documentVersion }) => documentVersion),
      [3, 4],
    );
    assert.equal(kept[1].text, "fourth");
  });
});
