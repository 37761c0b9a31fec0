/** Conservation laws in the text report: how many of what, and each family. */
import type { LawOrigin } from "../../findings/laws";
import { claimLine, line, yesNo, type FactLine } from "../../findings/lines";
import type { LawFamily, LawsFacts, LawsSection } from "./facts";
import { firstOf } from "./words";

export function lawLines({ laws }: LawsFacts): FactLine[] {
  return [
    claimLine(laws.of === "network" ? "laws of the network" : "laws of φ", laws.independent, String),
    claimLine("  known", laws.known, String),
    claimLine("  complete", laws.complete, yesNo),
    ...moreLawLines(laws),
    claimLine("Lie dimension", laws.lieDimension, String),
  ];
}

/** Laws of the network's function and under the loss, where they are not counted with φ's. */
function moreLawLines({ of, network, loss }: LawsSection): FactLine[] {
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

export function familyLines({ laws }: LawsFacts): FactLine[] {
  return laws.families.map((family) =>
    line(
      `law ×${family.count}`,
      family.between.join(" → "),
      `${family.formulaText}${ORIGIN[family.from]}${besides(family)}`,
    ),
  );
}

function besides({ alike }: LawFamily): string {
  return alike === undefined ? "" : `  (${firstOf(alike)})`;
}

/** Said of the laws that are not φ's. */
const ORIGIN: Readonly<Record<LawOrigin, string>> = {
  phi: "",
  network: "  (of the network, near the initialization)",
  loss: "  (under this loss only)",
};
