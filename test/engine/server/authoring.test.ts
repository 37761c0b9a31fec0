/** What helps to write a spec, over a real connection to a real process: names of layers, quick fixes, hints, completions. */
import assert from "node:assert/strict";
import { formatNumber } from "../../../src/engine/findings/numbers";
import { initialize } from "../../../src/engine/model/initializers";
import { readSpec } from "../../../src/engine/spec/read";
import {
  CodeActionRequest,
  CompletionRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  HoverRequest,
  InlayHintRefreshRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  type ClientCapabilities,
  type CodeAction,
  type CompletionList,
  type Hover,
  type InlayHint,
  type Location,
  type MarkupContent,
  type Position,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { startClient, type Client } from "./client";

const URI = "file:///work/a.intrinsic.json";
/** The names stand behind characters of two UTF-16 units, in comments and in titles. */
const NAMED = `{ // 🎲 hidden is no name here
  "title": "😀 hidden",
  "architecture": {
    "input": 3,
    "layers": [
      /* 𝔸 */ { "type": "dense", "name": "hidden", "units": 4 },
      { "type": "dense", "units": 4 },
      { "type": "dense", "name": "output", "units": 2, "from": ["layer2", /* 🎲 */ "hidden"] }
    ]
  },
  "initialization": { "layers": { "hidden": { "scale": 2 }, "layer2": { "scale": 1 } } },
  "sweep": { "over": { "initialization.layers.hidden.scale": [1, 2] }, "measure": "violation" }
}
`;
const CAPABILITIES: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: { relatedInformation: true },
    codeAction: { dataSupport: true, resolveSupport: { properties: ["edit"] } },
  },
  workspace: { workspaceEdit: { documentChanges: true }, inlayHint: { refreshSupport: true } },
};

