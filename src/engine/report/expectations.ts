/** All that a spec may expect, by the property's name: its schema, its documentation and the comparison are read off these rows. */
import type { Expectation } from "./expectation";
import { initializationExpectations } from "./initialization/expectations";
import { lawExpectations } from "./laws/expectations";
import { manifoldExpectations } from "./manifolds/expectations";
import { metricExpectations } from "./metric/expectations";
import { plateauExpectations } from "./plateau/expectations";
import { runExpectations } from "./run/expectations";
import { signalExpectations } from "./signal/expectations";

export const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  ...lawExpectations,
  ...initializationExpectations,
  ...metricExpectations,
  ...runExpectations,
  ...manifoldExpectations,
  ...plateauExpectations,
  ...signalExpectations,
};
