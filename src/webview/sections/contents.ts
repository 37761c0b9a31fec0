/** The line of sections under the header: where everything is, what state it is in, and which one is in view. */
import { nothing, type TemplateResult } from "lit-html";
import type { PageContext } from "../context";
import { t } from "../../engine/findings/language";
import { html } from "../html";

/** Where something is found on the page. */
export interface Place {
  /** Of its section. */
  readonly id: string;
  readonly name: string;
}

/** A place as the line shows it. */
export interface Entry extends Place {
  readonly state: "known" | "waiting" | "running" | "older" | "failed";
  /** A count or a word beside the name: "22", "fails", "43 %". */
  readonly mark: string | null;
}

const STATE: Readonly<Record<Entry["state"], string>> = {
  known: "",
  waiting: t`still being computed`,
  running: "running",
  older: t`of an older text`,
  failed: "failed",
};
const STEPS: ReadonlyMap<string, number> = new Map([
  ["ArrowRight", 1],
  ["ArrowLeft", -1],
]);

export function contents(entries: readonly Entry[], context: PageContext): TemplateResult | typeof nothing {
  if (entries.length < 2) return nothing;
  return html`<nav class="contents" aria-label="Sections" @keydown=${moveFocus}>
    <ul>
      ${entries.map((entry) => item(entry, context))}
    </ul>
  </nav>`;
}

function item({ id, name, state, mark }: Entry, context: PageContext): TemplateResult {
  return html`<li>
    <button
      class="place place-${state}"
      data-place=${id}
      aria-current=${context.section === id ? "true" : nothing}
      title=${STATE[state] === "" ? nothing : STATE[state]}
      @click=${() => context.goTo(id)}
    >
      ${state === "known" ? nothing : html`<span class="dot" aria-hidden="true"></span>`}${name}${
        mark === null ? nothing : html` <span class="place-mark">${mark}</span>`
      }${STATE[state] === "" ? nothing : html`<span class="unseen">, ${STATE[state]}</span>`}
    </button>
  </li>`;
}

/** Arrow keys go along the line; the tabulator leaves it. */
function moveFocus(event: KeyboardEvent): void {
  const step = STEPS.get(event.key);
  if (step === undefined) return;
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll("button")];
  const next = buttons.at(
    Math.min(Math.max(buttons.indexOf(event.target as HTMLButtonElement) + step, 0), buttons.length - 1),
  );
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  keepInLine(next);
}

/** How far from the line's ends a name must stand to be read: at its end it fades out (styles/header.css). */
const ENDS = { left: 8, right: 36 } as const;

/** Scrolls the line, and nothing else, so far that all of this place is seen. */
export function keepInLine(place: Element): void {
  const line = place.closest("nav");
  if (line === null) return;
  const [seen, at] = [line.getBoundingClientRect(), place.getBoundingClientRect()];
  line.scrollLeft += Math.min(0, at.left - seen.left - ENDS.left) + Math.max(0, at.right - seen.right + ENDS.right);
}
