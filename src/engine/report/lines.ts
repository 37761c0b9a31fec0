/**
 * What the ideas say in the text report, a row for each, in this order: first what each has found, then what goes into detail.
 */
import { dataLines } from "./data/lines";
import { depthLines } from "./depth/lines";
import type { FactLine } from "../findings/lines";
import type { Facts } from "./facts";
import { balanceLines, interfaceLines } from "./initialization/lines";
import type { LawFamily } from "./laws/facts";
import { familyLines, lawLines } from "./laws/lines";
import { manifoldLines } from "./manifolds/lines";
import { metricLines } from "./metric/lines";
import { modelLines } from "./model/lines";
import { plateauLines } from "./plateau/lines";
import type { RunFacts } from "./run/facts";
import { runLines } from "./run/lines";
import { layerLines, signalLines } from "./signal/lines";

interface Lines {
  /** The name of the idea. */
  readonly idea: string;
  /** Over its lines, where a report has headings. */
  readonly title: string;
  readonly found?: (facts: Facts & RunFacts) => readonly FactLine[];
  readonly details?: (facts: Facts & RunFacts) => readonly FactLine[];
  /** What `details` says, for who can show formulas. */
  readonly families?: (facts: Facts & RunFacts) => readonly LawFamily[];
}

export const LINES: readonly Lines[] = [
  { idea: "model", title: "Network", found: modelLines },
  {
    idea: "laws",
    title: "Conservation laws",
    found: lawLines,
    details: familyLines,
    families: ({ laws }) => laws.families,
  },
  { idea: "initialization", title: "Initialization", found: balanceLines, details: interfaceLines },
  { idea: "metric", title: "Intrinsic metric", found: metricLines },
  { idea: "manifolds", title: "Invariant manifolds", found: manifoldLines },
  { idea: "plateau", title: "Plateau", found: plateauLines },
  { idea: "data", title: "Data", found: dataLines },
  { idea: "signal", title: "Signals", found: signalLines, details: layerLines },
  { idea: "run", title: "Training run", details: runLines },
  { idea: "depth", title: "Continuous depth", details: depthLines },
];
