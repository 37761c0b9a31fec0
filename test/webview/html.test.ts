/** The page's templates in another language. */
import assert from "node:assert/strict";
import { nothing } from "lit-html";
import { speak } from "../../src/engine/findings/language";
import { html, messagesOf } from "../../src/webview/html";
import { textOf } from "./page";

const pieces = (strings: TemplateStringsArray, ...values: unknown[]): string[] =>
  messagesOf(strings.slice(0, values.length + 1)).map(({ text }) => text);

describe("webview: templates", () => {
  afterEach(() => speak(undefined));

  it("say what stands between tags, and what is read aloud or on hover", () => {
    assert.deepEqual(
      pieces`<p class="muted">
        At most ${1} of
        ${2} laws. <b>Save</b>
      </p>
      <button aria-label="Save ${3} as CSV" title=${4} @click=${5} data-name="not read">${6}</button> <i>−</i>`,
      ["At most {0} of {1} laws.", "Save", "Save {0} as CSV"],
    );
  });

  it("do not take an attribute for text, whatever stands in it", () => {
    assert.deepEqual(pieces`<p title="a > b" class="x ${1} y">text</p>`, ["a > b", "text"]);
  });

  it("have their values where the language puts them, and only those of the sentence move", () => {
    const shown = (): string =>
      textOf(
        html`<p class=${"c"}>${"A"} of ${"B"} laws</p>
          <q title="Save ${"C"} now">${nothing}${"D"}</q>`,
      );
    const english = shown();
    speak({ "{0} of {1} laws": "{1} Größen, davon {0}", "Save {0} now": "Jetzt {0} speichern" });
    assert.equal(shown(), '<p class="c">B Größen, davon A</p> <q title="Jetzt C speichern">D</q>');
    speak(undefined);
    assert.equal(shown(), english);
    assert.match(english, /A of B laws/);
  });

  it("are one template each time, so that a drawn page is changed and not made anew", () => {
    speak({ laws: "Größen" });
    const draw = (n: number): readonly string[] =>
      html`<p>${n}</p>
        laws`.strings;
    assert.equal(draw(1), draw(2));
    speak({ laws: "Lois" });
    assert.notDeepEqual([...draw(1)], ["<p>", "</p>Größen"]);
  });
});
