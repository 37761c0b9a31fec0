/** The schema: what is published, and what the editor makes of it. */
import assert from "node:assert/strict";
import { LAYER_TYPES } from "../../../src/engine/model/blocks";
import { PRESET_TYPES } from "../../../src/engine/spec/presets";
import { readFileSync } from "node:fs";
import { getLanguageService, type JSONSchema } from "vscode-json-languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";
import { specSchema } from "../../../src/engine/spec/schema";
import type { CheckedSchema } from "../../../src/engine/spec/schema/keywords";
import { finds } from "./marks";

const schema = specSchema as unknown as JSONSchema;
const service = getLanguageService({
  clientCapabilities: {
    textDocument: {
      completion: { completionItem: { documentationFormat: ["markdown"] } },
      hover: { contentFormat: ["markdown"] },
    },
  },
});
service.configure({
  validate: false,
  allowComments: true,
  schemas: [{ uri: "intrinsic:///schema", fileMatch: ["*"], schema }],
});

/** The text with the cursor as `|`. */
function at(marked: string) {
  const offset = marked.indexOf("|");
  const document = TextDocument.create("file:///a.intrinsic.json", "json", 1, marked.replace("|", ""));
  return { document, position: document.positionAt(offset), json: service.parseJSONDocument(document) };
}

async function completions(marked: string) {
  const { document, position, json } = at(marked);
  return (await service.doComplete(document, position, json))?.items ?? [];
}

async function hover(marked: string): Promise<string> {
  const { document, position, json } = at(marked);
  return JSON.stringify((await service.doHover(document, position, json))?.contents ?? null);
}

describe("spec schema", () => {
  it("is published as it is: `node scripts/schema.mjs` was run", () => {
    assert.equal(readFileSync("schemas/intrinsic.schema.json", "utf8"), `${JSON.stringify(specSchema, null, 2)}\n`);
  });

  it("explains every property and every word", () => {
    const unexplained: string[] = [];
    const visit = (
      at: string,
      inner: CheckedSchema & { enumDescriptions?: string[]; markdownDescription?: string },
      named: boolean,
    ): void => {
      if (named && (inner.description === undefined || inner.markdownDescription === undefined)) unexplained.push(at);
      if (inner.enumDescriptions !== undefined && inner.enumDescriptions.length !== inner.enum?.length)
        unexplained.push(`${at} (words)`);
      for (const [name, property] of Object.entries(inner.properties ?? {})) visit(`${at}.${name}`, property, true);
      if (inner.items !== undefined) visit(`${at}[]`, inner.items, false);
      if (typeof inner.additionalProperties === "object") visit(`${at}.*`, inner.additionalProperties, false);
    };
    visit("spec", schema as CheckedSchema, true);
    assert.deepEqual(unexplained, []);
  });

  it("names in its variants only properties and words that exist", () => {
    const wrong: string[] = [];
    const visit = (inner: CheckedSchema): void => {
      const { variants, properties = {} } = inner;
      if (variants !== undefined) {
        const words = properties[variants.by].enum ?? [];
        if ([...words].sort().join() !== Object.keys(variants.cases).sort().join()) wrong.push(variants.by);
        // `bias` belongs to overrides alone, which share the table of the schemes.
        for (const { needs = [], takes = [] } of Object.values(variants.cases))
          wrong.push(...[...needs, ...takes].filter((name) => !(name in properties) && name !== "bias"));
      }
      for (const property of Object.values(properties)) visit(property);
      if (inner.items !== undefined) visit(inner.items);
    };
    visit(schema as CheckedSchema);
    assert.deepEqual(wrong, []);
  });

  it("offers whole specs in an empty file, each without a problem", async () => {
    const items = (await completions("|")).filter(({ label }) => /network|connection/i.test(label));
    assert.equal(items.length, 5);
    for (const { label, textEdit } of items) {
      const text = (textEdit?.newText ?? "").replace(/\$\{\d+:([^}]*)\}/g, "$1").replace(/\$\d+/g, "");
      assert.doesNotThrow(() => finds(text), label);
    }
  });

  it("offers the properties that are still missing", async () => {
    const labels = (await completions('{ "architecture": { "widths": [2, 2] }, | }')).map(({ label }) => label);
    for (const label of ["title", "initialization", "training", "expect", "sweep"])
      assert.ok(labels.includes(label), label);
    assert.ok(!labels.includes("architecture"));
  });

  it("offers words with their explanations", async () => {
    const schemes = await completions('{ "initialization": { "scheme": | } }');
    const relaxed = schemes.find(({ label }) => label === '"relaxed-balanced"');
    assert.match(JSON.stringify(relaxed?.documentation), /intrinsic/);
    const types = (await completions('{ "architecture": { "layers": [ { "type": | } ] } }')).map(({ label }) => label);
    assert.deepEqual(types.sort(), [...LAYER_TYPES, ...PRESET_TYPES].map((type) => `"${type}"`).toSorted());
  });

  it("explains properties and values under the pointer", async () => {
    assert.match(await hover('{ "architecture": { "wid|ths": [2, 2] } }'), /neurons in each layer/);
    assert.match(await hover('{ "architecture": { "layers": [ { "ty|pe": "dense" } ] } }'), /What the layer computes/);
    assert.match(await hover('{ "initialization": { "scheme": "he-n|ormal" } }'), /2 \/ inputs/);
    assert.match(await hover('{ "initialization": { "layers": { "a": { "sca|le": 1 } } } }'), /Multiplies/);
    assert.match(await hover('{ "expect": { "la|ws": 6 } }'), /conservation laws/);
  });
});
