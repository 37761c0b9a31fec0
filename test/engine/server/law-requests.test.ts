/** `intrinsic/ask` for laws over a real connection to a real process. */
import assert from "node:assert/strict";
import {
  CancellationToken,
  CancellationTokenSource,
  WorkDoneProgress,
  type WorkDoneProgressReport,
} from "vscode-languageserver/node";
import { ASK_TASK } from "../../../src/engine/protocol/messages";
import type { TaskAnswer } from "../../../src/engine/protocol/task";
import type { ResultOf } from "../../../src/engine/protocol/tasks";
import { startClient, type Client } from "./client";

const URI = "file:///work/a.intrinsic.json";
const spec = (widths: readonly number[], activation = "identity"): string =>
  JSON.stringify({
    title: "a chain",
    architecture: { widths, activation, bias: false },
    initialization: { scheme: "gaussian", seed: 7 },
  });
/** Takes many seconds up to degree 6: 20 parameters. */
const LONG = spec([5, 2, 5]);

describe("a listing of laws, asked of the server", () => {
  let client: Client;

  beforeEach(async () => {
    client = await startClient({});
  });
  afterEach(() => client.end());

  const ask = (
    params: { uri?: string; degree?: unknown; workDoneToken?: string } | null,
    token = CancellationToken.None,
  ): Promise<TaskAnswer<ResultOf<"list-laws">>> => {
    const { degree, ...others } = params ?? {};
    return client.connection.sendRequest(
      ASK_TASK,
      params === null ? null : { task: "list-laws", asked: { degree }, ...others },
      token,
    );
  };

  it("answers with the listing of the document's text", async () => {
    await client.open(URI, spec([2, 2, 2]));
    const answer = await ask({ uri: URI, degree: 2 });
    assert.ok(answer.kind === "done", JSON.stringify(answer));
    assert.equal(answer.documentVersion, 1);
    assert.match(
      answer.result.text,
      /^\/work\/a\.intrinsic\.json · a chain\n {2}3 polynomial laws of degree at most 2/,
    );
    assert.match(answer.result.text, /W1\[0,0\]/);
  });

  it("tells its progress, and a cancelled one of minutes answers all the same and leaves the server well", async () => {
    await client.open(URI, LONG);
    const source = new CancellationTokenSource();
    const working = new Promise<WorkDoneProgressReport>((resolve) =>
      client.connection.onProgress(WorkDoneProgress.type, "t", (step) => {
        if (step.kind === "report") resolve(step);
      }),
    );
    const answer = ask({ uri: URI, degree: 6, workDoneToken: "t" }, source.token);
    assert.ok(((await working).message ?? "") !== "");
    source.cancel();
    assert.deepEqual(await answer, { kind: "cancelled" });
    assert.deepEqual(client.log, []);
    assert.equal((await ask({ uri: URI, degree: 1 })).kind, "done");
  });

  it("leaves the analysis of the same document alone", async () => {
    await client.open(URI, LONG);
    const source = new CancellationTokenSource();
    const answer = ask({ uri: URI, degree: 6 }, source.token);
    await client.change(URI, 2, LONG);
    await client.state(URI, 2, "done");
    source.cancel();
    assert.deepEqual(await answer, { kind: "cancelled" });
  });

  it("refuses with a reason and a next step", async () => {
    const cases: readonly (readonly [string, number, RegExp])[] = [
      [spec([2, 2, 2], "tanh"), 2, /identity, relu or leaky-relu/],
      [spec([30, 30, 30]), 4, /monomials; the limit/],
      [spec([2, 2, 2]).replace("activation", "activaton"), 2, /spec has errors/],
    ];
    for (const [i, [text, degree, why]] of cases.entries()) {
      const uri = `untitled:${i}`;
      await client.open(uri, text);
      const answer = await ask({ uri, degree });
      assert.ok(answer.kind === "refused", JSON.stringify(answer));
      assert.match(answer.message, why);
      assert.match(answer.help, /\.$/);
    }
  });

  it("survives documents that are not open and broken parameters", async () => {
    const answer = await ask({ uri: "file:///nowhere", degree: 2 });
    assert.ok(answer.kind === "refused" && /not open/.test(answer.message));
    assert.equal((await ask(null)).kind, "refused");
    await client.open(URI, spec([2, 2, 2]));
    assert.equal((await ask({ uri: URI, degree: "two" })).kind, "refused");
    assert.equal((await ask({ uri: URI, degree: 2 })).kind, "done");
  });
});
