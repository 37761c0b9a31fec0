// Drives a VS Code shown in headless Chromium: by keys, visible text and roles, as a person would.
import path from "node:path";
import { findBrowser, importPlaywright } from "./setup.mjs";
import { retrying, TRIES, TRY, until, WAITS } from "./waits.mjs";

const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Of a window, in pixels. */
export const VIEWPORT = { width: 1400, height: 900 };

export async function launchBrowser() {
  const { chromium } = await importPlaywright();
  return chromium.launch({ executablePath: findBrowser(), headless: true, args: BROWSER_FLAGS });
}

/**
 * A new window, without memory of earlier ones, on the workbench at `url`; it can reach no other address. `language`: that
 * of the window, as its language pack would say; without the pack only extensions speak it, the workbench stays English.
 */
export async function openWorkbench(browser, url, { viewport = VIEWPORT, language = null } = {}) {
  const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
  if (language !== null)
    await context.addInitScript((name) => {
      Object.defineProperty(globalThis, "_VSCODE_NLS_LANGUAGE", { value: name, configurable: false, writable: false });
    }, language);
  const { origin } = new URL(url);
  await context.route(
    (to) => /^https?:$/.test(to.protocol) && to.origin !== origin,
    (route) => route.abort(),
  );
  const page = await context.newPage();
  const workbench = new Workbench(page);
  await page.goto(url, { waitUntil: "domcontentloaded" });
  await workbench.ready();
  return workbench;
}

