// Pages of the panel, kept as the extension sent them, and shown again in the same webview: what is checked in four themes and at
// three widths is computed once.

/** Listens to what the extension sends to the page in this frame, from now on. */
export async function recordPages(panel) {
  await panel.evaluate(() => {
    window.recorded = { last: null, pages: {}, replaying: false };
    const listen = (event) => {
      const { recorded } = window;
      const { type, replayed } = event.data ?? {};
      if (type !== "show" && type !== "showRuns") return;
      // The extension may send what it has at any time; a page that is looked at stays.
      if (recorded.replaying && !replayed) event.stopImmediatePropagation();
      else recorded.last = event.data;
    };
    addEventListener("message", listen, { capture: true });
  });
}

/** Keeps the page that was sent last under `name`; false while it is not the one of `spec` with all of `tasks` done. */
export function keepPage(panel, name, { spec = null, tasks = [], runs = 0 } = {}) {
  return panel.evaluate(
    ([as, wantedSpec, wantedTasks, wantedRuns]) => {
      const { last, pages } = window.recorded;
      if (last === null) return false;
      const { view } = last;
      if (wantedRuns > 0 ? last.type !== "showRuns" || view.runs.length !== wantedRuns : last.type !== "show")
        return false;
      if (wantedSpec !== null && view.spec?.name !== wantedSpec) return false;
      if (wantedSpec !== null && !["done", "invalid"].includes(view.state?.kind)) return false;
      if (!wantedTasks.every((task) => view.tasks[task]?.state.kind === "done")) return false;
      pages[as] = last;
      return true;
    },
    [name, spec, tasks, runs],
  );
}

/** Makes a page of a kept one; `change`, run in the frame, gives what differs in its view. */
export function derivePage(panel, name, from, change) {
  // As one text: the page's policy lets nothing in it be evaluated, and lets the browser's driver.
  return panel.evaluate(`{
    const { pages } = window.recorded;
    const { view } = pages[${JSON.stringify(from)}];
    pages[${JSON.stringify(name)}] = { type: "show", view: { ...view, ...(${change})(view, pages) } };
  }`);
}

/** Shows a kept page in place of what the extension sends, from its top. */
export async function showPage(panel, name) {
  await panel.evaluate(async (wanted) => {
    const { recorded } = window;
    recorded.replaying = true;
    postMessage({ ...recorded.pages[wanted], replayed: true }, "*");
    await new Promise((resolve) => setTimeout(resolve));
    scrollTo(0, 0);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }, name);
}
