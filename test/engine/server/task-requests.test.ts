/** Simulations over a real connection to a real process. */
import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { CodeLensRequest, DidChangeWorkspaceFoldersNotification, type CodeLens } from "vscode-languageserver/node";
import { START_TASK, STOP_TASK } from "../../../src/engine/protocol/messages";
import type { StateOf } from "../../../src/engine/protocol/tasks";
import { startClient, type Client } from "./client";

const URI = "file:///work/a.intrinsic.json";
const spec = (optimizer: object, more: { data?: object; expect?: object } = {}): string => `{
  "architecture": { "widths": [5, 3, 4], "activation": "identity" },
  "initialization": { "scheme": "relaxed-balanced", "lambda": [0.7], "seed": 7 },
  "training": {
    "data": ${JSON.stringify(more.data ?? { kind: "teacher", samples: 16, seed: 3 })},
    "optimizer": ${JSON.stringify(optimizer)}
  },
  "expect": ${JSON.stringify(more.expect ?? {})}
}
`;
const SHORT = spec({ type: "gradient-flow", time: 1, tolerance: 1e-9 }, { expect: { maxDrift: 1e-300 } });
const LONG = spec({ type: "gradient-descent", learningRate: 1e-4, steps: 50_000_000 });
const TYPO = LONG.replace('"activation"', '"activaton"');

