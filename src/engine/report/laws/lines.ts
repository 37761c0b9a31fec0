/** Conservation laws in the text report: how many of what, and each family. */
import type { LawOrigin } from "../../findings/laws";
import { claimLine, line, yesNo, type FactLine } from "../../findings/lines";
import type { LawFamily, LawsFacts, LawsSection } from "./facts";
import { firstOf } from "./words";
import { t } from "../../findings/language";

export function lawLines({ laws }: LawsFacts): FactLine[] {
  return [
    claimLine(laws.of === "network" ? t`laws of the network` : t`laws of φ`, laws.independent, String),
    claimLine(`  ${t`known`}`, laws.known, String),
    claimLine(`  ${t`complete`}`, laws.complete, yesNo),
    ...moreLawLines(laws),
    claimLine(t`Lie dimension`, laws.lieDimension, String),
  ];
}

/** Laws of the network's function and under the loss, where they are not counted with φ's. */
function moreLawLines({ of, network, loss }: LawsSection): FactLine[] {
  return [
    ...(of === "network" || network === null
      ? []
      : [
          claimLine(t`laws of the network`, network.independent, String),
          claimLine(`  ${t`known`}`, network.known, String),
          claimLine(`  ${t`complete`}`, network.complete, yesNo),
        ]),
    ...(loss === null || loss.added === 0
      ? []
      : [
          claimLine(t`with ${loss.name}`, loss.independent, String),
          claimLine(`  ${t`known`}`, loss.known, String),
          claimLine(`  ${t`complete`}`, loss.complete, yesNo),
        ]),
  ];
}

export function familyLines({ laws }: LawsFacts): FactLine[] {
  return laws.families.map((family) =>
    line(
      t`law ×${family.count}`,
      family.between.join(" → "),
      `${family.formulaText}${origin(family.from)}${besides(family)}`,
    ),
  );
}

function besides({ alike }: LawFamily): string {
  return alike === undefined ? "" : `  (${firstOf(alike)})`;
}

/** Said of the laws that are not φ's. */
function origin(from: LawOrigin): string {
  switch (from) {
    case "phi":
      return "";
    case "network":
      return `  ${t`(of the network, near the initialization)`}`;
    case "loss":
      return `  ${t`(under this loss only)`}`;
  }
}
