/** Every table of a report as data, for "all tables as CSV". */
import type { Claim } from "../../engine/findings/claim";
import type { LawValues } from "../../engine/report/initialization/facts";
import type { Report } from "../../engine/report/types";
import { cellName } from "./heat-scale";
import { numbers, words, type Cell, type Table } from "../../engine/report/table";
import { arrow } from "./words";
import { t } from "../../engine/findings/language";

export function factsTable(report: Report): Table {
  const { model, laws, initialization, intrinsicMetric, recoverability } = report;
  const claim = (name: string, of: Claim<string | number | boolean>): Cell[] => [
    name,
    typeof of.value === "boolean" ? String(of.value) : of.value,
    of.basis,
    of.reference ?? null,
    of.note ?? null,
    of.residual ?? null,
    of.tolerance ?? null,
  ];
  const count = (name: string, value: number | null, note: string | undefined): Cell[] => [
    name,
    value,
    null,
    null,
    note ?? null,
    null,
    null,
  ];
  return {
    id: "facts",
    title: t`Facts`,
    columns: [
      words(t`fact`),
      words(t`value`),
      words(t`basis`),
      words(t`reference`),
      words(t`note`),
      numbers(t`residual`),
      numbers(t`tolerance`),
    ],
    rows: [
      count(t`parameters`, model.parameters, undefined),
      count(t`lifted dimension`, model.liftedDimension, model.note),
      claim(laws.of === "network" ? t`independent laws` : t`independent laws of φ`, laws.independent),
      claim(t`known independent laws`, laws.known),
      claim(t`Lie algebra dimension`, laws.lieDimension),
      claim(t`laws complete`, laws.complete),
      ...(laws.of === "network" || laws.network === null
        ? []
        : [
            claim(t`independent laws of the network`, laws.network.independent),
            claim(t`laws of the network complete`, laws.network.complete),
          ]),
      ...(laws.loss === null || laws.loss.added === 0
        ? []
        : [
            claim(t`independent laws under ${laws.loss.name}`, laws.loss.independent),
            claim(t`laws under ${laws.loss.name} complete`, laws.loss.complete),
          ]),
      claim(t`relaxed balanced`, initialization.relaxedBalanced),
      claim(t`intrinsic metric`, intrinsicMetric),
      claim(t`kernel dimension`, intrinsicMetric.kernelDimension),
      claim(t`metric violation`, intrinsicMetric.violation),
      claim(t`recoverable`, recoverability),
      ...(report.plateau === null
        ? []
        : [
            claim(t`activation class`, report.plateau.activationClass),
            claim(t`bottleneck layers`, report.plateau.bottleneckLayers),
            claim(t`escape exponent`, report.plateau.exponent),
            claim(t`escape time`, report.plateau.escapeTime),
            ...(report.plateau.measuredEscapeTime === undefined
              ? []
              : [claim(t`escape time in the run`, report.plateau.measuredEscapeTime)]),
          ]),
    ],
  };
}

export function lawsTable(report: Report): Table {
  return {
    id: "laws",
    title: t`Conservation laws`,
    columns: [
      words(t`family`),
      words(t`kind`),
      words(t`of`),
      words(t`formula (LaTeX)`),
      words(t`between`),
      numbers(t`laws`),
      numbers(t`families alike`),
      words(t`reference`),
    ],
    rows: report.laws.families.map((f) => [
      f.id,
      f.kind,
      f.from,
      f.formula,
      arrow(f.between),
      f.count,
      f.alike ?? 1,
      f.reference,
    ]),
  };
}

export function lawValuesTable(report: Report): Table {
  return {
    id: "law-values",
    title: t`Values of the laws at the initialization`,
    columns: [words(t`family`), numbers(t`row`), numbers(t`column`), words(t`entry`), numbers(t`value`)],
    rows: report.initialization.laws.flatMap(valueRows),
  };
}

export function layersTable(report: Report): Table {
  return {
    id: "layers",
    title: t`Layers`,
    columns: [
      words(t`name`),
      words(t`type`),
      numbers(t`units`),
      words(t`activation`),
      words(t`from`),
      words(t`bias`),
      numbers(t`parameters`),
    ],
    rows: report.model.layers.map((l) => [
      l.name,
      l.type,
      l.units,
      l.activation,
      l.sources.join(" + "),
      l.bias ? t`yes` : t`no`,
      l.parameters,
    ]),
  };
}

function valueRows(block: LawValues): Cell[][] {
  return (block.values ?? []).map((value, index) => {
    const row = Math.floor(index / block.columns);
    const column = index % block.columns;
    return [block.family, row + 1, column + 1, cellName(block.labels, block.rows, row, column), value];
  });
}
