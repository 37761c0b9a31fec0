/** Every table of a report as data, for "all tables as CSV". */
import type { Claim } from "../../engine/findings/claim";
import type { LawValues } from "../../engine/report/initialization/facts";
import type { Report } from "../../engine/report/types";
import { cellName } from "./heat-scale";
import { numbers, words, type Cell, type Table } from "../../engine/report/table";
import { arrow } from "./words";

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
    title: "Facts",
    columns: [
      words("fact"),
      words("value"),
      words("basis"),
      words("reference"),
      words("note"),
      numbers("residual"),
      numbers("tolerance"),
    ],
    rows: [
      count("parameters", model.parameters, undefined),
      count("lifted dimension", model.liftedDimension, model.note),
      claim(laws.of === "network" ? "independent laws" : "independent laws of φ", laws.independent),
      claim("known independent laws", laws.known),
      claim("Lie algebra dimension", laws.lieDimension),
      claim("laws complete", laws.complete),
      ...(laws.of === "network" || laws.network === null
        ? []
        : [
            claim("independent laws of the network", laws.network.independent),
            claim("laws of the network complete", laws.network.complete),
          ]),
      ...(laws.loss === null || laws.loss.added === 0
        ? []
        : [
            claim(`independent laws under ${laws.loss.name}`, laws.loss.independent),
            claim(`laws under ${laws.loss.name} complete`, laws.loss.complete),
          ]),
      claim("relaxed balanced", initialization.relaxedBalanced),
      claim("intrinsic metric", intrinsicMetric),
      claim("kernel dimension", intrinsicMetric.kernelDimension),
      claim("metric violation", intrinsicMetric.violation),
      claim("recoverable", recoverability),
      ...(report.plateau === null
        ? []
        : [
            claim("activation class", report.plateau.activationClass),
            claim("bottleneck layers", report.plateau.bottleneckLayers),
            claim("escape exponent", report.plateau.exponent),
            claim("escape time", report.plateau.escapeTime),
            ...(report.plateau.measuredEscapeTime === undefined
              ? []
              : [claim("escape time in the run", report.plateau.measuredEscapeTime)]),
          ]),
    ],
  };
}

export function lawsTable(report: Report): Table {
  return {
    id: "laws",
    title: "Conservation laws",
    columns: [
      words("family"),
      words("kind"),
      words("of"),
      words("formula (LaTeX)"),
      words("between"),
      numbers("laws"),
      numbers("families alike"),
      words("reference"),
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
    title: "Values of the laws at the initialization",
    columns: [words("family"), numbers("row"), numbers("column"), words("entry"), numbers("value")],
    rows: report.initialization.laws.flatMap(valueRows),
  };
}

export function layersTable(report: Report): Table {
  return {
    id: "layers",
    title: "Layers",
    columns: [
      words("name"),
      words("type"),
      numbers("units"),
      words("activation"),
      words("from"),
      words("bias"),
      numbers("parameters"),
    ],
    rows: report.model.layers.map((l) => [
      l.name,
      l.type,
      l.units,
      l.activation,
      l.sources.join(" + "),
      l.bias ? "yes" : "no",
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
