/** The section of a training run on the page: every state says what it is and what to do; what is exported of it. */
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import { nothing, type TemplateResult } from "lit-html";
import type { Problem } from "../../src/engine/findings/problem";
import type { FromPage, PanelView, TaskView } from "../../src/engine/protocol/messages";
import type { StateOf } from "../../src/engine/protocol/tasks";
import { problemsShown, reportWithRun, olderRunReport } from "../../src/webview/data/run";
import { runShownOf, runTables } from "../../src/webview/charts/run/run-shown";
import { runFacts, runStatusOf } from "../../src/webview/data/run-status";
import { page as pageOf } from "../../src/webview/page";
import { allTables, exportsOf } from "../../src/webview/sections/export-menu";
import { header } from "../../src/webview/sections/header";
import { trainingRun } from "../../src/webview/sections/training-run";
import { handlersOf, page, textOf } from "./page";
import { twoLayers } from "../sample-report";
import { view } from "./view";
import {
  balancedRun,
  descentRun,
  divergedRun,
  doneState,
  keptOf,
  modesRun,
  pairRun,
  runningRun,
  simulationOf,
} from "./runs";

const RUNNING: StateOf<"simulate"> = {
  kind: "running",
  progress: { stage: "simulating", fraction: 0.43 },
  partial: null,
};
const FAILED: StateOf<"simulate"> = { kind: "failed", message: "The spec has no training section.", help: "Add one." };

describe("webview: the state of a run in words", () => {
  const status = (state: StateOf<"simulate">, change: Partial<TaskView<"simulate">> = {}) =>
    runStatusOf(simulationOf(state, change));

  it("says how it ended and what to do about it", () => {
    deepStrictEqual(status(doneState(balancedRun())), { tone: "quiet", line: "Done: reached t = 6.", help: null });
    const diverged = status(doneState(divergedRun()));
    strictEqual(diverged.tone, "error");
    match(diverged.line, /^Diverged: the loss is/);
    match(diverged.help ?? "", /^Choose a learning rate below about/);
    strictEqual(
      status(
        doneState({
          ...balancedRun(),
          status: "stiff",
          sentence: "stiff: the step is too small",
          advice: "Choose a shorter time.",
        }),
      ).tone,
      "warning",
    );
    deepStrictEqual(status(FAILED), { tone: "error", line: "The spec has no training section.", help: "Add one." });
    match(status({ kind: "stopped", partial: null }).line, /before anything/);
    match(status({ kind: "stopped", partial: runningRun() }).line, /stays/);
  });

  it("shows progress", () => strictEqual(status(RUNNING).line, "Simulating… 43 %"));

  it("says of a run of an older text that it is one", () => {
    deepStrictEqual(status(doneState(balancedRun()), { stale: true }), {
      tone: "warning",
      line: "Done: reached t = 6.",
      help: "The run speaks of an older text.",
    });
    match(
      status(doneState(divergedRun()), { stale: true }).help ?? "",
      /^The run speaks of an older text\. Choose a learning rate/,
    );
  });

  it("counts what it took", () => {
    match(
      runFacts(balancedRun(), doneState(balancedRun())),
      /^gradient flow to t = 6 · \d+ integration steps, \d+ rejected · \d+ gradients · 120 ms$/,
    );
    match(
      runFacts(descentRun(), { kind: "stopped", partial: null }),
      /^gradient descent, 300 steps · 300 taken · 300 gradients$/,
    );
  });
});

