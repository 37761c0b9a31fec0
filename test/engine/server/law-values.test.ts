import assert from "node:assert/strict";
import { valueWords } from "../../../src/engine/server/features/words";

describe("what laws are at a start, in a few words", () => {
  for (const [rows, values, words] of [
    [1, [0.5], "0.5"],
    [1, [0.5, -2], "0.5, −2"],
    [1, [3, -2, 1, 0, 7], "from −2 to 7"],
    [2, [3, 0, 0, 4], "of norm 5"],
    [1, [], null],
  ] as const)
    it(JSON.stringify(values), () => assert.equal(valueWords(rows, values), words));
});
