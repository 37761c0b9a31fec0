// The panel for every person: in the four themes, at three widths, by keyboard, in forced colours, without motion. One window, one analysis per spec; its
// pages are kept and shown again. Leaves a picture of every section in test-results/pictures.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../scripts/prepare.mjs";
import { axeFindings, covered, cutAtTheEdge, installAxe, unseenFocus } from "./page-checks.mjs";
import { chooseFile } from "./dialogs.mjs";
import { derivePage, keepPage, recordPages, showPage } from "./recorded-pages.mjs";
import { scenario } from "./scenario.mjs";
import { example, HOLDS } from "./specs.mjs";
import { until } from "./waits.mjs";

const PICTURES = path.join(root, "test-results/pictures");
const WINDOW = { width: 1520, height: 900 };
const WIDTHS = [360, 720, 1200];
/** Where rows of the page go side by side, and where it is read at ease: what is pictured in every theme. */
const THEMES = {
  "Dark Modern": "dark",
  "Light Modern": "light",
  "Default High Contrast": "contrast-dark",
  "Default High Contrast Light": "contrast-light",
};
/** Milliseconds after which a window that was resized has surely laid itself out. */
const FITS = 3000;
const ERRORS = `{
  "title": "three errors",
  "architecture": { "widths": [5, 3, 4], "activaton": "identity" },
  "initialization": { "scheme": "glorot_uniform", "lamda": [0.7] }
}
`;
const RUN = readFileSync(new URL("../fixtures/runs/sgd.jsonl", import.meta.url), "utf8");
const FILES = {
  "errors.intrinsic.json": ERRORS,
  "empty.intrinsic.json": "",
  "runs/run.jsonl": RUN,
  "runs/watched.intrinsic.json": HOLDS,
};

/**
 * The pages. `sections`: those that no earlier page has, which alone are pictured. A `state` looks alike at every width: it is
 * pictured at one.
 */
const PAGES = [
  { name: "everything" },
  { name: "counterexample" },
  { name: "depth", sections: ["#depth"] },
  { name: "compared" },
  { name: "watched", sections: ["#watch"] },
  { name: "first", state: true },
  { name: "errors", state: true },
  { name: "empty", state: true },
  { name: "failed", state: true },
  { name: "stale", sections: ["#verdict"], state: true },
  { name: "running", sections: ["#training-run"], state: true },
  { name: "kept", sections: ["header"], state: true },
];

describe("the panel, for every person", () => {
  scenario(
    "reads well in every theme, at every width, by keyboard and in forced colours",
    { files: FILES, own: true, hangs: 500_000 },
    async (wb, { server }) => {
      mkdirSync(PICTURES, { recursive: true });
      await wb.page.setViewportSize(WINDOW);
      const panel = await keepPages(wb);
      const findings = [];
      const note = (where, found) => findings.push(...found.map((one) => `${where}: ${one}`));

      await installAxe(panel);
      await wb.page.keyboard.press("Control+2");
      await wb.runCommand("View: Close Editors in Other Groups");
      await wb.runCommand("View: Toggle Primary Side Bar Visibility");
      const fit = fitter(wb, panel);

      for (const [theme, short] of Object.entries(THEMES)) {
        server.writeSettings({ "workbench.colorTheme": theme, "workbench.activityBar.location": "hidden" });
        await until(`the page is not shown in ${theme}`, () =>
          panel.evaluate((wanted) => document.body.dataset.vscodeThemeId === wanted, theme),
        );
        const first = short === "dark";
        for (const { name, sections = null, state = false } of PAGES) {
          await fit(WIDTHS[1], WINDOW.height);
          await showPage(panel, name);
          note(`${name} in ${theme}`, await axeFindings(panel));
          for (const width of WIDTHS) {
            const pictured = !state || width === WIDTHS[1];
            if (!first && !pictured) continue;
            await fit(width, WINDOW.height);
            if (first) note(`${name} at ${width} px`, await cutAtTheEdge(panel));
            if (pictured) await takePictures(wb, panel, fit, width, sections, `${name}-${width}-${short}`);
          }
        }
      }

      await fit(WIDTHS[1], WINDOW.height);
      await wb.page.emulateMedia({ forcedColors: "active" });
      await showPage(panel, "counterexample");
      note("in forced colours", await indistinct(panel));
      note("by keyboard", await unseenFocus(panel, (key) => wb.page.keyboard.press(key)));
      note("by keyboard", await keyboardTour(panel, (key) => wb.page.keyboard.press(key)));
      await showPage(panel, "running");
      note("without motion", await moving(panel));
      await takePictures(wb, panel, fit, WIDTHS[1], null, `running-${WIDTHS[1]}-forced-colours`);
      await wb.page.emulateMedia({ forcedColors: null });

      // Last, as what was opened stays so.
      for (const { name } of PAGES) {
        await fit(WIDTHS[1], WINDOW.height);
        await showPage(panel, name);
        note(name, await covered(panel));
        if ((await openAll(panel)) === 0) continue;
        note(`${name}, all opened`, await axeFindings(panel));
        note(`${name}, all opened`, await covered(panel));
        for (const width of WIDTHS) {
          await fit(width, WINDOW.height);
          note(`${name}, all opened, at ${width} px`, await cutAtTheEdge(panel));
        }
      }

      assert.deepEqual([...new Set(findings)], []);
    },
  );
});

