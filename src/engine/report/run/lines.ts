/** A training run in lines for a terminal. */
import { formatNumber } from "../../findings/numbers";
import type { RunFacts, TrajectorySection } from "./facts";
import { line, type FactLine } from "../../findings/lines";
import { driftNote, statusWord } from "./words";
import { said, t } from "../../findings/language";

/** A label, a value and what there is to say about it. */
type Line = readonly [label: string, value: string, rest: string];

export function runLines({ trajectory }: RunFacts): FactLine[] {
  return trajectory === null ? [] : trajectoryLines(trajectory).map((parts) => line(...parts));
}

function trajectoryLines(run: TrajectorySection): Line[] {
  const { optimizer, status, sentence, advice, end, loss, steps, events } = run;
  const unit = optimizer === "gradient-flow" ? "t" : t`step`;
  const course = t`${optimizer} to ${unit} = ${formatNumber(end, 6)}, ${steps.accepted} steps`;
  const [first, last] = [loss.at(0), loss.at(-1)];
  return [
    [t`training`, statusWord(status), `${sentence}; ${course}`],
    ...(advice === null ? [] : [["", "", advice] as const]),
    ...(first === undefined || last === undefined
      ? []
      : [[`  ${t`loss`}`, formatNumber(last), t`from ${formatNumber(first)}`] as const]),
    ...events.map(({ name, time }): Line => ["", `${unit} = ${formatNumber(time)}`, name]),
    ...driftLines(run),
    ...(run.manifoldDistance ?? [])
      .slice(0, 1)
      .map(({ maxRelative, floor }): Line => [
        `  ${t`off its manifold`}`,
        formatNumber(maxRelative),
        driftNote(maxRelative, floor),
      ]),
    ...flowLines(run),
    ...modeLines(run),
    ...(run.pair === null
      ? []
      : [[`  ${t`two futures`}`, formatNumber(Math.max(0, ...run.pair.separation)), run.pair.sentence] as const]),
  ];
}

function driftLines({ drift }: TrajectorySection): Line[] {
  return drift.map(({ what, maxRelative, floor, predicted }): Line => {
    const measured = maxRelative <= floor ? t`measured, relative, rounding` : t`measured, relative`;
    const most =
      predicted === null || predicted.length === 0 ? "" : t`; predicted ${formatNumber(Math.max(0, ...predicted))}`;
    return [`  ${t`drift`}`, formatNumber(maxRelative), `${measured} · ${what}${most}`];
  });
}

function flowLines({ intrinsicFlow, intrinsicFlowNote }: TrajectorySection): Line[] {
  if (intrinsicFlow === null) return [[`  ${t`intrinsic flow`}`, "—", intrinsicFlowNote ?? t`none is known`]];
  const { kind, maxError, sentence, reference } = intrinsicFlow;
  return [
    [
      `  ${t`intrinsic flow`}`,
      formatNumber(maxError),
      `${t`largest relative distance from φ(θ(t)), measured`} · ${kind}, ${sentence}; ${reference}`,
    ],
  ];
}

function modeLines({ modes, optimizer }: TrajectorySection): Line[] {
  if (modes === null || optimizer !== "gradient-flow") return [];
  if (modes.exactError === null) return [[`  ${t`exact solution`}`, "—", modes.exactNote ?? t`none is known`]];
  return [
    [
      `  ${t`exact solution`}`,
      formatNumber(modes.exactError),
      `${t`largest relative distance of the singular values, measured`} · ${modes.exactReference ?? ""}`,
    ],
    ...modes.learningTimes.map((claim, k): Line => [
      `  ${t`mode ${k + 1} learnt at`}`,
      claim.value === null ? "—" : `t = ${formatNumber(claim.value)}`,
      `${said(claim.basis)} · ${[claim.reference, claim.note].filter((part) => part !== undefined).join("; ")}`,
    ]),
  ];
}
