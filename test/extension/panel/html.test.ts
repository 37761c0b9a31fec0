import assert from "node:assert/strict";
import { pageHtml } from "../../../src/extension/panel/html";

describe("the page's frame", () => {
  const files = { cspSource: "https://csp", nonce: "abc", script: "https://s/main.js", style: "https://s/panel.css" };
  const html = pageHtml({ ...files, language: "en", bundle: undefined });

  it("lets nothing load but our own script and style", () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    assert.equal(
      policy,
      "default-src 'none'; style-src https://csp; script-src 'nonce-abc'; img-src https://csp data: blob:; font-src https://csp",
    );
    assert.deepEqual(html.match(/<script[^>]*>/g), ['<script nonce="abc" src="https://s/main.js">']);
  });

  it("brings the sentences of the language as data, whatever is in them", () => {
    const bundle = { 'a "quoted" <b>': '„so“ & <i> "so"' };
    const german = pageHtml({ ...files, language: "de", bundle });
    assert.match(german, /<html lang="de">/);
    const told = /data-bundle="([^"]*)"/.exec(german)?.[1] ?? "";
    const text = told.replaceAll("&lt;", "<").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
    assert.deepEqual(JSON.parse(text), bundle);
    assert.doesNotMatch(german, /<[bi]>/);
    assert.doesNotMatch(html, /data-bundle/);
    assert.match(html, /<html lang="en">/);
  });

  it("has no inline style or handler, which the policy would refuse", () => {
    assert.doesNotMatch(html, /<style|style=|\son\w+=/);
  });
});