/** Lets the extension show each page once and keeps what it sent. */
async function keepPages(wb) {
  const kept = (name, what) => until(`no page “${name}”`, () => keepPage(panel, name, what));
  const open = async (name) => {
    await wb.openFile(`${name}.intrinsic.json`);
    return `${name}.intrinsic.json`;
  };

  const plateau = await open("plateau");
  await wb.runCommand("Intrinsic: Analyze");
  const panel = await wb.webview("section.facts");
  await recordPages(panel);
  await wb.focusEditor(plateau);
  await wb.runCommand("Intrinsic: Simulate");
  await kept("simulated", { spec: plateau, tasks: ["simulate"] });
  await wb.focusEditor(plateau);
  await wb.runCommand("Intrinsic: Sweep");
  await kept("swept", { spec: plateau, tasks: ["simulate", "sweep"] });
  await panel.getByRole("button", { name: "Got it" }).click();
  await kept("counterexample", { spec: await open("two-layer-random") });
  assert.ok(
    await panel.evaluate(
      () => document.querySelector(".verdict .problems").getBoundingClientRect().bottom < innerHeight,
    ),
    "verdict, reason and cures do not fit into one screen",
  );
  const depth = await open("linear-neural-ode");
  await wb.runCommand("Intrinsic: Simulate");
  await kept("depth", { spec: depth, tasks: ["simulate"] });
  const weights = await open("trained-weights");
  await wb.runCommand("Intrinsic: Audit the Weights");
  await kept("audited", { spec: weights, tasks: ["audit"] });
  await kept("errors", { spec: await open("errors") });
  await kept("empty", { spec: await open("empty") });

  const watched = await open("watched");
  await wb.runCommand("Intrinsic: Watch Run…");
  await chooseFile(wb, "runs", "run.jsonl");
  await panel.getByText(/which plain SGD follows exactly/).waitFor();
  await kept("watched", { spec: watched });
  await panel.getByRole("button", { name: "Stop watching" }).click();

  await wb.runCommand("View: Show Intrinsic");
  const rows = wb.page.locator(".part.sidebar .monaco-list-row");
  await until("the runs are not listed", async () => (await rows.count()) >= 3);
  const run = (title) => rows.filter({ hasText: title }).filter({ hasText: /loss/ }).first();
  await run(titleOf("plateau")).click();
  await kept("kept", { runs: 1 });
  await run(titleOf("linear-neural-ode")).click({ modifiers: ["Control"] });
  await wb.runCommand("Intrinsic: Compare Runs");
  await kept("compared", { runs: 2 });
  await wb.runCommand("View: Show Explorer");

  await derivePage(panel, "first", "simulated", () => ({
    spec: null,
    state: null,
    last: null,
    tasks: {},
    intro: true,
  }));
  await derivePage(panel, "everything", "swept", (view, { audited }) => ({
    tasks: { ...view.tasks, audit: audited.view.tasks.audit },
  }));
  await derivePage(panel, "stale", "counterexample", () => ({ stale: true, state: { kind: "stale" } }));
  await derivePage(panel, "running", "simulated", ({ tasks: { simulate } }) => {
    const progress = { stage: "t = 3.2 of 200, loss 0.538", fraction: null };
    const partial = simulate.state.result.trajectory;
    return {
      state: { kind: "running", progress, partial: null },
      tasks: { simulate: { ...simulate, state: { kind: "running", progress, partial } } },
    };
  });
  await derivePage(panel, "failed", "simulated", () => ({
    last: null,
    tasks: {},
    state: { kind: "failed", message: "The engine stopped.", help: "Run “Intrinsic: Restart Engine”." },
  }));
  return panel;
}

/** Opens every disclosure and the menu of the header; how many there are. */
async function openAll(panel) {
  const menus = panel.locator("header .menu > button[aria-expanded=false]");
  const count = await menus.count();
  for (let i = 0; i < count; i++) await menus.first().click();
  return (
    count +
    (await panel.evaluate(() => {
      const all = [...document.querySelectorAll("details")];
      for (const one of all) one.open = true;
      return all.length;
    }))
  );
}

