/**
 * From what the theory found to the sections of the report: names, formulas, ranges, and what is too large to carry.
 */
import { measured, unknown } from "../findings/claim";
import { formulaLatex, formulaText, type Formula } from "../findings/formula";
import type { InitializationPlan } from "../model/initialization";
import type { Layer, Network } from "../model/network";
import { fixedCount, fixedNote, hasFixed } from "../model/fixed";
import { activationText, activationWritten } from "../model/activations";
import { blockKindOf } from "../model/blocks";
import { blocksOf } from "../model/compile";
import { sourceName } from "../model/network";
import { listPaths, pathCount } from "../model/paths";
import { familyOf, isLinearChain, isPurePathLifting, phiKindOf } from "../model/structure";
import { endToEndColumns } from "../model/passes/transfer/linear";
import type {
  InitializationSection,
  LawFamily as ReportedFamily,
  LawValues,
  LawsSection,
  LayerSummary,
  LossLaws,
  NetworkLaws,
  ModelSection,
} from "../report/types";
import type { SpecPlaces } from "../spec/read";
import type { InterfaceBalance } from "../theory/balance/relaxed-balance";
import { BALANCE_TOLERANCE, isRelaxedBalanced } from "../theory/balance/relaxed-balance";
import type { LawFamily } from "../theory/laws/families";
import { lawValues, originOf } from "../theory/laws/families";
import { FAMILY_KIND, FAMILY_REFERENCE, lawFormula } from "../theory/laws/formula";
import { listedLaws } from "../theory/laws/law-rank";
import type { LawStudy } from "../theory/laws/study";
import { allFamilies } from "../theory/laws/study";
import { MOST_PATHS } from "../theory/metric/lifted";

/** Values of one family are carried up to this many numbers (a 50 x 50 matrix). */
const MOST_VALUES = 2500;

export function modelSection(network: Network, parameters: number, places: SpecPlaces): ModelSection {
  const blocks = blocksOf(network);
  const lifted = liftedDimension(network);
  return {
    family: familyOf(network),
    parametrization: phiKindOf(network),
    parameters,
    ...(hasFixed(network) ? { fixed: fixedCount(network) } : {}),
    liftedDimension: lifted.dimension,
    ...(lifted.note === undefined ? {} : { note: lifted.note }),
    inputs: network.inputs,
    layers: network.layers.map((layer, index) => ({
      name: layer.name,
      type: layer.type,
      units: layer.units,
      ...(layer.grid === undefined ? {} : { grid: layer.grid }),
      sources: layer.sources.map((source) => sourceName(network, source)),
      activation: activationText(layer.activation),
      written: writtenOf(layer),
      bias: layer.bias,
      ...(layer.trained === undefined ? {} : { trained: layer.trained }),
      parameters: blocks.reduce((sum, block) => sum + (block.layer === index ? block.rows * block.columns : 0), 0),
      range: places.layers[index] ?? null,
    })),
  };
}

function writtenOf(layer: Layer): LayerSummary["written"] {
  const { oneSource, names } = blockKindOf(layer);
  return {
    ...activationWritten(layer.activation),
    ...(oneSource === null ? { units: layer.units } : {}),
    weights: names.shape,
  };
}

function liftedDimension(network: Network): { dimension: number | null; note?: string } {
  switch (phiKindOf(network)) {
    case "flow-map":
      return { dimension: network.layers[0].units ** 2, note: "The path is kept at the nodes of its grid; φ is Z_1." };
    case "product":
      return { dimension: network.layers[network.layers.length - 1].units * endToEndColumns(network) };
    case "function":
      return {
        dimension: null,
        note: "With this activation φ is the function itself, which has no finite list of coordinates.",
      };
    case "path-lifting": {
      const paths = pathCount(network);
      if (isPurePathLifting(network)) {
        if (!Number.isFinite(paths)) return { dimension: null, note: "More paths than a double can count." };
        return paths <= Number.MAX_SAFE_INTEGER
          ? { dimension: paths }
          : { dimension: paths, note: "The number of paths is rounded to 16 digits." };
      }
      return paths <= MOST_PATHS
        ? { dimension: listPaths(network).coordinates, note: "Paths that differ only inside linear layers count once." }
        : {
            dimension: null,
            note: "Too many paths to list, and paths that differ only inside linear layers would count once.",
          };
    }
  }
}

