import assert from "node:assert/strict";
import { pageHtml } from "../../../src/extension/panel/html";

describe("the page's frame", () => {
  const html = pageHtml({
    cspSource: "https://csp",
    nonce: "abc",
    script: "https://s/main.js",
    style: "https://s/panel.css",
  });

  it("lets nothing load but our own script and style", () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    assert.equal(
      policy,
      "default-src 'none'; style-src https://csp; script-src 'nonce-abc'; img-src https://csp data: blob:; font-src https://csp",
    );
    assert.deepEqual(html.match(/<script[^>]*>/g), ['<script nonce="abc" src="https://s/main.js">']);
  });

  it("has no inline style or handler, which the policy would refuse", () => {
    assert.doesNotMatch(html, /<style|style=|\son\w+=/);
  });
});
