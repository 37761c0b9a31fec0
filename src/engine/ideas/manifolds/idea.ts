/** Invariant manifolds: what ties neurons to each other at the start, and what training can therefore never undo. */
import { countLimits } from "../../theory/laws/count";
import { ORBIT_LIMITS, studyManifolds, type ManifoldStudy } from "../../theory/manifolds/study";
import { NOT_YET, type DearIdea } from "../idea";
import { laws } from "../laws/idea";
import type { Claim } from "../../findings/claim";
import type { ManifoldsFacts } from "../../report/manifolds/facts";
import { manifoldProblems } from "./problems";
import { manifoldSections, notSearched } from "./section";
import { t } from "../../findings/language";

interface Found {
  readonly study: ManifoldStudy;
  /** Dimension of the Lie algebra at a generic parameter. */
  readonly generic: Claim<number>;
}

/** The evidence is `null` for a linear neural ODE: it has no neurons. */
export const manifolds: DearIdea<Found | null, ManifoldsFacts> = {
  name: "manifolds",
  cost: "dear",
  *study({ network, theta, effort, lean, path }, found) {
    if (path !== null) return null;
    const { lieDimension: generic } = (yield* found(laws)).count;
    const orbitLimit = lean ? 0 : ORBIT_LIMITS[effort];
    return { study: yield* studyManifolds(network, theta, generic, countLimits(effort), orbitLimit), generic };
  },
  facts: ({ network }, found) =>
    found === null
      ? { manifolds: [], symmetry: notSearched(t`A linear neural ODE has no neurons to tie.`) }
      : manifoldSections(network, found.study, found.generic),
  withoutWeights: (_of, why) => ({ manifolds: [], symmetry: notSearched(why) }),
  pending: () => ({ manifolds: [], symmetry: notSearched(NOT_YET) }),
  problems: (facts, { reading }) => manifoldProblems(facts, reading),
};
