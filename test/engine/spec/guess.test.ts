/** Words that were most likely meant: as changes of the text, exact in their places; and what words of other tools differ in. */
import assert from "node:assert/strict";
import type { Fix, Problem } from "../../../src/engine/findings/problem";
import { bare } from "../../../src/engine/findings/words";
import { readSpec } from "../../../src/engine/spec/read";
import { specSchema } from "../../../src/engine/spec/schema";
import type { CheckedSchema } from "../../../src/engine/spec/schema/keywords";
import { SYNONYM_ROWS } from "../../../src/engine/spec/synonyms";

describe("quick fixes of words", () => {
  it("write the property, the value and the layer that were meant, and leave no such problem", () => {
    for (const [wrong, right] of [
      ['{ "architecture": { "widths": [2, 2], "activaton": "relu" } }', '"activaton" > "activation"'],
      ['{ "architecture": { "widths": [2, 2], "activation": "rellu" } }', '"rellu" > "relu"'],
      [chain('"from": ["hiden"]'), '"hiden" > "hidden"'],
      [chain('"units": 2', '"layers": { "ouput": { "scale": 2 } }'), '"ouput" > "output"'],
      [chain('"share": "hiden"'), '"hiden" > "hidden"'],
      [swept("initialization.scal"), '"initialization.scal" > "initialization.scale"'],
      [
        swept("initialization.layers.layer11.scale"),
        '"initialization.layers.layer11.scale" > "initialization.layers.layer1.scale"',
      ],
    ] as const) {
      const { problem, fix } = onlyFix(wrong);
      assert.match(problem.message, /did you mean/, wrong);
      assert.equal(`${inRange(wrong, fix)} > ${fix.newText}`, right);
      assert.ok(fix.same);
      const after = readSpec(applied(wrong, fix)).problems;
      assert.ok(
        after.every(({ code }) => code !== problem.code),
        JSON.stringify(after),
      );
    }
  });

  it("count UTF-16 units, after comments and emoji, on lines of either kind", () => {
    const text = '{ // 🎲 é\r\n  /* 𝔸 */ "title": "😀", "architecture": { "widths": [2, 2], /* 🎲 */ "biass": true } }';
    const { fix } = onlyFix(text);
    assert.deepEqual(fix.range.start, { line: 1, character: text.split("\r\n")[1].indexOf('"biass"') });
    assert.equal(inRange(text, fix), '"biass"');
  });

  it("are there in a text that is broken elsewhere", () => {
    const text = '{ "architecture": { "widths": [2, 2], "activaton": "relu" }, "initialization": {';
    const fixes = readSpec(text).problems.flatMap(({ fixes: some = [] }) => some);
    assert.deepEqual(
      fixes.map((fix) => [inRange(text, fix), fix.newText]),
      [['"activaton"', '"activation"']],
    );
  });

  it("come with no problem that has nothing to offer", () => {
    const { problems } = readSpec('{ "architecture": { "widths": [2, 2], "zzz": 1 } }');
    assert.equal(problems[0].fixes, undefined);
  });

  it("write a whole spec into an empty file, without problems, and leave its comments", () => {
    for (const empty of ["", "  \n", "// mine", "// mine\n"]) {
      const { fix } = onlyFix(empty);
      const after = applied(empty, fix);
      const { network, problems } = readSpec(after);
      assert.deepEqual(problems, []);
      assert.ok(network !== null);
      assert.ok(!empty.includes("mine") || after.startsWith("// mine\n"));
    }
  });
});

