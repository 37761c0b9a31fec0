/** A page for tests: the context its parts are given, and the markup its templates stand for. */
import assert from "node:assert";
import type { TemplateResult } from "lit-html";
import type { FromPage } from "../../src/engine/protocol/messages";
import { changed, WHOLE_VIEW, type ChartView } from "../../src/webview/charts/chart-view";
import type { PageContext } from "../../src/webview/context";
import type { Theme } from "../../src/webview/theme";

export const THEME: Theme = {
  foreground: "#cccccc",
  muted: "#999999",
  grid: "#444444",
  background: "#202020",
  plain: "#3794ff",
  exception: "#f48771",
  alternate: "#b180d7",
  threshold: "#cca700",
  lines: ["#000001", "#000002", "#000003", "#000004", "#000005", "#000006"],
  font: "sans-serif",
  highContrast: false,
};

/** A page on which these are open, and what it sends. */
export function page(opened: readonly string[] = []): { context: PageContext; sent: FromPage[] } {
  const sent: FromPage[] = [];
  const views = new Map<string, ChartView>();
  const context: PageContext = {
    digits: 3,
    current: true,
    kept: false,
    highlight: null,
    fileBase: "two-layer",
    section: null,
    goTo: () => undefined,
    theme: THEME,
    drawing: () => assert.fail("templates draw no chart by themselves"),
    post: (message) => void sent.push(message),
    isOpen: (key) => opened.includes(key),
    setOpen: () => undefined,
    chartView: (id) => views.get(id) ?? WHOLE_VIEW,
    changeChart: (id, action) => void views.set(id, changed(views.get(id) ?? WHOLE_VIEW, action)),
  };
  return { context, sent };
}

/** The markup a template stands for, without what is only there for the browser; an indented line goes on with a space, as on a page. */
export function textOf(value: unknown): string {
  return markupOf(value).replace(/\n +/g, " ");
}

function markupOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(markupOf).join("");
  if (isTemplate(value))
    return value.strings
      .map((text, i) => text + (i < value.values.length ? attribute(text, markupOf(value.values[i])) : ""))
      .join("");
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function attribute(before: string, value: string): string {
  return before.endsWith("=") ? `"${value}"` : value;
}

/** What is called on a click, in the order of the page. */
export function handlersOf(value: unknown): (() => void)[] {
  if (Array.isArray(value)) return value.flatMap(handlersOf);
  if (!isTemplate(value)) return [];
  return value.values.flatMap((inner, i) =>
    typeof inner === "function"
      ? (value.strings[i] ?? "").endsWith("@click=")
        ? [inner as () => void]
        : []
      : handlersOf(inner),
  );
}

function isTemplate(value: unknown): value is TemplateResult {
  return typeof value === "object" && value !== null && "strings" in value && "values" in value;
}
