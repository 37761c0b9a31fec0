/**
 * Whoever writes never waits for numerics: what concerns the text is answered while a thread computes what does not end. What
 * waited for the end would never be answered.
 */
import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CodeLensRequest,
  CompletionRequest,
  DocumentFormattingRequest,
  DocumentSymbolRequest,
  HoverRequest,
  type CompletionList,
} from "vscode-languageserver/node";
import { START_TASK } from "../../../src/engine/protocol/messages";
import { SCRIPTED_THREAD, SERVER } from "../worker/programs";
import { startClient, type Client } from "./client";

const COMPUTED = "file:///work/computed.intrinsic.json";
const WRITTEN = "file:///work/written.intrinsic.json";
/** Hours of gradient descent; to the scripted thread its title says to compute without end or ear. */
const ENDLESS = `{
  "title": "stuck",
  "architecture": { "widths": [5, 3, 4], "activation": "identity" },
  "initialization": { "scheme": "gaussian", "seed": 7 },
  "training": {
    "data": { "kind": "teacher", "samples": 16, "seed": 3 },
    "optimizer": { "type": "gradient-descent", "learningRate": 1e-4, "steps": 50000000 }
  }
}
`;
const TYPO = ENDLESS.replace('"activation"', '"activaton"');
/** Within the word "widths", and where another property may begin. */
const WIDTHS = { line: 2, character: 24 };
const BETWEEN = { line: 1, character: 2 };

describe("what concerns the text never waits for numerics", () => {
  let client: Client;
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "intrinsic-aside-"))));
  afterEach(async () => {
    await client.end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts a server that analyses nothing by itself, so that nothing takes the thread from what computes. */
  async function begin(server: string): Promise<void> {
    client = await startClient({ commands: true }, {}, [], server);
    await client.connection.sendNotification("workspace/didChangeConfiguration", {
      settings: { intrinsic: { analysis: { delay: 86_400_000 } } },
    });
    await client.open(COMPUTED, ENDLESS);
  }

  /** Everything that an editor asks of a document while one writes. */
  async function ask(uri: string): Promise<void> {
    const textDocument = { uri };
    const { connection } = client;
    const hover = await connection.sendRequest(HoverRequest.type, { textDocument, position: WIDTHS });
    assert.match(JSON.stringify(hover), /layer|neuron/i);
    const offered = (await connection.sendRequest(CompletionRequest.type, {
      textDocument,
      position: BETWEEN,
    })) as CompletionList;
    assert.ok(offered.items.some(({ label }) => label.includes("expect")));
    const symbols = await connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    assert.equal(symbols?.length, 4);
    assert.ok(((await connection.sendRequest(CodeLensRequest.type, { textDocument })) ?? []).length > 0);
    const edits = await connection.sendRequest(DocumentFormattingRequest.type, {
      textDocument,
      options: { tabSize: 4, insertSpaces: true },
    });
    assert.ok((edits ?? []).length > 0);
  }

  /** A fault is told as soon as it is written, and taken back when it is corrected. */
  async function err(uri: string): Promise<void> {
    await client.open(uri, TYPO);
    for (const version of [1, 2, 3, 4]) {
      if (version > 1) await client.change(uri, version, version % 2 === 1 ? TYPO : ENDLESS);
      const published = await client.problems((one) => one.uri === uri && one.version === version);
      const isFaulty = published.diagnostics.some(({ code }) => code === "spec.unknown-property");
      assert.equal(isFaulty, version % 2 === 1, `version ${version}`);
    }
  }

  it("while an analysis is deaf and without end", async () => {
    const server = path.join(folder, "server.js");
    copyFileSync(SERVER, server);
    copyFileSync(SCRIPTED_THREAD, path.join(folder, "worker.js"));
    await begin(server);
    await client.connection.sendRequest(START_TASK, { task: "analyze", uri: COMPUTED });
    await client.state(COMPUTED, 1, "running", ({ progress }) => progress.stage === "stepping"); // the thread says so itself
    await ask(COMPUTED);
    await err(WRITTEN);
    await ask(WRITTEN);
    const told = client.updates.filter(({ uri }) => uri === COMPUTED).map(({ state }) => state.kind);
    assert.equal(told.at(-1), "running", "the analysis was over before everything was answered");
    assert.ok(!told.includes("done") && !told.includes("stopped"));
  });

  it("while a simulation of hours runs", async () => {
    await begin(SERVER);
    await client.connection.sendRequest(START_TASK, { task: "simulate", uri: COMPUTED });
    await client.simulation(COMPUTED, (state) => state.kind === "running" && state.partial !== null);
    await ask(COMPUTED);
    await err(WRITTEN);
    await ask(WRITTEN);
    const before = client.simulations.length;
    await client.simulation(COMPUTED, () => client.simulations.length > before); // and it goes on
    assert.deepEqual([...new Set(client.simulations.map(({ state }) => state.kind))], ["running"]);
  });
});