describe("webview: a run on the page", () => {
  it("is there only when one was asked for, after the report and before its layers", () => {
    const rendered = (change: Partial<PanelView>) =>
      textOf(
        pageOf(
          view(change),
          { imbalance: null, deviations: null, spectrum: null, gains: null, signal: null },
          null,
          page().context,
        ),
      );
    doesNotMatch(rendered({}), /Training run/);
    match(rendered({ tasks: { simulate: simulationOf(RUNNING) } }), /Intrinsic metric.*Training run.*Layers/s);
    doesNotMatch(rendered({ spec: null, tasks: { simulate: simulationOf(RUNNING) } }), /Training run/);
  });

  it("no longer asks for a run that is on its way, and has its answer once it is over", () => {
    const range = { start: { line: 4, character: 2 }, end: { line: 4, character: 9 } };
    const asks: Problem = {
      code: "expect.needs-run",
      severity: "information",
      message: "maxDrift waits.",
      help: "Simulate.",
      range,
    };
    const answer: Problem = { ...asks, code: "expect.failed", severity: "error", message: "It drifts." };
    const other: Problem = {
      ...asks,
      code: "expect.failed",
      message: "Another one.",
      range: { ...range, end: range.start },
    };
    const report = twoLayers({ problems: [asks, other] });
    const done = doneState(balancedRun());
    ok(done.kind === "done");
    const over: StateOf<"simulate"> = { ...done, result: { ...done.result, problems: [answer] } };
    const shown = (simulation: TaskView<"simulate"> | null) =>
      problemsShown(report, simulation).map(({ message }) => message);
    deepStrictEqual(shown(null), ["maxDrift waits.", "Another one."]);
    deepStrictEqual(shown(simulationOf(RUNNING)), ["Another one."]);
    deepStrictEqual(shown(simulationOf(FAILED)), ["maxDrift waits.", "Another one."]);
    deepStrictEqual(shown(simulationOf(over)), ["Another one.", "It drifts."]);
    deepStrictEqual(shown(simulationOf(over, { stale: true })), ["maxDrift waits.", "Another one."]);
    const charts = { imbalance: null, deviations: null, spectrum: null, gains: null, signal: null };
    const last = { ...view().last!, report };
    const text = (simulation: TaskView<"simulate"> | null) =>
      textOf(
        pageOf(
          view({ last, tasks: simulation === null ? {} : { simulate: simulation } }),
          charts,
          null,
          page().context,
        ),
      );
    match(text(null), /maxDrift waits/);
    doesNotMatch(text(simulationOf(RUNNING)), /maxDrift waits/);
  });

  it("offers to simulate beside Analyze, and to stop while it runs", () => {
    const buttons = (simulation: TaskView<"simulate"> | null) => {
      const { context, sent } = page();
      const shown = header(
        view({ tasks: simulation === null ? {} : { simulate: simulation }, last: null, state: null }),
        nothing,
        context,
      );
      for (const click of handlersOf(shown)) click();
      return { text: textOf(shown), sent: sent.map(nameOf) };
    };
    match(buttons(null).text, /Simulate.*Analyze/s);
    deepStrictEqual(buttons(null).sent, ["pin", "start simulate", "start analyze"]);
    match(buttons(simulationOf(RUNNING)).text, /Stop run.*43 %.*Analyze/s);
    deepStrictEqual(buttons(simulationOf(RUNNING)).sent, ["pin", "stop simulate", "start analyze"]);
  });

  it("holds the room of the charts before the first sample, and shows what there is from then on", () => {
    match(section(simulationOf(RUNNING)), /bone-chart/);
    const growing = section(simulationOf({ ...RUNNING, partial: runningRun() } as StateOf<"simulate">));
    match(growing, /progress.*Loss.*so far/s);
    doesNotMatch(growing, /bone|Keep this run/);
  });

  it("asks the host to keep, to let go, to stop and to simulate again", () => {
    const sent = (simulation: TaskView<"simulate">) => {
      const { context, sent: messages } = page();
      for (const click of handlersOf(trainingRun(simulation, null, context))) click();
      const shown = page();
      for (const click of handlersOf(trainingRun(simulation, runShownOf(simulation, 3), shown.context)).slice(0, 2))
        click();
      return [...messages, ...shown.sent].map(nameOf);
    };
    deepStrictEqual(sent(simulationOf(RUNNING)), ["stop simulate", "stop simulate"]);
    deepStrictEqual(sent(simulationOf(FAILED)), ["start simulate", "start simulate"]);
    deepStrictEqual(sent(simulationOf(doneState(balancedRun()), { kept: keptOf(pairRun()) })), [
      "dropRun",
      "keepRun",
      "dropRun",
    ]);
  });

  it("dims a run of an older text and offers to simulate again", () => {
    const shown = section(simulationOf(doneState(balancedRun()), { stale: true }));
    match(shown, /The run speaks of an older text\..*report-stale/s);
    match(shown, /Simulate again/);
    doesNotMatch(section(simulationOf(doneState(balancedRun()))), /report-stale|Simulate again/);
  });

  it("says why there is no intrinsic flow, or when and why it ended", () => {
    match(
      section(simulationOf(doneState(pairRun()))),
      /No intrinsic flow is drawn: no closed equation is known from this start/,
    );
    const run = balancedRun();
    const ended = {
      ...run,
      intrinsicFlow: {
        ...run.intrinsicFlow!,
        endedAt: 2.5,
        sentence: "The closed equation ends at t = 2.5: the rank falls.",
      },
    };
    match(section(simulationOf(doneState(ended))), /The closed equation ends at t = 2\.5: the rank falls\./);
  });

  it("lists learning times with their basis", () => {
    match(section(simulationOf(doneState(modesRun()))), /Learning times.*>1<.*1\.32.*tag-theorem.*>2<.*2\.11/s);
    doesNotMatch(section(simulationOf(doneState({ ...modesRun(), modes: null }))), /Learning times/);
  });

  it("names the kept run, and says when it cannot be drawn", () => {
    match(
      section(simulationOf(doneState(balancedRun()), { kept: keptOf(pairRun()) })),
      /Kept run, in long dashes: gaussian \(version 3\)/,
    );
    match(
      section(simulationOf(doneState(balancedRun()), { kept: keptOf(descentRun()) })),
      /is not drawn: one counts steps/,
    );
  });

  it("has a legend whose entries hide curves", () => {
    const { context } = page();
    const simulation = simulationOf(doneState(pairRun()));
    const shown = () => textOf(trainingRun(simulation, runShownOf(simulation, 3), context));
    const pressed = (text: string) =>
      text.match(/aria-pressed="(true|false)"/g)?.filter((one) => one.includes("false")).length;
    strictEqual(pressed(shown()), 0);
    context.changeChart("run-loss", { type: "toggle", key: "second" });
    strictEqual(pressed(shown()), 1);
    context.changeChart("run-loss", { type: "zoom", to: { from: 1, to: 2 }, whole: { from: 0, to: 6 } });
    strictEqual(shown().match(/Reset zoom/g)?.length, 1);
  });
});

