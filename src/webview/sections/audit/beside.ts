/**
 * What the weights are held against: an earlier file, the log of the run, and what is claimed of it. The files are the extension's to
 * choose; what stands in the fields goes with every wish.
 */
import { nothing, type TemplateResult } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import type { FileWish } from "../../../engine/protocol/messages";
import type { AuditAsked, ChosenFile } from "../../../engine/protocol/chosen";
import type { AuditResult } from "../../../engine/report/audit/facts";
import {
  CLAIMED_LOSSES,
  CLAIMED_NUMBERS,
  NOTHING_CLAIMED,
  OPTIMIZERS,
  wrongNumber,
  type ClaimedNumber,
  type ClaimedRun,
} from "../../../engine/report/audit/run";
import { fullNumber } from "../../../engine/findings/numbers";
import type { PageContext } from "../../context";
import { disclosure } from "../../parts/disclosure";
import {
  BESIDE,
  EARLIER,
  isNone,
  LOG,
  BESIDE_WHAT,
  CLAIMED,
  FIELDS,
  LOSS_TITLES,
  NO_LOSS,
  NO_OPTIMIZER,
  OPTIMIZER_TITLES,
  fromLog,
} from "./words";
import { html } from "../../html";
import { t } from "../../../engine/findings/language";

/** `asked`: the last wish; `result`: what it came to. */
export function beside(asked: AuditAsked | null, result: AuditResult | null, context: PageContext): TemplateResult {
  const compared = asked !== null && (asked.before !== null || asked.log !== null);
  const content = keyed(context.fileBase, form(asked, result, context));
  return compared
    ? html`<div class="card audit-beside">${content}</div>`
    : html`<div class="card audit-beside">
        ${disclosure("audit:beside", html`${BESIDE}`, html`${content}`, context)}
      </div>`;
}

function form(asked: AuditAsked | null, result: AuditResult | null, context: PageContext): TemplateResult {
  const said = asked?.run ?? NOTHING_CLAIMED;
  const wish = (of: HTMLFormElement, files: { readonly before?: FileWish; readonly log?: FileWish }): void => {
    const run = claimed(of);
    if (run !== null) context.post({ type: "audit", before: "keep", log: "keep", ...files, run });
  };
  const begin = ({ form: of }: HTMLButtonElement): void => {
    if (of !== null) wish(of, {});
  };
  const file = (name: string, chosen: ChosenFile | null, key: "before" | "log"): TemplateResult => {
    const act = (to: FileWish) => (event: Event) => {
      const of = (event.currentTarget as HTMLButtonElement).form;
      if (of !== null) wish(of, { [key]: to });
    };
    return html`<div class="audit-file">
      <span class="audit-file-name">${name}</span>
      <span class=${chosen === null ? "muted" : "audit-chosen"}>${chosen?.name ?? t`none`}</span>
      <button type="button" aria-label="Choose: ${name}" @click=${act("choose")}>Choose…</button>
      ${
        chosen === null
          ? nothing
          : html`<button type="button" class="quiet" aria-label="Remove: ${name}" @click=${act("drop")}>Remove</button>`
      }
    </div>`;
  };
  return html`<form
    class="audit-form"
    @submit=${(event: SubmitEvent) => event.preventDefault()}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === "Enter" && event.target instanceof HTMLInputElement)
        wish(event.currentTarget as HTMLFormElement, {});
    }}
  >
    <p class="muted">${BESIDE_WHAT}</p>
    ${file(EARLIER, asked?.before ?? null, "before")} ${file(LOG, asked?.log ?? null, "log")}
    <fieldset>
      <legend>${CLAIMED}</legend>
      <div class="audit-fields">
        ${choice("loss", t`loss`, said.loss, CLAIMED_LOSSES, LOSS_TITLES, NO_LOSS)}
        ${choice("optimizer", t`optimizer`, said.optimizer, OPTIMIZERS, OPTIMIZER_TITLES, noOptimizer(said, result))}
        ${CLAIMED_NUMBERS.map((name) => field(name, said, result))}
        <button type="button" @click=${({ currentTarget }: Event) => begin(currentTarget as HTMLButtonElement)}>
          Audit with these
        </button>
      </div>
    </fieldset>
  </form>`;
}

function choice<N extends string>(
  name: string,
  title: string,
  chosen: N | null,
  all: readonly N[],
  titles: Readonly<Record<N, string>>,
  none: string,
): TemplateResult {
  return html`<label
    >${title}
    <select name=${name}>
      <option value="" ?selected=${chosen === null}>${none}</option>
      ${all.map((one) => html`<option value=${one} ?selected=${chosen === one}>${titles[one]}</option>`)}
    </select>
  </label>`;
}

function field(name: ClaimedNumber, said: ClaimedRun, result: AuditResult | null): TemplateResult {
  const value = said[name];
  const found = value === null ? (result?.run[name] ?? null) : null;
  return html`<label
    >${FIELDS[name]}
    <input
      name=${name}
      inputmode="decimal"
      autocomplete="off"
      spellcheck="false"
      .value=${value === null ? "" : fullNumber(value)}
      placeholder=${found === null ? "" : fromLog(fullNumber(found))}
      @input=${({ currentTarget }: Event) => (currentTarget as HTMLInputElement).setCustomValidity("")}
    />
  </label>`;
}

/** Where nobody says one, the log may. */
function noOptimizer({ optimizer }: ClaimedRun, result: AuditResult | null): string {
  const logged = optimizer === null ? (result?.run.optimizer ?? null) : null;
  return logged === null ? NO_OPTIMIZER : fromLog(OPTIMIZER_TITLES[logged]);
}

/** What stands in the fields; `null` after saying at the field what it should be. */
function claimed(form: HTMLFormElement): ClaimedRun | null {
  const data = new FormData(form);
  const text = (name: string): string => {
    const value = data.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  const run: ClaimedRun = {
    ...NOTHING_CLAIMED,
    loss: CLAIMED_LOSSES.find((one) => one === text("loss")) ?? null,
    optimizer: OPTIMIZERS.find((one) => one === text("optimizer")) ?? null,
    ...Object.fromEntries(
      CLAIMED_NUMBERS.map((name) => [name, text(name) === "" ? null : Number(text(name).replace(",", "."))]),
    ),
  };
  const wrong = wrongNumber(run);
  if (wrong === null) return run;
  const input = form.elements.namedItem(wrong.name);
  if (input instanceof HTMLInputElement) {
    input.setCustomValidity(isNone(FIELDS[wrong.name], wrong.should));
    input.reportValidity();
  }
  return null;
}
