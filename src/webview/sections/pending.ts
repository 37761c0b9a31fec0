/** A report on its way: what is still computed, and what holds the place of a section until it is. */
import type { TemplateResult } from "lit-html";
import type { Report } from "../../engine/report/types";
import { notComputed, stillComputing } from "./words";
import { html } from "../html";

/** Quiet, and in a place of its own: nothing moves when it goes. `isRunning` false: it was stopped. */
export function pendingLine({ pending = [] }: Report, isRunning: boolean): TemplateResult {
  const line = pending.length === 0 ? "" : isRunning ? stillComputing(pending) : notComputed(pending);
  return html`<p class="pending muted" title=${line}>${line}</p>`;
}

/**
 * A part of the report. While what it speaks of is pending, the last whole report's stands in its place, dimmed, or a
 * blank where there is none: so that what is known does not move when the rest comes.
 */
export function part<Of extends { readonly report: Report }>(
  names: readonly string[],
  now: Of,
  held: Of | null,
  section: (of: Of) => unknown,
): TemplateResult {
  const isPending = names.some((name) => now.report.pending?.includes(name));
  const content = !isPending ? section(now) : held === null ? blank() : section(held);
  return html`<div class=${isPending ? "part part-waiting" : "part"} aria-busy=${isPending}>${content}</div>`;
}

function blank(): TemplateResult {
  return html`<section aria-hidden="true"><div class="bone bone-table"></div></section>`;
}
