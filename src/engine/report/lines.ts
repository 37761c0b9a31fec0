/**
 * What the ideas say in the text report, a row for each, in this order: first what each has found, then what goes into detail.
 */
import { dataLines } from "./data/lines";
import { depthLines } from "./depth/lines";
import type { Facts } from "./facts";
import { balanceLines, interfaceLines } from "./initialization/lines";
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
  readonly found?: (facts: Facts & RunFacts) => readonly string[];
  readonly details?: (facts: Facts & RunFacts) => readonly string[];
}

export const LINES: readonly Lines[] = [
  { idea: "model", found: modelLines },
  { idea: "laws", found: lawLines, details: familyLines },
  { idea: "initialization", found: balanceLines, details: interfaceLines },
  { idea: "metric", found: metricLines },
  { idea: "manifolds", found: manifoldLines },
  { idea: "plateau", found: plateauLines },
  { idea: "data", found: dataLines },
  { idea: "signal", found: signalLines, details: layerLines },
  { idea: "run", details: runLines },
  { idea: "depth", details: depthLines },
];
