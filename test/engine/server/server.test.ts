import assert from "node:assert/strict";
import {
  CompletionRequest,
  FoldingRangeRequest,
  HoverRequest,
  CodeLensRequest,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  SelectionRangeRequest,
  type CompletionList,
  type DocumentSymbol,
  type Hover,
  type MarkupContent,
} from "vscode-languageserver/node";
import { START_TASK, STOP_TASK } from "../../../src/engine/protocol/messages";
import { startClient, type Client } from "./client";

const URI = "file:///work/a.intrinsic.json";
const HOLDS = `{
  "title": "balanced",
  "architecture": { "widths": [5, 3, 4], "activation": "identity", "bias": false },
  "initialization": { "scheme": "balanced", "seed": 7 }
}
`;
const FAILS = HOLDS.replace('"balanced", "seed"', '"gaussian", "seed"');
const TYPO = HOLDS.replace('"activation"', '"activaton"');

describe("the language server, as a process", () => {
  let client: Client;

  beforeEach(async () => {
    client = await startClient({ docs: "file:///docs/codes", commands: true });
    await settings({ delay: 20 });
  });
  afterEach(() => client.end());

  const settings = (analysis: object) =>
    client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { intrinsic: { analysis } } });
  /** The text without its `|`, opened, and where the `|` stood. */
  async function openAt(marked: string) {
    const before = marked.slice(0, marked.indexOf("|")).split("\n");
    await client.open(URI, marked.replace("|", ""));
    return { textDocument: { uri: URI }, position: { line: before.length - 1, character: before.at(-1)!.length } };
  }

  describe("analyses what is opened and changed", () => {
    it("is stale, running, done; and its problems are exactly the report's", async () => {
      await client.open(URI, FAILS);
      const { result: report } = await client.state(URI, 1, "done");
      assert.equal(report.intrinsicMetric.value, "fails");
      assert.equal(report.spec.path, "/work/a.intrinsic.json");
      const kinds = client.updates.map(({ state }) => state.kind);
      assert.deepEqual([kinds[0], kinds[1], kinds.at(-1)], ["stale", "running", "done"]);
      const { diagnostics, version } = client.diagnostics.at(-1)!;
      assert.equal(version, 1);
      assert.deepEqual(
        diagnostics.map(({ code, range }) => ({ code, range })),
        report.problems.map(({ code, range }) => ({ code, range })),
      );
      assert.ok(report.problems.length > 0);
    });

    it("tells errors in the text at once, with a link to the code's page, and computes nothing", async () => {
      await settings({ delay: 60_000 });
      await client.open(URI, TYPO);
      const { diagnostics } = await client.problems(({ uri }) => uri === URI);
      const [problem] = diagnostics;
      assert.equal(problem.source, "intrinsic");
      assert.equal(problem.codeDescription?.href, `file:///docs/codes/${String(problem.code)}.md`);
      const invalid = await client.state(URI, 1, "invalid");
      assert.equal(invalid.errors, diagnostics.length);
      assert.ok(client.updates.every(({ state }) => state.kind !== "running"));
    });

    it("tells the errors of every keystroke before it computes anything about the text", async () => {
      await client.open(URI, HOLDS);
      await client.state(URI, 1, "done");
      await settings({ delay: 60_000 });
      for (let version = 2; version <= 12; version++) {
        await client.change(URI, version, version % 2 === 0 ? TYPO : HOLDS);
        const { diagnostics } = await client.problems((published) => published.version === version);
        assert.equal(diagnostics.length > 0, version % 2 === 0);
      }
      assert.ok(
        client.updates.every(({ state, documentVersion }) => documentVersion === 1 || state.kind !== "running"),
      );
    });

    it("speaks only of the newest text", async () => {
      await client.open(URI, HOLDS);
      for (let version = 2; version <= 20; version++)
        await client.change(URI, version, version % 2 === 0 ? FAILS : HOLDS);
      await client.change(URI, 21, FAILS);
      const { result: report } = await client.state(URI, 21, "done");
      assert.equal(report.intrinsicMetric.value, "fails");
      const versions = client.updates.map(({ documentVersion }) => documentVersion);
      assert.deepEqual(
        versions,
        versions.toSorted((a, b) => a - b),
      );
    });

    it("waits for the pause, unless asked to analyse now", async () => {
      await settings({ delay: 60_000 });
      await client.open(URI, HOLDS);
      await client.connection.sendRequest(START_TASK, { task: "analyze", uri: URI });
      await client.state(URI, 1, "done");
    });

    it("reads a very large text after the pause, and still tells all of it", async () => {
      const matrix = (rows: number, columns: number): number[][] =>
        Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => Math.sin(i + columns * j)));
      const spec = {
        architecture: { widths: [150, 150, 150], activation: "identity", bias: false },
        initialization: { scheme: "explicit", weights: [matrix(150, 150), matrix(150, 150)] },
      };
      const sound = JSON.stringify(spec);
      await client.open(URI, sound);
      await client.problems(({ version }) => version === 1);
      for (let version = 2; version <= 10; version++) await client.change(URI, version, sound);
      await client.change(URI, 11, sound.replace("activation", "activaton"));
      const { diagnostics } = await client.problems(({ version }) => version === 11);
      assert.ok(diagnostics.some(({ code }) => code === "spec.unknown-property"));
      await client.state(URI, 11, "invalid");
    });

    it("can be cancelled while it waits", async () => {
      await settings({ delay: 60_000 });
      await client.open(URI, HOLDS);
      await client.connection.sendRequest(STOP_TASK, { task: "analyze", uri: URI });
      await client.state(URI, 1, "stopped");
      assert.ok(client.updates.every(({ state }) => state.kind !== "running"));
    });

    it("clears the problems of a closed document and says no more of it", async () => {
      await client.open(URI, FAILS);
      await client.close(URI);
      await client.problems(({ uri, version }) => uri === URI && version === undefined);
      await client.connection.sendRequest(START_TASK, { task: "analyze", uri: URI });
      assert.deepEqual(client.diagnostics.at(-1)?.diagnostics, []);
      assert.ok(client.updates.every(({ state }) => state.kind !== "done"));
    });

    it("analyses several documents", async () => {
      const uris = ["a", "b", "c"].map((name) => `untitled:${name}`);
      for (const uri of uris) await client.open(uri, HOLDS);
      for (const uri of uris) assert.equal((await client.state(uri, 1, "done")).result.spec.path, null);
    });
  });

  describe("survives", () => {
    const NASTY: Readonly<Record<string, string>> = {
      "an empty text": "",
      "no JSON at all": "\u0000 \ud800 }{][",
      "a very deep text": "[".repeat(200_000),
      "a very deep object": '{"a":'.repeat(50_000),
      "a very large text": `{"title": "${"x".repeat(3_000_000)}"}`,
      "a million problems": `{${'"a":1,'.repeat(100_000)}}`,
      "prototype keys": '{"__proto__": {"a": 1}, "constructor": 1, "architecture": {"__proto__": []}}',
    };
    for (const [name, text] of Object.entries(NASTY))
      it(name, async () => {
        await client.open(URI, text);
        const at = { textDocument: { uri: URI }, position: { line: 0, character: 1 } };
        await Promise.all([
          client.connection.sendRequest(CompletionRequest.type, at),
          client.connection.sendRequest(HoverRequest.type, at),
          client.connection.sendRequest(DocumentSymbolRequest.type, at),
          client.connection.sendRequest(FoldingRangeRequest.type, at),
          client.connection.sendRequest(CodeLensRequest.type, at),
          client.connection.sendRequest(SelectionRangeRequest.type, {
            textDocument: at.textDocument,
            positions: [at.position],
          }),
          client.connection.sendRequest(DocumentFormattingRequest.type, {
            textDocument: at.textDocument,
            options: { tabSize: 2, insertSpaces: true },
          }),
        ]);
        await client.open("untitled:sound", HOLDS);
        await client.state("untitled:sound", 1, "done");
        assert.deepEqual(client.log, []);
      });

    it("requests about documents that are not open", async () => {
      const answer = await client.connection.sendRequest(HoverRequest.type, {
        textDocument: { uri: "file:///nowhere" },
        position: { line: 0, character: 0 },
      });
      assert.equal(answer, null);
      assert.equal(await client.connection.sendRequest(START_TASK, { task: "analyze", uri: "file:///nowhere" }), null);
    });

    it("broken parameters", async () => {
      assert.equal(await client.connection.sendRequest(START_TASK, null), null);
      await client.open(URI, HOLDS);
      await client.state(URI, 1, "done");
    });
  });

  describe("helps while writing", () => {
    it("completes properties and values", async () => {
      const labels = async (marked: string): Promise<string[]> => {
        const answer = await client.connection.sendRequest(CompletionRequest.type, await openAt(marked));
        return (answer as CompletionList).items.map(({ label }) => label);
      };
      const properties = await labels(`{ "title": "a", "|" }`);
      for (const property of ["architecture", "initialization"])
        assert.ok(properties.includes(property), properties.join());
      assert.ok(!properties.includes("title"));
    });

    it("completes the activations", async () => {
      const at = await openAt(`{ "architecture": { "widths": [2, 1], "activation": "|" } }`);
      const answer = (await client.connection.sendRequest(CompletionRequest.type, at)) as CompletionList;
      const labels = answer.items.map(({ label }) => label);
      for (const activation of ["identity", "relu", "tanh"])
        assert.ok(
          labels.some((l) => l.includes(activation)),
          labels.join(),
        );
    });

    it("explains a property on hover", async () => {
      const at = await openAt(HOLDS.replace('"widths"', '"wid|ths"'));
      const hover = (await client.connection.sendRequest(HoverRequest.type, at)) as Hover;
      const text = JSON.stringify(hover.contents as MarkupContent | string[]);
      assert.ok(text.length > 20, text);
    });

    it("says on hover how an activation unbalances its neighbours", async () => {
      const at = await openAt(HOLDS.replace('"identity"', '"ta|nh"'));
      const hover = (await client.connection.sendRequest(HoverRequest.type, at)) as Hover;
      assert.match(JSON.stringify(hover.contents), /Class B: φ_σ\(z\) = z σ′\(z\) − σ\(z\) = −2\/3 z³/);
    });

    it("outlines, folds and formats", async () => {
      const at = await openAt(`|${HOLDS}`);
      const symbols = (await client.connection.sendRequest(DocumentSymbolRequest.type, at)) as DocumentSymbol[];
      assert.deepEqual(
        symbols.map(({ name }) => name),
        ["title", "architecture", "initialization"],
      );
      const folds = await client.connection.sendRequest(FoldingRangeRequest.type, at);
      assert.equal(folds?.length, 1);
      const edits = await client.connection.sendRequest(DocumentFormattingRequest.type, {
        textDocument: { uri: URI },
        options: { tabSize: 4, insertSpaces: true },
      });
      assert.ok((edits?.length ?? 0) > 0);
    });

    it("offers to analyse above the architecture and says the verdict there", async () => {
      await client.open(URI, HOLDS);
      await client.state(URI, 1, "done");
      const lenses = await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: URI } });
      assert.deepEqual(
        lenses?.map(({ command, range }) => [command?.title, command?.command, range.start.line]),
        [
          ["Analyze", "intrinsic.analyze", 2],
          ["intrinsic", "intrinsic.showPanel", 2],
          ["Expect what holds now", "intrinsic.expectNow", 2],
        ],
      );
    });

    it("offers no commands to a client that does not know them", async () => {
      const other = await startClient({});
      await other.open(URI, TYPO);
      const published = await other.problems(({ uri }) => uri === URI);
      assert.equal(published.diagnostics[0].codeDescription, undefined);
      assert.equal(await other.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: URI } }), null);
      await other.end();
    });
  });
});
