/** Runs to keep. */
import type { RunHeading, RunResult } from "../../../src/engine/protocol/runs";

export const SPEC = "file:///a.intrinsic.json";

export function heading(at: number, change: Partial<RunHeading> = {}): RunHeading {
  return {
    task: "simulate",
    at,
    title: "Two layers",
    name: null,
    spec: SPEC,
    documentVersion: 3,
    changed: null,
    outcome: "done",
    protocol: 4,
    storedBy: "0.8.0",
    ...change,
  };
}

/** A listing of so many letters. */
export function listing(letters = 10): RunResult {
  return { kind: "listing", degree: 2, text: "x".repeat(letters) };
}