class Workbench {
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(WAITS);
    /** Everything the window and its webviews wrote to the browser's console. */
    this.console = [];
    page.on("dialog", (dialog) => dialog.accept()); // "Leave site?" over an unsaved file
    page.on("console", (message) => this.console.push(`[${message.type()}] ${message.text()}`));
  }

  async ready() {
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 2 * WAITS });
  }

  /** Leaves the page first, so that VS Code shuts down in order and ends its extension host. */
  async close() {
    await this.page.goto("about:blank");
    await this.page.context().close();
  }

  /** Closes all editors, saving nothing, the panel below them, and what the notifications say; the window has its size again. */
  async clear() {
    await this.page.setViewportSize(VIEWPORT);
    const tabs = this.page.locator(".tabs-container .tab");
    const discard = this.page.locator(".monaco-dialog-box").getByRole("button", { name: "Don't Save" });
    await retrying(
      TRIES,
      async () => {
        await this.page.keyboard.press("Escape");
        await this.page.keyboard.press("Control+k");
        await this.page.keyboard.press("Control+w");
        await until(
          "editors stay open",
          async () => {
            if (await discard.isVisible()) await discard.click();
            return (await tabs.count()) === 0;
          },
          TRY,
        );
      },
      () => {},
    );
    const below = this.page.locator(".part.panel");
    if (await below.isVisible()) {
      await this.page.keyboard.press("Control+j");
      await below.waitFor({ state: "hidden" });
    }
    await this.runCommand("Notifications: Clear All Notifications");
  }

  /** Reloads the window as a user does (a bare reload of the page would lose what VS Code saves when it shuts down). */
  async reload() {
    const loaded = this.page.waitForEvent("domcontentloaded");
    await this.runCommand("Developer: Reload Window");
    await loaded;
    await this.ready();
  }

  // ---- quick input -------------------------------------------------------------------------------------------------

  /** Opens a file of the workspace by name; again while it does not show, as when files are still being found. */
  async openFile(name) {
    await retrying(
      TRIES,
      async () => {
        await this.pick("Control+p", name, name);
        await this.tab(name).waitFor({ timeout: TRY });
        await this.lines().waitFor({ timeout: TRY });
      },
      () => {},
    );
  }

  /** The lines of an editor that can be seen: a file that is gone has a tab and none. */
  lines() {
    return this.page.locator(".editor-instance .view-lines:visible").first();
  }

  tab(name) {
    return this.page.locator(`.tabs-container .tab[data-resource-name="${name}"]`).first();
  }

  async runCommand(title) {
    await this.pick("F1", `>${title}`, title);
  }

  /** Line and column count from 1. */
  async goTo(line, column) {
    await this.openQuickInput("Control+p", `:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.quickInput().waitFor({ state: "hidden" });
  }

  /**
   * Opens a picker with `key`, types `query` and chooses the row that says `row`: by keyboard, for while results arrive a list
   * moves and gives its rows other texts, so that a click may land on another one.
   */
  async pick(key, query, row) {
    await retrying(
      TRIES,
      async () => {
        await this.openQuickInput(key, query);
        await until(`no row says ${row}`, () => this.focusRow(row), TRY);
        await this.page.keyboard.press("Enter");
        // Some commands ask on, in a box of their own.
        await until(`${row} was not taken`, async () => !(await this.asked()).includes(query), TRY);
      },
      () => this.page.keyboard.press("Escape"),
    );
  }

  /** What stands in the boxes that ask for something; nothing where the window is about to load anew. */
  async asked() {
    try {
      return await this.quickInput().evaluateAll((all) => all.map(({ value }) => value));
    } catch (error) {
      if (String(error).includes("context was destroyed")) return [];
      throw error;
    }
  }

  /** Whether the picker's chosen row says `row`; if not, and another does, the next one is chosen. */
  async focusRow(row) {
    const rows = this.page.locator(".quick-input-list .monaco-list-row", { hasText: row });
    if ((await rows.and(this.page.locator(".focused")).count()) > 0) return true;
    if ((await rows.count()) > 0) await this.page.keyboard.press("ArrowDown");
    return false;
  }

  /** A workbench that is still starting may steal the focus and close the picker, so this tries again. */
  async openQuickInput(key, text) {
    await retrying(
      TRIES,
      async () => {
        await this.page.keyboard.press(key);
        await this.quickInput().waitFor({ timeout: TRY });
        await this.quickInput().fill(text, { timeout: TRY });
      },
      () => this.page.keyboard.press("Escape"),
    );
  }

  quickInput() {
    return this.page.locator(".quick-input-widget:visible .quick-input-box input"); // a hidden checkbox stands beside it
  }

  // ---- the text ----------------------------------------------------------------------------------------------------

  /** Puts the focus into the editor that shows `name`. */
  async focusEditor(name) {
    await this.tab(name).click();
    await this.lines().waitFor();
  }

  /** The visible text of the active editor, lines joined by newlines (VS Code draws spaces as no-break spaces). */
  async text() {
    const lines = await this.page.locator(".editor-group-container.active .view-line").evaluateAll((all) =>
      all
        .map((line) => ({ top: parseFloat(line.style.top), text: line.textContent }))
        .sort((a, b) => a.top - b.top)
        .map((l) => l.text),
    );
    return lines.join("\n").replaceAll("\u00a0", " ");
  }

  /** Selects the first visible occurrence of `word` in the active editor, by keys alone. */
  async select(word) {
    const lines = (await this.text()).split("\n");
    const line = lines.findIndex((text) => text.includes(word));
    if (line < 0) throw new Error(`"${word}" is not in the visible text:\n${lines.join("\n")}`);
    await this.goTo(line + 1, lines[line].indexOf(word) + 1);
    await this.page.keyboard.down("Shift");
    for (let i = 0; i < word.length; i++) await this.page.keyboard.press("ArrowRight");
    await this.page.keyboard.up("Shift");
  }

  /** Replaces the first visible occurrence of `word` by typing. */
  async retype(word, replacement) {
    await this.select(word);
    await this.page.keyboard.type(replacement);
  }

  /** Where `word` stands on the screen, in pixels. */
  async wordBox(word) {
    return this.page.locator(".editor-group-container.active .view-lines").evaluate((root, sought) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const at = node.data.indexOf(sought);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + sought.length);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        return { left, right, top, bottom };
      }
      return null;
    }, word);
  }

  /** The boxes of the squiggles in the active editor, in pixels. */
  async squiggles(severity = "error") {
    return this.page.locator(`.editor-group-container.active .squiggly-${severity}`).evaluateAll((all) =>
      all.map((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return { left, right, top, bottom };
      }),
    );
  }

  /** Asks for completions at the cursor; the rows that are offered. */
  async complete() {
    const rows = this.page.locator(".suggest-widget.visible .monaco-list-row");
    await retrying(
      TRIES,
      async () => {
        await this.page.keyboard.press("Control+Space");
        await rows.first().waitFor({ timeout: TRY });
      },
      () => this.page.keyboard.press("Escape"),
    );
    return rows;
  }

  /** Chooses a quick fix of the problem at the cursor from the editor's own menu. */
  async quickFix(title) {
    const wanted = this.page.locator(".action-widget .monaco-list-row", { hasText: title }).first();
    await retrying(
      TRIES,
      async () => {
        await this.page.keyboard.press("Control+.");
        await wanted.waitFor({ timeout: TRY });
        await wanted.click({ timeout: TRY });
      },
      () => this.page.keyboard.press("Escape"),
    );
  }

  // ---- what VS Code shows --------------------------------------------------------------------------------------------

  /** The rows of the Problems view, which this opens. */
  async openProblems() {
    if (!(await this.page.locator(".markers-panel").isVisible()))
      await this.runCommand("Problems: Focus on Problems View");
    await this.page.locator(".markers-panel").waitFor();
    return this.page.locator(".markers-panel .monaco-list-row");
  }

  /** Waits until the status bar counts no error in the workspace. */
  async expectNoErrors() {
    await until("there are still problems", async () =>
      (await this.statusItems()).some((text) => /^No Problems/.test(text)),
    );
  }

  /** Waits until the language status of the active editor (the `{}` in the status bar) says something like `wanted`. */
  async expectStatus(wanted) {
    let last = "";
    await until(
      () => `the language status says "${last}" and not ${wanted}`,
      async () => wanted.test((last = await this.languageStatus())),
    );
  }

  /** Everything that the language status of the active editor says. */
  async languageStatus() {
    return this.page
      .locator("#status\\.languageStatus, [id^='status.languageStatus']")
      .evaluateAll((all) => all.map((item) => `${item.getAttribute("aria-label")} ${item.textContent}`).join("\n"));
  }

  /** Waits until the notifications (which may have gone into the centre already) say something like `wanted`. */
  async expectNotification(wanted) {
    let last = [];
    const center = this.page.locator(".notifications-center.visible");
    await until(
      () => `no notification says ${wanted}: ${JSON.stringify(last)}`,
      async () => {
        if ((last = await this.notifications()).some((text) => wanted.test(text))) return true;
        if (!(await center.isVisible())) await this.runCommand("Notifications: Show Notifications"); // an empty one closes by itself
        return false;
      },
    );
  }

  async notifications() {
    return this.page.locator(".notification-list-item-message").allInnerTexts();
  }

  /** The text of every item of the status bar. */
  async statusItems() {
    return this.page
      .locator(".part.statusbar .statusbar-item")
      .evaluateAll((all) => all.map((item) => item.getAttribute("aria-label") ?? item.textContent));
  }

  /** The innermost frame of a webview in which `selector` matches something. */
  async webview(selector, timeout = WAITS) {
    return until(
      () =>
        `no webview shows ${selector}; frames: ${this.page
          .frames()
          .map((frame) => frame.url().slice(0, 100))
          .join(", ")}`,
      async () => {
        for (const frame of this.page.frames().slice(1).reverse()) {
          if (
            (await frame
              .locator(selector)
              .count()
              .catch(() => 0)) > 0
          )
            return frame; // a frame may go away meanwhile
        }
        return undefined;
      },
      timeout,
    );
  }

  async screenshot(file) {
    await this.page.screenshot({ path: path.resolve(file) });
  }
}
