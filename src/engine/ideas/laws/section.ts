/** From the count of conservation laws to its section of the report: names, formulas, ranges. */
import type { Network } from "../../model/network";
import { alikeFamilies } from "../../theory/laws/alike";
import { allFamilies, type LawStudy } from "../../theory/laws/study";
import type { SpecPlaces } from "../../spec/read";
import type { LawsSection, LawFamily as ReportedFamily, NetworkLaws, LossLaws } from "../../report/laws/facts";
import type { LawFamily } from "../../theory/laws/families";
import { isAnalytic, phiKindOf } from "../../model/structure";
import { writtenFormula } from "../../findings/formula";
import { listedLaws } from "../../theory/laws/law-rank";

export function lawsSection(network: Network, study: LawStudy, places: SpecPlaces): LawsSection {
  const families = allFamilies(study).map((family) => familySection(network, family, places));
  return sectionOf(network, study, families);
}

/** Without weights: of families that are alike only the first, since there is no value that is its own. */
export function closedLawsSection(network: Network, study: LawStudy, places: SpecPlaces): LawsSection {
  const families = alikeFamilies(allFamilies(study)).map(([first, ...more]): ReportedFamily => {
    const own = familySection(network, first, places);
    return more.length === 0 ? own : { ...own, alike: 1 + more.length };
  });
  return sectionOf(network, study, families);
}

function familySection(network: Network, family: LawFamily, places: SpecPlaces): ReportedFamily {
  const layers = [
    family.layer,
    ...(family.partner === undefined ? [] : [family.partner.layer]),
    ...family.outgoing.map(({ block }) => block.layer),
  ];
  return {
    id: family.id,
    kind: family.group.title,
    from: family.from,
    ...writtenFormula(family.group.formula(network, family)),
    between: [...new Set(layers)].map((l) => network.layers[l].name),
    count: family.count,
    reference: family.group.reference,
    range: places.layers[family.layer] ?? null,
  };
}

function sectionOf(network: Network, study: LawStudy, families: readonly ReportedFamily[]): LawsSection {
  const { count } = study;
  return {
    of: isTheFunctions(network) ? "network" : "phi",
    network: networkLaws(study),
    loss: lossLaws(study),
    independent: count.independent,
    known: count.known,
    lieDimension: count.lieDimension,
    complete: count.complete,
    families,
    certificate: count.certificate,
    estimate: count.estimate,
  };
}

/** A lifting has fewer laws; near one start, so has a function of pieces at a random parameter, where it was counted. */
function isTheFunctions(network: Network): boolean {
  const kind = phiKindOf(network);
  return kind !== "path-lifting" && (kind !== "function" || isAnalytic(network));
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
