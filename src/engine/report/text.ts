/** The report for a terminal: the same order as the panel, every claim with its basis. */
import type { LawOrigin } from "../findings/laws";
import { formatNumber } from "../findings/numbers";
import { problemLine } from "./problem-line";
import { manifoldLines } from "./text-manifolds";
import { plateauLines } from "./text-plateau";
import { claimLine, line } from "./text-lines";
import { trajectoryLines } from "./trajectory-text";
import type { LawsSection, MetricSection, Report } from "./types";
import { classesText } from "./data";
import { depthFacts } from "./depth-text";
import { verdictOf } from "./verdict";
import { modelNote, pairNote } from "./words";

export function reportText(report: Report): string {
  const verdict = verdictOf(report);
  const title = report.spec.title === null ? "" : ` · ${report.spec.title}`;
  return [
    `${report.spec.path ?? "spec"}${title}`,
    `  ${verdict.headline}`,
    `  ${verdict.reason}`,
    ...factLines(report),
    ...familyLines(report),
    ...interfaceLines(report),
    ...(report.trajectory === null ? [] : trajectoryLines(report.trajectory).map((parts) => line(...parts))),
    ...depthFacts(report).map(({ label, value, rest }) => line(label, value, rest)),
    ...report.problems.map((problem) => problemLine(report.spec.path ?? "spec", problem)),
  ].join("\n");
}

function factLines(report: Report): string[] {
  const { model, laws, initialization, intrinsicMetric, recoverability } = report;
  return [
    line(
      "parameters → lifted",
      `${model.parameters} → ${model.liftedDimension ?? "—"}`,
      modelNote({ parametrization: model.parametrization, family: model.family, fixed: model.fixed, note: model.note }),
    ),
    claimLine(laws.of === "network" ? "laws of the network" : "laws of φ", laws.independent, String),
    claimLine("  known", laws.known, String),
    claimLine("  complete", laws.complete, yesNo),
    ...moreLawLines(laws),
    claimLine("Lie dimension", laws.lieDimension, String),
    claimLine("relaxed balanced", initialization.relaxedBalanced, yesNo),
    claimLine("intrinsic metric", intrinsicMetric, String),
    claimLine("  kernel dimension", intrinsicMetric.kernelDimension, String),
    claimLine("  violation", intrinsicMetric.violation, (x) => formatNumber(x)),
    ...witnessLines(intrinsicMetric),
    claimLine("recoverable", recoverability, yesNo),
    ...manifoldLines(report),
    ...plateauLines(report),
    ...dataLines(report),
  ];
}

/** Laws of the network's function and under the loss, where they are not counted with φ's. */
function moreLawLines({ of, network, loss }: LawsSection): string[] {
  return [
    ...(of === "network" || network === null
      ? []
      : [
          claimLine("laws of the network", network.independent, String),
          claimLine("  known", network.known, String),
          claimLine("  complete", network.complete, yesNo),
        ]),
    ...(loss === null || loss.added === 0
      ? []
      : [
          claimLine(`with ${loss.name}`, loss.independent, String),
          claimLine("  known", loss.known, String),
          claimLine("  complete", loss.complete, yesNo),
        ]),
  ];
}

/** The pair of networks that φ and the laws cannot tell apart, or why there is none. */
function witnessLines({ witness, witnessNote }: MetricSection): string[] {
  if (witness === null) return witnessNote === undefined ? [] : [line("  counterexample", "—", witnessNote)];
  const { metricDifference, distance, liftedDifference, lawDifference, tolerance, loss } = witness;
  const same = pairNote(liftedDifference, lawDifference, tolerance);
  return [
    line(
      "  counterexample",
      formatNumber(metricDifference),
      `between the metrics of two networks at distance ${formatNumber(distance)} with the same ${same}`,
    ),
    ...(loss === null
      ? []
      : [
          line(
            "  a loss falls at",
            loss.rates.map((rate) => formatNumber(rate)).join(" and "),
            "from the first and from the second",
          ),
        ]),
  ];
}

function dataLines({ data }: Report): string[] {
  return [
    ...(data?.classes ? [line("classes", String(data.classes.length), classesText(data.classes))] : []),
    ...(data?.dead ?? []).map(({ layer, units, of }) =>
      line("dead on the data", `${units.length} of ${of}`, `units of ${layer}`),
    ),
  ];
}

function familyLines(report: Report): string[] {
  return report.laws.families.map((family) =>
    line(`law ×${family.count}`, family.between.join(" → "), `${family.formulaText}${ORIGIN[family.from]}`),
  );
}

function interfaceLines(report: Report): string[] {
  return report.initialization.interfaces.map(({ between, lambda, imbalance }) =>
    line(between.join(" → "), `λ ${formatNumber(lambda)}`, `imbalance ${formatNumber(imbalance)}`),
  );
}

/** Said of the laws that are not φ's. */
const ORIGIN: Readonly<Record<LawOrigin, string>> = {
  phi: "",
  network: "  (of the network, near the initialization)",
  loss: "  (under this loss only)",
};

function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}