describe("writing a spec, over a connection", () => {
  let client: Client;

  beforeEach(async () => {
    client = await startClient({ commands: true }, CAPABILITIES);
  });
  afterEach(() => client.end());

  const settings = (own: object) =>
    client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { intrinsic: own } });
  const place = (text: string, word: string, nth = 0): { textDocument: { uri: string }; position: Position } => {
    let offset = -1;
    for (let i = 0; i <= nth; i++) offset = text.indexOf(word, offset + 1);
    assert.ok(offset >= 0, `no ${word}`);
    return { textDocument: { uri: URI }, position: documentOf(text).positionAt(offset + 1) };
  };
  const renamed = async (text: string, at: Position, newName: string): Promise<string> => {
    const edit = (await client.connection.sendRequest(RenameRequest.type, {
      textDocument: { uri: URI },
      position: at,
      newName,
    })) as WorkspaceEdit;
    return TextDocument.applyEdits(documentOf(text), [...(edit.changes?.[URI] ?? [])]);
  };

  it("renames a layer wherever it is meant, and nothing else", async () => {
    await client.open(URI, NAMED);
    for (let nth = 0; nth < 4; nth++) {
      const { position } = place(NAMED, nth === 3 ? "hidden.scale" : '"hidden"', nth === 3 ? 0 : nth);
      const after = await renamed(NAMED, position, 'a "b"\\');
      const written = JSON.stringify('a "b"\\').slice(1, -1);
      assert.equal(
        after,
        NAMED.replaceAll('"hidden"', `"${written}"`).replace("layers.hidden.scale", `layers.${written}.scale`),
      );
    }
  });

  it("gives a layer that is called by its position a name of its own", async () => {
    await client.open(URI, NAMED);
    const after = await renamed(NAMED, place(NAMED, '"layer2"').position, "middle");
    assert.equal(
      after,
      NAMED.replace(
        '{ "type": "dense", "units": 4 },\n      {',
        '{ "name": "middle", "type": "dense", "units": 4 },\n      {',
      ).replaceAll('"layer2"', '"middle"'),
    );
  });

  it("refuses names that are taken, no names, the input, and layers of the short form", async () => {
    await client.open(URI, NAMED);
    const { position } = place(NAMED, '"hidden"');
    for (const [name, why] of [
      ["output", /Another layer is called "output"/],
      ["layer2", /Another layer is called "layer2"/],
      ["input", /name of the network's input/],
      ["  ", /1 to 100 characters/],
      ["a\nb", /1 to 100 characters/],
    ] as const)
      await assert.rejects(renamed(NAMED, position, name), why);
    await assert.rejects(
      client.connection.sendRequest(PrepareRenameRequest.type, place(NAMED, '"input"')),
      /always called "input"/,
    );
    await assert.rejects(client.connection.sendRequest(PrepareRenameRequest.type, place(NAMED, '"title"')), /No layer/);
    const short = '{ "architecture": { "widths": [2, 30, 2] } }';
    await client.change(URI, 2, short);
    await assert.rejects(
      client.connection.sendRequest(PrepareRenameRequest.type, place(short, "30")),
      /by their position/,
    );
  });

  it("goes to a layer's name, and lists and marks the places that mean it", async () => {
    await client.open(URI, NAMED);
    const at = place(NAMED, "hidden.scale");
    const definition = (await client.connection.sendRequest(DefinitionRequest.type, at)) as Location;
    assert.equal(documentOf(NAMED).getText(definition.range), "hidden");
    assert.equal(definition.range.start.line, 5);
    const references = (await client.connection.sendRequest(ReferencesRequest.type, {
      ...at,
      context: { includeDeclaration: true },
    }))!;
    assert.deepEqual(
      references.map(({ range }) => [range.start.line, documentOf(NAMED).getText(range)]),
      [5, 7, 10, 11].map((line) => [line, "hidden"]),
    );
    assert.equal((await client.connection.sendRequest(DocumentHighlightRequest.type, at))?.length, 4);
    const byPosition = (await client.connection.sendRequest(
      DefinitionRequest.type,
      place(NAMED, '"layer2"'),
    )) as Location;
    assert.deepEqual([byPosition.range.start.line, documentOf(NAMED).getText(byPosition.range)], [6, '"dense"']);
    assert.equal(await client.connection.sendRequest(DefinitionRequest.type, place(NAMED, '"title"')), null);
  });

  it("follows names in a text that is broken or empty, and never fails", async () => {
    const broken = NAMED.replace('"sweep": {', '"sweep": ').slice(0, -8);
    await client.open(URI, broken);
    const found = (await client.connection.sendRequest(
      DefinitionRequest.type,
      place(broken, '"hidden"', 1),
    )) as Location;
    assert.equal(found.range.start.line, 5);
    for (const [version, text] of ["", "[", "{", '{ "architecture": { "layers": [1, null, {}] } }', '"'].entries()) {
      await client.change(URI, version + 2, text);
      for (let character = 0; character <= text.length; character++) {
        const at = { textDocument: { uri: URI }, position: { line: 0, character } };
        await client.connection.sendRequest(DefinitionRequest.type, at);
        await client.connection.sendRequest(CompletionRequest.type, at);
        await client.connection.sendRequest(HoverRequest.type, at);
      }
    }
    assert.deepEqual(client.log, []);
  });

  it("offers what was meant as a quick fix with its change, and shows the other place of a problem", async () => {
    const text = '{ "title": "a", "architecture": { "widths": [2, 2], "activation": "swish" }, "title": "b" }';
    await client.open(URI, text);
    const { diagnostics } = await client.problems(({ uri }) => uri === URI);
    const [related] = diagnostics.flatMap(({ relatedInformation = [] }) => relatedInformation);
    assert.equal(documentOf(text).getText(related.location.range), '"title"');
    assert.equal(related.location.range.start.character, 2);
    const [action, ...others] = (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: URI },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: text.length } },
      context: { diagnostics: [] },
    })) as CodeAction[];
    assert.equal(others.length, 0);
    assert.equal(action.title, 'Write "silu"');
    assert.equal(action.isPreferred, true);
    const [change] = action.edit!.documentChanges!;
    assert.ok("edits" in change && change.textDocument.version === 1);
    assert.equal(
      TextDocument.applyEdits(documentOf(text), change.edits as TextEdit[]),
      text.replace('"swish"', '"silu"'),
    );
  });

  it("completes sources, overrides and paths of a sweep with what this spec has", async () => {
    const cases = [
      ['"from": ["layer2", /* 🎲 */ "hidden"]', '"from": ["|"]', ["input", "hidden", "layer2"]],
      ['"from": ["layer2", /* 🎲 */ "hidden"]', '"from": ["hidden", |]', ["input", "layer2"]],
      ['{ "type": "dense", "units": 4 }', '{ "type": "dense", "units": 4, "from": [|] }', ["input", "hidden"]],
      ['"layer2": { "scale": 1 }', '"|"', ["layer2", "output"]],
      ['"initialization.layers.hidden.scale": [1, 2]', '"ini|"', null],
    ] as const;
    let version = 0;
    for (const [from, to, expected] of cases) {
      const marked = NAMED.replace(from, to);
      const text = marked.replace("|", "");
      version++;
      if (version === 1) await client.open(URI, text);
      else await client.change(URI, version, text);
      const { items } = (await client.connection.sendRequest(CompletionRequest.type, {
        textDocument: { uri: URI },
        position: documentOf(text).positionAt(marked.indexOf("|")),
      })) as CompletionList;
      const words = items.map(({ label }) => label);
      if (expected !== null) assert.deepEqual(words, expected, to);
      else
        for (const path of [
          "initialization.layers.hidden.scale",
          "architecture.layers.0.units",
          "initialization.scale",
        ])
          assert.equal(words.includes(path), !path.startsWith("architecture"), path);
      for (const { textEdit } of items.slice(0, 1)) assert.ok(textEdit !== undefined && "range" in textEdit);
    }
  });

  it("hints at parameters and laws of each layer once that is asked for, and says more on hovering", async () => {
    await settings({ analysis: { delay: 0 } });
    const text = '{ "architecture": { "widths": [5, 3, 4] }, "initialization": { "scheme": "gaussian" } }';
    await client.open(URI, text);
    await client.state(URI, 1, "done");
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: text.length } };
    const hints = () => client.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri: URI }, range });
    assert.equal(await hints(), null);
    await settings({ analysis: { delay: 0 }, inlayHints: true });
    const found = (await hints()) as InlayHint[];
    // U₂ᵀ U₂ − U₁ U₁ᵀ, symmetric of size 3: six laws, of both layers.
    assert.deepEqual(
      found.map(({ label, position }) => [label, position.character]),
      [
        ["15 parameters, in 6 laws", text.indexOf("3, 4") + 1],
        ["12 parameters, in 6 laws", text.indexOf("4]") + 1],
      ],
    );
    const hover = (await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: URI },
      position: { line: 0, character: text.indexOf("3, 4") },
    })) as Hover;
    assert.match((hover.contents as MarkupContent).value, /\*\*layer1\*\*: `dense`, 3 units[^]*6 laws[^]*with layer2/);
    // The law matrix of the weights that the engine draws, by another way.
    const drawn = readSpec(text);
    assert.ok(drawn.network !== null && drawn.initialization !== null);
    const start = initialize(drawn.network, drawn.initialization);
    assert.ok(start.kind === "theta");
    const [u, v] = [start.theta.subarray(0, 15), start.theta.subarray(15)];
    let square = 0;
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        let entry = 0;
        for (let k = 0; k < 4; k++) entry += v[3 * k + i] * v[3 * k + j];
        for (let k = 0; k < 5; k++) entry -= u[5 * i + k] * u[5 * j + k];
        square += entry ** 2;
      }
    assert.ok(
      (hover.contents as MarkupContent).value.includes(`; here of norm ${formatNumber(Math.sqrt(square))}`),
      (hover.contents as MarkupContent).value,
    );
    await client.change(URI, 2, text.replace("gaussian", "gaussia"));
    assert.equal(await hints(), null);
  });

  it("asks for hints twice when they change: an editor that waits for an answer misses the first", async () => {
    let asked = 0;
    let wake = (): void => undefined;
    client.connection.onRequest(InlayHintRefreshRequest.type, () => {
      asked++;
      wake();
    });
    const twice = async (): Promise<void> => {
      while (asked < 2) await new Promise<void>((resolve) => (wake = resolve));
      asked = 0;
    };
    await settings({ inlayHints: true });
    await twice();
    await settings({ inlayHints: false });
    await twice();
  });
});

function documentOf(text: string): TextDocument {
  return TextDocument.create(URI, "intrinsic", 0, text);
}
