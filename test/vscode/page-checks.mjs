// What holds of every page of the panel: axe finds nothing, nothing is cut at the edge, the focus is seen wherever it goes.
import { readFileSync } from "node:fs";

const AXE = readFileSync(new URL("./editor/node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** Puts axe-core into the webview's own frame; the page's policy would let no script of ours in. */
export async function installAxe(panel) {
  await panel.evaluate(`${AXE}; undefined`);
}

/**
 * What axe finds, a line each; `rules`: only these. It leaves open what it cannot see (text over a picture): only a rule about names,
 * roles and structure may leave nothing open.
 */
export async function axeFindings(panel, rules = null) {
  const results = await panel.evaluate(
    ([only]) =>
      window.axe.run(document, {
        resultTypes: ["violations", "incomplete"],
        ...(only === null ? {} : { runOnly: { type: "rule", values: only } }),
      }),
    [rules],
  );
  const open = results.incomplete.filter(({ id }) => id !== "color-contrast");
  return [...results.violations, ...open].flatMap(({ id, nodes }) =>
    nodes.map(({ html, any, all, none }) => {
      const why = [...any, ...all, ...none].map(({ message }) => message).join("; ");
      return `${id}: ${html.replaceAll(/<!--.*?-->|\s+/g, " ").slice(0, 160)} ${why.slice(0, 240)}`;
    }),
  );
}

/** What makes the page wider than its frame, and what is cut at its edge; what scrolls within itself may be longer. */
export function cutAtTheEdge(panel) {
  return panel.evaluate(() => {
    const { clientWidth } = document.documentElement;
    const scrolls = (element) => {
      for (let up = element.parentElement; up !== null && up !== document.body; up = up.parentElement)
        if (getComputedStyle(up).overflowX !== "visible") return true;
      return false;
    };
    const wide = Math.max(document.body.scrollWidth, document.documentElement.scrollWidth);
    return [
      ...(wide > clientWidth ? [`the page is ${wide} px wide in a frame of ${clientWidth} px`] : []),
      ...[...document.querySelectorAll("#app *")].flatMap((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        const out = width > 0 && (right > clientWidth + 1 || left < -1);
        return out && !scrolls(element) && element.closest(".unseen") === null
          ? [
              `${element.tagName}.${element.getAttribute("class")} from ${left} to ${right}: ${element.textContent.slice(0, 60)}`,
            ]
          : [];
      }),
    ];
  });
}

/** Buttons and links that a click in their middle does not reach: something lies over them that is no open menu. */
export function covered(panel) {
  return panel.evaluate(() => {
    const findings = [];
    for (const one of document.querySelectorAll("#app :is(button:not(:disabled), summary, a[href], select, input)")) {
      if (!one.checkVisibility() || one.closest(".unseen") !== null) continue;
      one.scrollIntoView({ block: "center", inline: "nearest" });
      const { left, top, width, height } = one.getBoundingClientRect();
      if (width === 0 || height === 0) continue;
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      const menu = one.closest(".menu-choices") === null && hit?.closest(".menu-choices");
      if (hit !== null && !menu && !one.contains(hit) && hit.closest("label")?.control !== one)
        findings.push(
          `${one.tagName}.${one.className} “${one.textContent.trim().slice(0, 40)}” lies under ${hit.tagName}.${hit.className}`,
        );
    }
    scrollTo(0, 0);
    return findings;
  });
}

/**
 * Goes through the page with the tabulator, from its first stop: what is reached without being seen to have the focus, or is hidden
 * under the header, or is never reached. `press` presses a key.
 */
export async function unseenFocus(panel, press) {
  const count = await panel.evaluate(() => {
    const seen = (element) => element.checkVisibility() && !element.closest("[aria-hidden=true]");
    const all = [...document.querySelectorAll("button:not(:disabled), summary, a[href], [tabindex='0']")].filter(seen);
    window.stops = new Set(all);
    all[0].focus();
    scrollTo(0, 0);
    return all.length;
  });
  const findings = [];
  for (let i = 0; i < count; i++) {
    // The first was focused by us, which need not show.
    if (i > 0) await press("Tab");
    const problem = await panel.evaluate((first) => {
      const at = document.activeElement;
      if (at === document.body) return "the focus is nowhere";
      window.stops.delete(at);
      const name = `${at.tagName}.${at.className} “${at.textContent.trim().slice(0, 40)}”`;
      const outlined = ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
      if (!first && !outlined(getComputedStyle(at)) && !outlined(getComputedStyle(at, "::after")))
        return `${name} has the focus and does not show it`;
      const { top, bottom } = at.getBoundingClientRect();
      const header = document.querySelector("header").getBoundingClientRect();
      if (at.closest("header") === null && bottom < header.bottom + 1) return `${name} has the focus under the header`;
      return top > innerHeight ? `${name} has the focus out of view` : null;
    }, i === 0);
    if (problem !== null) findings.push(problem);
  }
  const missed = await panel.evaluate(() =>
    [...window.stops].map(
      (element) => `${element.tagName}.${element.className} “${element.textContent.trim().slice(0, 40)}”`,
    ),
  );
  return [...findings, ...missed.map((name) => `${name} is not reached`)];
}
