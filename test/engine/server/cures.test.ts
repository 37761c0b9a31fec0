/** Code actions and cures that are asked for, over a real connection to a real process. */
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  CancellationToken,
  CodeActionRequest,
  CodeActionResolveRequest,
  type CodeAction,
  type ClientCapabilities,
  type Range,
  type TextDocumentEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { ASK_TASK } from "../../../src/engine/protocol/messages";
import type { TaskAnswer } from "../../../src/engine/protocol/task";
import type { TextChange } from "../../../src/engine/protocol/tasks";
import { startClient, type Client } from "./client";

const URI = "file:///work/a.intrinsic.json";
const RANDOM = `{
  "architecture": { "widths": [5, 3, 4], "activation": "identity" },
  "initialization": { "scheme": "gaussian", "seed": 7 }
}
`;
const TITLES = ["Make relaxed balanced (nearest)", "Make balanced", "Choose λ for me (least change)"];
const EVERYWHERE: Range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const RESOLVING: ClientCapabilities = {
  textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ["edit"] } } },
  workspace: { workspaceEdit: { documentChanges: true } },
};

describe("cures", () => {
  let client: Client;

  afterEach(() => client.end());

  const begin = async (options: object, capabilities: ClientCapabilities, text = RANDOM): Promise<void> => {
    client = await startClient(options, capabilities);
    await client.open(URI, text);
    await client.problems(({ diagnostics }) => diagnostics.some(({ code }) => String(code).startsWith("init.")));
  };
  const actions = async (range = EVERYWHERE, only?: string[]): Promise<CodeAction[]> =>
    ((await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: URI },
      range,
      context: { diagnostics: [], ...(only && { only }) },
    })) ?? []) as CodeAction[];
  const cure = (params: { uri?: string; cure?: unknown } | null): Promise<TaskAnswer<TextChange>> =>
    client.connection.sendRequest(
      ASK_TASK,
      params === null ? null : { task: "cure", uri: params.uri, asked: { cure: params.cure } },
      CancellationToken.None,
    );

  it("are offered as quick fixes of the problem, in order, at its place and nowhere else", async () => {
    await begin({}, RESOLVING);
    const offered = await actions();
    assert.deepEqual(
      offered.map(({ title }) => title),
      TITLES,
    );
    for (const { kind, diagnostics, edit } of offered)
      assert.deepEqual([kind, diagnostics?.[0].code, edit], ["quickfix", "init.not-relaxed-balanced", undefined]);
    assert.deepEqual(await actions({ start: { line: 1, character: 0 }, end: { line: 1, character: 5 } }), []);
    assert.deepEqual(await actions(EVERYWHERE, ["refactor"]), []);
    assert.equal((await actions(EVERYWHERE, ["quickfix"])).length, 3);
  });

  for (const [index, title] of TITLES.entries())
    it(`"${title}" resolves to an edit of this version after which the dynamics are intrinsic`, async () => {
      await begin({ commands: true }, RESOLVING);
      const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, (await actions())[index]);
      const [change] = resolved.edit?.documentChanges as TextDocumentEdit[];
      assert.deepEqual(change.textDocument, { uri: URI, version: 1 });
      assert.deepEqual([resolved.command?.command, resolved.command?.arguments?.[0].kind], ["intrinsic.tell", "done"]);
      const after = TextDocument.applyEdits(TextDocument.create(URI, "intrinsic", 1, RANDOM), change.edits as never);
      await client.change(URI, 2, after);
      const { result: report } = await client.state(URI, 2, "done");
      assert.deepEqual([report.intrinsicMetric.value, report.initialization.relaxedBalanced.value], ["holds", true]);
      assert.deepEqual(await actions(), [], "a cured spec is offered no cure");
    });

  it("never come from an older text: nothing is offered until the new one is analysed, and an old offer is refused", async () => {
    await begin({ commands: true }, RESOLVING);
    const [old] = await actions();
    await client.change(URI, 2, `${RANDOM}\n`);
    assert.deepEqual(await actions(), []);
    const resolved = await client.connection.sendRequest(CodeActionResolveRequest.type, old);
    assert.equal(resolved.edit, undefined);
    assert.match(JSON.stringify(resolved.command), /cannot.*has changed/);
    await client.state(URI, 2, "done");
    assert.equal((await actions()).length, 3);
  });

  it("are whole at once for a client that cannot ask again, and carry no command of ours", async () => {
    await begin({}, {});
    const offered = await actions();
    assert.deepEqual(
      offered.map(({ title }) => title),
      TITLES,
    );
    for (const { edit, command } of offered) {
      assert.ok((edit?.changes?.[URI].length ?? 0) > 0);
      assert.equal(command, undefined);
    }
  });

  it("tell a client without our commands by an error why nothing was changed", async () => {
    await begin({}, RESOLVING);
    const [old] = await actions();
    await client.change(URI, 2, `${RANDOM}\n`);
    await assert.rejects(client.connection.sendRequest(CodeActionResolveRequest.type, old), /has changed/);
  });

  it("choose λ where no weights exist for the one that was asked", async () => {
    const impossible =
      '{ "architecture": { "widths": [3, 5, 3], "activation": "identity" }, "initialization": { "scheme": "relaxed-balanced", "lambda": [0.7] } }';
    await begin({}, {}, impossible);
    const [{ title, edit }, ...others] = await actions();
    assert.deepEqual([title, others.length], [TITLES[2], 0]);
    assert.equal(
      TextDocument.applyEdits(TextDocument.create(URI, "intrinsic", 1, impossible), edit?.changes?.[URI] ?? []),
      impossible.replace("[0.7]", "[0]"),
    );
    const { problems } = await client.state(URI, 1, "invalid");
    assert.deepEqual(
      problems.flatMap(({ cures = [] }) => cures).map(({ id }) => id),
      ["choose-lambda"],
    );
  });

  it("answer one who asks with edits, the version they fit and what was done", async () => {
    await begin({}, {});
    const answer = await cure({ uri: URI, cure: "make-balanced" });
    assert.ok(answer.kind === "done" && answer.documentVersion === 1 && /balanced/.test(answer.result.message));
  });

  it("of weights in a file write a new file when they are chosen, and none when they are offered", async () => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "intrinsic-cures-")));
    try {
      copyFileSync("test/fixtures/cures/chain.safetensors", path.join(folder, "w.safetensors"));
      const text = `{ "architecture": { "widths": [2, 2, 2], "activation": "identity" }, "initialization": { "scheme": "file", "path": "w.safetensors" } }`;
      const uri = pathToFileURL(path.join(folder, "a.intrinsic.json")).href;
      writeFileSync(path.join(folder, "a.intrinsic.json"), text);
      client = await startClient({}, {});
      await client.open(uri, text);
      await client.problems(({ diagnostics }) => diagnostics.some(({ code }) => String(code).startsWith("init.")));
      const params = { textDocument: { uri }, range: EVERYWHERE, context: { diagnostics: [] } };
      const offered = (await client.connection.sendRequest(CodeActionRequest.type, params)) as CodeAction[];
      // Choosing λ draws anew: there is nothing to write.
      assert.deepEqual(
        offered.map(({ title }) => title),
        [TITLES[2]],
      );
      assert.deepEqual(readdirSync(folder).sort(), ["a.intrinsic.json", "w.safetensors"]);
      const answer = await cure({ uri, cure: "make-balanced" });
      assert.ok(answer.kind === "done", JSON.stringify(answer));
      assert.equal(answer.result.file, "w-cured.safetensors");
      assert.deepEqual(readdirSync(folder).sort(), ["a.intrinsic.json", "w-cured.safetensors", "w.safetensors"]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("survive what is not open, not known, or no spec at all", async () => {
    await begin({}, {});
    for (const params of [
      { uri: "file:///nowhere", cure: "make-balanced" },
      { uri: URI, cure: "make-coffee" },
      { uri: URI },
      null,
    ]) {
      const answer = await cure(params);
      assert.ok(answer.kind === "refused" && answer.help !== "", JSON.stringify(params));
    }
    for (const data of [null, 7, { uri: URI }, { uri: URI, version: 1, cure: "rm" }])
      await assert.rejects(
        client.connection.sendRequest(CodeActionResolveRequest.type, { title: "x", data }),
        /has changed/,
      );
    assert.equal((await cure({ uri: URI, cure: "make-balanced" })).kind, "done");
  });
});