describe("webview: a run exported", () => {
  const report = twoLayers();

  it("stands in the report's JSON when both speak of one text", () => {
    const run = balancedRun();
    strictEqual(reportWithRun(report, simulationOf(doneState(run))).trajectory, run);
    strictEqual(reportWithRun(report, simulationOf({ kind: "stopped", partial: run })).trajectory, run);
    strictEqual(reportWithRun(report, simulationOf(FAILED)).trajectory, null);
    strictEqual(reportWithRun(report, null), report);
  });

  it("is never put into a report of a newer text, but can be saved by itself", () => {
    const stale = simulationOf(doneState(balancedRun()), { stale: true });
    strictEqual(reportWithRun(report, stale), report);
    strictEqual(olderRunReport(stale)?.trajectory, balancedRun());
    strictEqual(olderRunReport(simulationOf(doneState(balancedRun()))), null);
    deepStrictEqual(
      exportsOf(report, stale, null, 3).map(({ label, file }) => [label, file]),
      [
        ...["Report", "Older text's run"].flatMap((what) =>
          [
            ["JSON", "json"],
            ["Markdown", "md"],
            ["SARIF", "sarif"],
            ["HTML", "html"],
            ["BibTeX", "bib"],
          ].map(([format, extension]) => [
            `${what} as ${format}`,
            `${what === "Report" ? "report" : "run"}.${extension}`,
          ]),
        ),
        ["All tables as Markdown", "tables.md"],
        ["All tables as CSV", "tables.csv"],
      ],
    );
  });

  it("has its tables among all tables", () => {
    const titles = (simulation: TaskView<"simulate"> | null) =>
      allTables(report, simulation, null, 3).map(({ title }) => title);
    ok(titles(null).every((title) => !title.startsWith("Training run")));
    deepStrictEqual(
      titles(simulationOf(doneState(modesRun())))
        .filter((title) => title.startsWith("Training run"))
        .map((title) => title.replace("Training run: ", "")),
      [
        "Loss",
        "Drift of the conservation laws",
        "φ(θ(t)) and the intrinsic flow",
        "Distance between φ(θ(t)) and the intrinsic flow",
        "Singular values of the product",
        "Weights over time",
        "Learning times",
        "Events",
      ],
    );
    match(
      runTables(simulationOf(doneState(balancedRun()), { stale: true }), 3)[0]!.title,
      /^Training run of an older text: /,
    );
  });
});

/** "start simulate", "pin". */
function nameOf(message: FromPage): string {
  return "task" in message ? `${message.type} ${message.task}` : message.type;
}

function section(simulation: TaskView<"simulate">): string {
  return textOf(trainingRun(simulation, runShownOf(simulation, 3), page().context) as TemplateResult);
}
