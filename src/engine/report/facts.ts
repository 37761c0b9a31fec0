/** All that the ideas say of a network: the body of the report. Every idea of index.ts adds its own. */
import type { DataFacts } from "./data/facts";
import type { DepthFacts } from "./depth/facts";
import type { InitializationFacts } from "./initialization/facts";
import type { LawsFacts } from "./laws/facts";
import type { ManifoldsFacts } from "./manifolds/facts";
import type { MetricFacts } from "./metric/facts";
import type { ModelFacts } from "./model/facts";
import type { PlateauFacts } from "./plateau/facts";
import type { SignalFacts } from "./signal/facts";

export interface Facts
  extends
    ModelFacts,
    LawsFacts,
    InitializationFacts,
    MetricFacts,
    DepthFacts,
    ManifoldsFacts,
    PlateauFacts,
    DataFacts,
    SignalFacts {}