/** A function that gives the page this width and height, by the window's. */
function fitter(wb, panel) {
  const around = { width: 0, height: 0 };
  return async (width, height) => {
    const size = () => panel.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    const fits = async () => {
      const now = await size();
      return now.width === width && now.height === height;
    };
    for (let tries = 0; tries < 4; tries++) {
      if (await fits()) return;
      await wb.page.setViewportSize({ width: width + around.width, height: height + around.height });
      // The window lays itself out a moment later.
      await until("", fits, FITS).catch(() => {});
      if (await fits()) return;
      const [now, window] = [await size(), wb.page.viewportSize()];
      around.width = window.width - now.width;
      around.height = window.height - now.height;
    }
    assert.deepEqual(await size(), { width, height }, "the page does not get the size that it is to be seen at");
  };
}

/** A picture of the whole page, or one of each of `sections`. */
async function takePictures(wb, panel, fit, width, sections, name) {
  const height = await panel.evaluate(() => document.documentElement.scrollHeight);
  if (height > WINDOW.height) await fit(width, height);
  const frame = await (await panel.frameElement()).boundingBox();
  const boxes = await panel.evaluate(
    (wanted) =>
      (wanted ?? ["body"]).flatMap((selector) => {
        const found = document.querySelector(selector)?.getBoundingClientRect();
        return found === undefined ? [] : [{ x: 0, y: found.top, width: innerWidth, height: found.height }];
      }),
    sections,
  );
  assert.ok(boxes.length > 0, `${name}: there is nothing to picture`);
  for (const [i, box] of boxes.entries())
    await wb.page.screenshot({
      path: path.join(PICTURES, `${name}${i === 0 ? "" : `-${i}`}.jpg`),
      type: "jpeg",
      quality: 60,
      clip: { ...box, x: frame.x + box.x, y: frame.y + box.y },
    });
}

/** States that forced colours would make alike. */
function indistinct(panel) {
  return panel.evaluate(() => {
    const findings = [];
    const edge = (place) => getComputedStyle(place).borderBottomColor;
    const places = [...document.querySelectorAll(".place")];
    const here = places.find((place) => place.getAttribute("aria-current") === "true");
    if (here === undefined || places.some((place) => place !== here && edge(place) === edge(here)))
      findings.push("the current section looks like another");
    for (const frame of document.querySelectorAll(".chart-frame"))
      if (getComputedStyle(frame).forcedColorAdjust !== "none")
        findings.push("a chart stands in its own colours on a forced background");
    for (const swatch of document.querySelectorAll(".swatch, .curve-swatch"))
      if (getComputedStyle(swatch).forcedColorAdjust !== "none") findings.push("a legend does not show what it names");
    return findings;
  });
}

/** What the keys do in the line of sections, on a disclosure and on a chart, where it is not what they should. */
async function keyboardTour(panel, press) {
  const findings = [];
  const expect = async (what, read, argument) =>
    until(what, () => panel.evaluate(read, argument), FITS).catch(() => findings.push(what));
  const place = panel.locator(".place").first();
  await place.focus();
  await press("ArrowRight");
  await expect("an arrow key does not go along the line of sections", () =>
    document.activeElement.matches("li:nth-child(2) > .place"),
  );
  const [id] = await panel.locator(".place").evaluateAll((all) => [all.at(-1).dataset.place]);
  await panel.locator(".place").last().focus();
  await press("Enter");
  await expect(
    "Enter does not lead to the section",
    (section) => {
      const { top, bottom } = document.getElementById(section).getBoundingClientRect();
      return top < innerHeight && bottom > 0 && scrollY > 0;
    },
    id,
  );
  const summary = panel.locator("details:not([open]) > summary").first();
  const details = await summary.evaluateHandle((element) => element.parentElement);
  await summary.focus();
  await press("Enter");
  await expect("Enter opens no disclosure", (element) => element.open, details);
  const chart = panel.locator(".chart-frame").first();
  await chart.focus();
  await until("no chart is drawn", () => chart.locator("canvas, svg").first().isVisible());
  await press("ArrowRight");
  await expect("an arrow key reads no value of a chart aloud", () => {
    const aloud = document.activeElement.querySelector("[aria-live], [role=status]");
    return /\d/.test(aloud?.textContent ?? "");
  });
  return findings;
}

/** What moves by itself on the page, a bar without a known end among it. */
function moving(panel) {
  return panel.evaluate(() => [
    ...document.getAnimations().map((animation) => `${animation.animationName ?? "a transition"} moves`),
    ...(document.querySelector("progress:indeterminate") === null
      ? ["no bar without a known end is there to look at"]
      : []),
  ]);
}

/** As a run is named by it, as far as a row surely shows it. */
function titleOf(name) {
  return /"title": "([^"]{1,24})/.exec(example(`${name}.intrinsic.json`))[1];
}
