/** What a spec may expect of its manifolds. */
import type { Expectation } from "../expectation";
import { SMALLEST_DIMENSION } from "./words";
import { t } from "../../findings/language";

export const manifoldExpectations = {
  invariantManifold: {
    says: SMALLEST_DIMENSION,
    value: { is: "integer", minimum: 0, example: 6 },
    // The whole space is invariant too.
    found: ({ manifolds, symmetry, model }) =>
      manifolds.at(0)?.dimension ??
      (symmetry.searched ? { value: model.parameters } : { value: null, note: symmetry.note ?? t`none was searched.` }),
  },
} satisfies Record<string, Expectation>;