export function lawsSection(network: Network, study: LawStudy, places: SpecPlaces): LawsSection {
  const { count } = study;
  const blockNames = (family: LawFamily): string[] => {
    const layers = [
      family.layer,
      ...(family.partner === undefined ? [] : [family.partner.layer]),
      ...family.outgoing.map((block) => block.layer),
    ];
    return [...new Set(layers)].map((l) => network.layers[l].name);
  };
  return {
    of: phiKindOf(network) === "path-lifting" ? "phi" : "network",
    network: networkLaws(study),
    loss: lossLaws(study),
    independent: count.independent,
    known: count.known,
    lieDimension: count.lieDimension,
    complete: count.complete,
    families: allFamilies(study).map((family): ReportedFamily => ({
      id: family.id,
      kind: FAMILY_KIND[family.kind],
      from: originOf(family),
      ...writtenFormula(lawFormula(network, family)),
      between: blockNames(family),
      count: family.count,
      reference: FAMILY_REFERENCE[family.kind],
      range: places.layers[family.layer] ?? null,
    })),
    certificate: count.certificate,
    estimate: count.estimate,
  };
}

/** In both writings: who shows it need not read it. */
export function writtenFormula(formula: Formula): Pick<ReportedFamily, "formula" | "formulaText"> {
  return { formula: formulaLatex(formula), formulaText: formulaText(formula) };
}

function networkLaws({ network }: LawStudy): NetworkLaws | null {
  if (network === null) return null;
  const { independent, known, complete, atMost, near } = network;
  return { independent, known, complete, atMost, near };
}

function lossLaws({ loss }: LawStudy): LossLaws | null {
  if (loss === null) return null;
  const { loss: name, families, independent, known, complete, network } = loss;
  const own =
    network === null ? null : { independent: network.independent, known: network.known, complete: network.complete };
  return { name, added: listedLaws(families), independent, known, complete, network: own };
}

export function initializationSection(
  network: Network,
  plan: InitializationPlan,
  theta: Float64Array,
  families: readonly LawFamily[],
  interfaces: readonly InterfaceBalance[] | null,
  places: SpecPlaces,
): InitializationSection {
  const worst = Math.max(0, ...(interfaces ?? []).map(({ imbalance }) => imbalance));
  const relaxedBalanced =
    interfaces === null
      ? unknown<boolean>(
          fixedNote(network) ??
            (isLinearChain(network)
              ? network.layers.length > 1
                ? "The layers are too wide to compare, or the weights too large or too small for double precision."
                : "A single layer has no interface to balance."
              : "Relaxed balance is defined for chains of linear dense layers without biases."),
        )
      : measured(isRelaxedBalanced(interfaces), worst, BALANCE_TOLERANCE, {
          reference: "arXiv:2508.07370, Definition 3.6",
        });
  return {
    scheme: plan.scheme,
    relaxedBalanced,
    lambda: (interfaces ?? []).map(({ lambda }) => lambda),
    imbalance: (interfaces ?? []).map(({ imbalance }) => imbalance),
    interfaces: (interfaces ?? []).map(({ index, lambda, imbalance, deviations }) => ({
      between: [network.layers[index].name, network.layers[index + 1].name],
      lambda,
      imbalance,
      deviations,
      range: places.layers[index] ?? null,
    })),
    laws: families.map((family) => valuesOf(network, family, theta)),
    range: places.initialization,
  };
}

function valuesOf(network: Network, family: LawFamily, theta: Float64Array): LawValues {
  const { kind, members, size } = family;
  const order = kind === "matrix" ? size : kind === "together" ? (members?.length ?? size) : null;
  const columns = order ?? family.count;
  const shape = { family: family.id, rows: order ?? 1, columns };
  const total = shape.rows * columns;
  if (total > MOST_VALUES)
    return {
      ...shape,
      values: null,
      labels: [],
      note: `${total} numbers are too many to show; the limit is ${MOST_VALUES}.`,
    };
  const values = Array.from(lawValues(family, theta).values);
  const labels = labelsOf(network, family);
  if (values.some((x) => !Number.isFinite(x)))
    return { ...shape, values: null, labels, note: "Some values overflow a double." };
  return { ...shape, values, labels };
}

function labelsOf(network: Network, family: LawFamily): string[] {
  const neuron = (layer: number, j: number): string => `${network.layers[layer].name}[${j}]`;
  const own = Array.from({ length: family.size }, (_, j) => neuron(family.layer, j));
  switch (family.kind) {
    case "matrix":
    case "rescaling":
      return own;
    case "together":
      return (family.members ?? []).map((j) => neuron(family.layer, j));
    case "cross": {
      const { layer, size } = family.partner ?? family;
      return own.flatMap((first) => Array.from({ length: size }, (_, k) => `${first} · ${neuron(layer, k)}`));
    }
    case "frozen":
      return Array.from({ length: family.count }, (_, j) => `weight ${j}`);
    case "sum":
      return family.incoming.flatMap(({ source, columns }) =>
        source === null
          ? ["bias"]
          : Array.from({ length: columns }, (_, c) => `from ${sourceName(network, source)}[${c}]`),
      );
  }
}
