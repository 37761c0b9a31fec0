/** What a text expects, listed and checked over a real connection; the spec need not be open. */
import assert from "node:assert/strict";
import { CodeLensRequest } from "vscode-languageserver/node";
import { ASK_TASK, LIST_EXPECTATIONS } from "../../../src/engine/protocol/messages";
import type { TaskAnswer } from "../../../src/engine/protocol/task";
import type { ResultOf } from "../../../src/engine/protocol/tasks";
import type { ExpectationList } from "../../../src/engine/report/check";
import { startClient, type Client } from "./client";

const URI = "file:///work/a.intrinsic.json";
const TEXT = `{
  "architecture": { "widths": [2, 2, 2], "activation": "identity", "bias": false },
  "initialization": { "scheme": "gaussian", "seed": 7 },
  "expect": { "laws": 3, "relaxedBalanced": true }
}
`;

describe("expectations, asked of the server", () => {
  let client: Client;
  before(async () => {
    client = await startClient({ commands: true });
  });
  after(() => client.end());

  const ask = <N extends "check" | "expect-now">(task: N, params: object): Promise<TaskAnswer<ResultOf<N>>> =>
    client.connection.sendRequest(ASK_TASK, { task, uri: URI, ...params });

  it("are listed from a text, whatever comes for one", async () => {
    const list: ExpectationList = await client.connection.sendRequest(LIST_EXPECTATIONS, { text: TEXT });
    assert.deepEqual(
      list.entries.map(({ name }) => name),
      ["laws", "relaxedBalanced"],
    );
    for (const params of [null, {}, { text: 3 }, { text: "{" }]) {
      const none: ExpectationList = await client.connection.sendRequest(LIST_EXPECTATIONS, params);
      assert.deepEqual(none.entries, []);
    }
  });

  it("are checked for the text that is given, and nothing is published", async () => {
    const answer = await ask("check", { text: TEXT });
    assert.ok(answer.kind === "done", JSON.stringify(answer));
    assert.deepEqual(
      answer.result.entries.map(({ name, decision }) => [name, decision.kind]),
      [
        ["laws", "holds"],
        ["relaxedBalanced", "fails"],
      ],
    );
    assert.equal(answer.documentVersion, 0);
    assert.deepEqual(client.diagnostics, []);
    const closed = await ask("check", {});
    assert.ok(closed.kind === "refused" && /not open/.test(closed.message));
    const broken = await ask("check", { text: TEXT.replace("[2, 2, 2]", "2") });
    assert.ok(broken.kind === "refused" && broken.help !== "");
  });

  it("that hold are offered above what is expected, and come as one edit; a made-up run is not believed", async () => {
    await client.open(URI, TEXT);
    await client.state(URI, 1, "done");
    const lenses = await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: URI } });
    assert.deepEqual(lenses?.map(({ command, range }) => [command?.command, range.start.line]).at(-1), [
      "intrinsic.expectNow",
      3,
    ]);
    const answer = await ask("expect-now", { asked: { run: { laws: 1, maxDrift: "0", intrinsicFlowError: -1 } } });
    assert.ok(answer.kind === "done", JSON.stringify(answer));
    assert.equal(answer.result.edits.length, 1);
    assert.match(answer.result.edits[0].newText, /"complete": true/);
    assert.doesNotMatch(answer.result.edits[0].newText, /maxDrift|intrinsicFlowError|"laws"/);
    await client.close(URI);
  });
});
