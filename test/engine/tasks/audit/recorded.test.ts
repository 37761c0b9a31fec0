/** Logs that the recorder of the Python package writes: rates by group, an optimizer, laws behind the step. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { NOTHING_CLAIMED } from "../../../../src/engine/report/audit/run";
import { auditLog } from "../../../../src/engine/tasks/audit/log";
import { claimedWith, readLog } from "../../../../src/engine/tasks/audit/log-lines";
import { auditNet } from "./audited";

const logged = (name: string) =>
  readLog({ path: name, text: readFileSync(`test/fixtures/runs/${name}.jsonl`, "utf8") });

describe("audits against a recorded run", () => {
  it("of SGD fit the recursion with the rate and the decay of the log, and no other decay", () => {
    const log = logged("sgd");
    const { optimizer, learningRate, weightDecay } = claimedWith(NOTHING_CLAIMED, log);
    assert.deepEqual([optimizer, learningRate, weightDecay], ["sgd", 0.05, 0.02]);
    const kinds = (decay: number | null): string[] =>
      auditLog(log, { ...NOTHING_CLAIMED, weightDecay: decay }, new Map(), 0).families.map(
        ({ verdict }) => verdict.kind,
      );
    assert.deepEqual(kinds(null), ["fits", "fits"]);
    assert.deepEqual(kinds(0.1), ["refuted", "refuted"]);
  });

  it("of AdamW claim no recursion, and refute nothing", () => {
    const log = logged("adam");
    assert.equal(log.said.optimizer, "adamw");
    const { families } = auditLog(log, NOTHING_CLAIMED, new Map(), 0);
    assert.ok(families.length > 0);
    for (const { verdict } of families) assert.equal(verdict.kind, "no-law");
  });

  it("of SGD with momentum are followed as such without being told, and of optimizers that are not known as nothing", () => {
    const [mu, rate] = [0.9, 0.1];
    // ℓ'' = ℓ' + μ (ℓ' − ℓ), linear and without weight decay.
    const values = [1, 0.9];
    while (values.length < 6) values.push((1 + mu) * values[values.length - 1] - mu * values[values.length - 2]);
    const text = (optimizer: Readonly<Record<string, unknown>>): string =>
      [
        { kind: "intrinsic-run", optimizer, families: [{ id: "sum", kind: "linear" }] },
        ...values.map((value, step) => ({ step, lr: rate, momentum: mu, h: { sum: [value] } })),
      ]
        .map((line) => JSON.stringify(line))
        .join("\n");
    const kindOf = (optimizer: Readonly<Record<string, unknown>>): string =>
      auditLog(readLog({ path: "log", text: text(optimizer) }), NOTHING_CLAIMED, new Map(), 0).families[0].verdict.kind;
    assert.equal(kindOf({ type: "SGD" }), "fits");
    // Without weight decay both momenta take a linear law the same way.
    assert.equal(kindOf({ type: "SGD", nesterov: true }), "fits");
    assert.equal(kindOf({ type: "SGD", dampening: 0.1 }), "open");
    assert.equal(kindOf({ type: "RMSprop" }), "open");
  });

  it("claim nothing between two files from numbers that differ between groups or steps, and follow none of them", async () => {
    const log = (decays: readonly (readonly number[])[], momenta: readonly number[] = [0]): string =>
      [
        { kind: "intrinsic-run", optimizer: { type: "SGD" }, families: [] },
        ...decays.map((own, step) => ({
          step,
          lr: [0.05, 0.05],
          weight_decay: own,
          momentum: [momenta[step % momenta.length]],
          h: { other: [1] },
        })),
      ]
        .map((line) => JSON.stringify(line))
        .join("\n");
    const verdicts = async (text: string, said: Partial<typeof NOTHING_CLAIMED> = {}): Promise<readonly string[]> => {
      const { blocks } = await auditNet("sgd-decay", { ...NOTHING_CLAIMED, ...said }, text);
      return blocks.flatMap(({ families }) => families.map(({ change }) => change?.verdict.kind ?? "none"));
    };
    // The same all along, and wrong: that is told.
    assert.ok((await verdicts(log([[0], [0]]))).includes("refuted"));
    for (const text of [log([[0.1, 0]]), log([[0.1], [0.2]]), log([[0.1], [0.1]], [0.5, 0.9])])
      assert.ok(!(await verdicts(text)).includes("refuted"), text);
    // Said by whoever asks, one number holds for all.
    assert.ok((await verdicts(log([[0.1, 0]]), { weightDecay: 0 })).includes("refuted"));
  });
});
