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
import { word } from "../findings/language";

interface Lines {
  /** The name of the idea. */
  readonly idea: string;
  /** Over its lines, where a report has headings; said by `said`. */
  readonly title: string;
  readonly found?: (facts: Facts & RunFacts) => readonly FactLine[];
  readonly details?: (facts: Facts & RunFacts) => readonly FactLine[];
  /** What `details` says, for who can show formulas. */
  readonly families?: (facts: Facts & RunFacts) => readonly LawFamily[];
}

export const LINES: readonly Lines[] = [
  { idea: "model", title: word`Network`, found: modelLines },
  {
    idea: "laws",
    title: word`Conservation laws`,
    found: lawLines,
    details: familyLines,
    families: ({ laws }) => laws.families,
  },
  { idea: "initialization", title: word`Initialization`, found: balanceLines, details: interfaceLines },
  { idea: "metric", title: word`Intrinsic metric`, found: metricLines },
  { idea: "manifolds", title: word`Invariant manifolds`, found: manifoldLines },
  { idea: "plateau", title: word`Plateau`, found: plateauLines },
  { idea: "data", title: word`Data`, found: dataLines },
  { idea: "signal", title: word`Signals`, found: signalLines, details: layerLines },
  { idea: "run", title: word`Training run`, details: runLines },
  { idea: "depth", title: word`Continuous depth`, details: depthLines },
];