describe("simulations on the server", () => {
  let client: Client;

  afterEach(() => client.end());

  const begin = async (text = LONG, uri = URI, folders: readonly string[] = []): Promise<void> => {
    client = await startClient({ commands: true }, { workspace: { workspaceFolders: true } }, folders);
    await client.open(uri, text);
  };
  const simulate = (uri = URI): Promise<unknown> =>
    client.connection.sendRequest(START_TASK, { task: "simulate", uri });
  const stop = (uri = URI): Promise<unknown> => client.connection.sendRequest(STOP_TASK, { task: "simulate", uri });
  const samples = (state: StateOf<"simulate">): number => ("partial" in state ? (state.partial?.times.length ?? 0) : 0);
  const over = (version = 1, uri = URI) =>
    client.simulation(uri, ({ kind }, of) => kind !== "running" && of === version);
  const lenses = async (uri = URI): Promise<string[]> =>
    ((await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } })) as CodeLens[]).map(
      ({ command, range }) => `${range.start.line} ${command?.title ?? ""} ${command?.command ?? ""}`,
    );
  const trainingLenses = async (): Promise<string[]> => (await lenses()).filter((lens) => lens.startsWith("3 "));

  it("tell what they computed, and their problems are the report's from then on", async () => {
    await begin(SHORT);
    await client.state(URI, 1, "done");
    assert.ok(client.diagnostics.at(-1)?.diagnostics.some(({ code }) => code === "expect.needs-run"));
    assert.equal(await simulate(), null);
    const { state } = await over();
    assert.ok(state.kind === "done" && state.result.trajectory?.status === "done", JSON.stringify(state));
    assert.equal(state.result.spec.path, "/work/a.intrinsic.json");
    const codes = (): unknown[] =>
      (client.diagnostics.at(-1)?.diagnostics ?? []).map(({ code, range }) => JSON.stringify({ code, range })).sort();
    const expected = state.result.problems.map(({ code, range }) => JSON.stringify({ code, range })).sort();
    assert.ok(expected.some((one) => one.includes("expect.failed")));
    assert.deepEqual(codes(), expected);

    const before = client.updates.length;
    await client.connection.sendRequest(START_TASK, { task: "analyze", uri: URI });
    await client.problems(() => client.updates.slice(before).some((update) => update.state.kind === "done"));
    assert.deepEqual(codes(), expected, "a later analysis of the same text took the run's problems away");
  });

  it("grow as they run, go on while errors are told of what is typed meanwhile, and stop with all they have", async () => {
    await begin();
    await simulate();
    const first = await client.simulation(URI, (state) => state.kind === "running" && samples(state) > 0);
    assert.match(first.state.kind === "running" ? first.state.progress.stage : "", /^step \d+ of 50000000, loss /);
    for (let version = 2; version <= 12; version++) {
      await client.change(URI, version, version % 2 === 0 ? TYPO : LONG);
      await client.problems((published) => published.version === version);
    }
    assert.ok(client.simulations.every(({ state }) => state.kind === "running"));
    const told = client.simulations.length;
    await client.simulation(URI, (state) => state.kind === "running" && client.simulations.length > told + 1);
    await stop();
    const { state, documentVersion } = await over();
    assert.ok(state.kind === "stopped" && state.partial?.status === "cancelled" && documentVersion === 1, state.kind);
    assert.deepEqual(
      client.log.filter((line) => /simulation/.test(line)),
      [],
    );
  });

  it("leave an edited text's problems alone when they end", async () => {
    await begin(SHORT);
    await client.state(URI, 1, "done");
    await simulate();
    await client.change(URI, 2, TYPO);
    const { diagnostics } = await client.problems(({ version }) => version === 2);
    await over();
    assert.deepEqual(client.diagnostics.at(-1)?.diagnostics, diagnostics);
    assert.equal(client.diagnostics.at(-1)?.version, 2);
  });

  it("are offered above the training, and Stop while they run", async () => {
    await begin();
    assert.deepEqual(await trainingLenses(), ["3 Simulate intrinsic.simulate"]);
    await simulate();
    assert.deepEqual(await trainingLenses(), ["3 Stop intrinsic.stopSimulation"]);
    await client.change(URI, 2, `${LONG}\n`);
    assert.deepEqual(await trainingLenses(), [
      "3 Stop intrinsic.stopSimulation",
      "3 Simulate the new text intrinsic.simulate",
    ]);
    await stop();
    await over();
    assert.deepEqual(await trainingLenses(), ["3 Simulate intrinsic.simulate"]);
    await client.change(URI, 3, '{ "architecture": { "widths": [2, 2], "activation": "identity" } }');
    assert.ok((await lenses()).every((lens) => !/Simulate/.test(lens)));
  });

  it("end with their document, and one of the same name begins anew", async () => {
    await begin();
    await simulate();
    await client.simulation(URI, (state) => samples(state) > 0);
    await client.close(URI);
    await client.open(URI, SHORT);
    const end = await over();
    assert.equal(end.state.kind, "stopped");
    const told = client.simulations.indexOf(end) + 1;
    await simulate();
    await client.simulation(URI, ({ kind }) => kind === "done");
    assert.ok(
      client.simulations
        .slice(told)
        .every(
          ({ state }) =>
            samples(state) === 0 ||
            ("partial" in state && state.partial?.optimizer === "gradient-flow") ||
            state.kind === "done",
        ),
      "the old run went on",
    );
  });

  it("say why there is nothing to simulate, and what to do", async () => {
    await begin();
    const cases: readonly (readonly [string, RegExp])[] = [
      [
        '{ "architecture": { "widths": [2, 2], "activation": "identity" }, "initialization": { "scheme": "gaussian" } }',
        /no training section/,
      ],
      [TYPO, /activaton/],
      ["", /./],
      [
        spec({ type: "gradient-flow", time: 1 }, { data: { kind: "csv", path: "data.csv", inputs: 5, targets: 4 } }),
        /there is no such file/,
      ],
    ];
    for (const [i, [text, why]] of cases.entries()) {
      const uri = `file:///work/case${i}.intrinsic.json`;
      await client.open(uri, text);
      await simulate(uri);
      const { state } = await over(1, uri);
      assert.ok(state.kind === "failed" && why.test(state.message) && /\.$/.test(state.help), JSON.stringify(state));
    }
  });

  it("survive documents that are not open and broken parameters", async () => {
    await begin(SHORT);
    for (const method of [START_TASK, STOP_TASK])
      for (const params of [
        { task: "simulate", uri: "file:///nowhere" },
        null,
        { task: "simulate", uri: 7 },
        { task: "make-coffee", uri: URI },
        { uri: URI },
      ])
        assert.equal(await client.connection.sendRequest(method, params), null);
    await simulate();
    assert.equal((await over()).state.kind, "done");
  });

  describe("read data from the workspace", () => {
    let folder: string;
    const CSV = spec(
      { type: "gradient-flow", time: 0.1, tolerance: 1e-6 },
      { data: { kind: "csv", path: "../data.csv", inputs: 5, targets: 4 } },
    );
    const specIn = (): string => pathToFileURL(path.join(folder, "specs", "a.intrinsic.json")).toString();
    before(() => {
      folder = mkdtempSync(path.join(tmpdir(), "intrinsic-server-"));
      mkdirSync(path.join(folder, "specs"));
      writeFileSync(path.join(folder, "specs", "a.intrinsic.json"), CSV);
      writeFileSync(
        path.join(folder, "data.csv"),
        ["a,b,c,d,e,p,q,r,s", "1,0,2,1,0,1,2,3,4", "0,1,1,0,2,4,3,2,1"].join("\n"),
      );
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    it("when the client says that the spec lies in it", async () => {
      await begin(CSV, specIn(), [pathToFileURL(folder).toString()]);
      await simulate(specIn());
      const { state } = await over(1, specIn());
      assert.equal(state.kind, "done", JSON.stringify(state));
    });

    it("and not from beyond the spec's own folder otherwise, until the workspace grows", async () => {
      await begin(CSV, specIn());
      await client.state(specIn(), 1, "done");
      await simulate(specIn());
      const { state } = await over(1, specIn());
      assert.ok(state.kind === "failed" && /outside/.test(state.message), JSON.stringify(state));
      await client.problems(({ diagnostics }) => diagnostics.some(({ code }) => code === "data.unreadable"));

      const uri = pathToFileURL(folder).toString();
      await client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
        event: { added: [{ uri, name: "w" }], removed: [] },
      });
      await simulate(specIn());
      await client.simulation(specIn(), ({ kind }) => kind === "done");
      assert.ok(
        client.diagnostics.at(-1)?.diagnostics.every(({ code }) => code !== "data.unreadable"),
        "the problem of the earlier run is still there",
      );
    });
  });
});