describe("words of other tools", () => {
  it("are called by the name that a spec has for them", () => {
    for (const [written, meant] of [
      ['"initialization": { "scheme": "glorot_uniform" }', "xavier-uniform"],
      ['"initialization": { "scheme": "xavier_uniform_" }', "xavier-uniform"],
      ['"initialization": { "scheme": "kaiming_uniform" }', "he-uniform"],
      ['"initialization": { "scheme": "kaiming_normal_" }', "he-normal"],
      ['"initialization": { "scheme": "normal" }', "gaussian"],
    ] as const) {
      const { fix, problem } = onlyFix(`{ "architecture": { "widths": [2, 2] }, ${written} }`);
      assert.equal(fix.newText, `"${meant}"`);
      assert.ok(fix.same, problem.message);
    }
    const linear = onlyFix('{ "architecture": { "widths": [2, 2], "activation": "linear" } }');
    assert.equal(linear.fix.newText, '"identity"');
    assert.match(linear.problem.message, /here it is called "identity"\.$/);
    assert.equal(
      onlyFix('{ "architecture": { "input": 2, "layers": [{ "type": "dense", "hidden_size": 3, "units": 2 }] } }').fix
        .newText,
      '"units"',
    );
  });

  it("say what differs where it is not the same, and are then no fix to be taken unread", () => {
    const text = trained('"type": "sgd", "learningRate": 0.1, "steps": 3');
    const { problem, fix } = onlyFix(text);
    assert.equal(fix.newText, '"gradient-descent"');
    assert.equal(fix.same, false);
    assert.match(fix.title, /not the same/);
    assert.match(problem.message, /near to it is "gradient-descent", which is not the same\.$/);
    assert.match(problem.help, /^Every step uses all samples, unless "batchSize"/);
    assert.equal(onlyFix(trained('"type": "gradient-descent", "lr": 0.1, "steps": 3')).fix.newText, '"learningRate"');
  });

  it("are bare, belong to one row each, are no words of specs, and stand for some", () => {
    const known = words(specSchema as unknown as CheckedSchema);
    for (const where of ["values", "properties"] as const) {
      const seen = new Set<string>();
      for (const { words: others, means } of SYNONYM_ROWS[where]) {
        assert.ok(known[where].has(means), `no spec has ${means}`);
        for (const other of others) {
          assert.equal(bare(other), other);
          assert.ok(!seen.has(`${other} ${means}`), other);
          assert.notEqual(other, bare(means));
          seen.add(`${other} ${means}`);
        }
      }
    }
  });
});

describe("other places of a problem", () => {
  it("are the first of two keys, the other layer of a name, and what makes a property idle", () => {
    for (const [text, at] of [
      ['{ "title": "a", "architecture": { "widths": [2, 2] }, "title": "b" }', '"title"'],
      [
        '{ "architecture": { "input": 2, "layers": [{ "type": "dense", "name": "a", "units": 2 }, { "type": "dense", "name": "a", "units": 2 }] } }',
        '"a"',
      ],
      ['{ "architecture": { "widths": [2, 2] }, "initialization": { "scheme": "zeros", "std": 2 } }', '"zeros"'],
    ] as const) {
      const [related, ...others] = readSpec(text).problems.flatMap(({ related: some = [] }) => some);
      assert.equal(others.length, 0);
      assert.equal(inRange(text, related), at);
      assert.equal(related.range.start.character, text.indexOf(at));
    }
  });
});

function chain(second: string, initialization = "") {
  return `{ "architecture": { "input": 2, "layers": [
    { "type": "dense", "units": 2, "name": "hidden" },
    { "type": "dense", "units": 2, "name": "output"${second === '"units": 2' ? "" : `, ${second}`} }
  ] }, "initialization": { ${initialization} } }`;
}

function trained(optimizer: string) {
  return `{ "architecture": { "widths": [2, 2] }, "training": { "data": { "kind": "teacher", "samples": 4 }, "optimizer": { ${optimizer} } } }`;
}

function swept(path: string) {
  return `{ "architecture": { "widths": [2, 2] }, "initialization": { "scale": 1 }, "sweep": { "over": { "${path}": [1] }, "measure": "violation" } }`;
}

function onlyFix(text: string): { readonly problem: Problem; readonly fix: Fix } {
  const found = readSpec(text).problems.flatMap((problem) => (problem.fixes ?? []).map((fix) => ({ problem, fix })));
  assert.equal(found.length, 1, JSON.stringify(readSpec(text).problems));
  return found[0];
}

function offsetIn(text: string, { line, character }: Fix["range"]["start"]): number {
  const lines = text.split(/(?<=\r\n|\n)/);
  return lines.slice(0, line).join("").length + character;
}

function inRange(text: string, { range: { start, end } }: Pick<Fix, "range">): string {
  return text.slice(offsetIn(text, start), offsetIn(text, end));
}

function applied(text: string, fix: Fix): string {
  return text.slice(0, offsetIn(text, fix.range.start)) + fix.newText + text.slice(offsetIn(text, fix.range.end));
}

/** All words that may be values, and all names of properties. */
function words(schema: CheckedSchema): Record<"values" | "properties", Set<string>> {
  const all = { values: new Set<string>(), properties: new Set<string>() };
  const visit = ({ enum: some = [], properties = {}, items, additionalProperties }: CheckedSchema): void => {
    for (const word of some) all.values.add(String(word));
    for (const [name, inner] of Object.entries(properties)) {
      all.properties.add(name);
      visit(inner);
    }
    if (items !== undefined) visit(items);
    if (typeof additionalProperties === "object") visit(additionalProperties);
  };
  visit(schema);
  return all;
}
