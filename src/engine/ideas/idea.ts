/**
 * An idea: something that can be found out about a network, as a row of the table in index.ts. `study` finds the evidence,
 * in the terms of the theory; `facts` says it in the terms of the report; `problems` tells the author of the spec.
 *
 * An idea that needs what another has found asks for it by that idea's row: it is studied then, once, whoever asks first.
 */
import type { Problem } from "../findings/problem";
import type { Progress } from "../findings/progress";
import type { Architecture, Subject } from "../subject/subject";
import type { Facts } from "../report/facts";
import { t } from "../findings/language";

export type Idea<Evidence, Own extends Partial<Facts>> = PromptIdea<Evidence, Own> | DearIdea<Evidence, Own>;

/** In this order ideas are studied; a report is shown as soon as there is a verdict. */
export const COSTS = ["quick", "verdict", "dear"] as const;

/** It costs little, or the verdict hangs on it: a reader waits for it. */
export interface PromptIdea<Evidence, Own extends Partial<Facts>> extends Row<Evidence, Own> {
  readonly cost: "quick" | "verdict";
}

/** Studied while the rest is shown already. */
export interface DearIdea<Evidence, Own extends Partial<Facts>> extends Row<Evidence, Own> {
  readonly cost: "dear";
  /** Its part of a report that is shown before: the same fields, claiming nothing. */
  pending(of: Subject): Own;
}

interface Row<Evidence, Own extends Partial<Facts>> {
  /** The name of its folder, of its page in the documents, and in a report's list of what is pending. */
  readonly name: string;
  /** A problem that leaves nothing to say of the network ends the whole study. */
  study(of: Subject, found: Found): Steps<Evidence | Refusal>;
  /** Its part of the report. */
  facts(of: Subject, evidence: Evidence): Own;
  /** The same of a network whose weights are too many to be drawn: what needs them is open, for this reason. */
  withoutWeights(of: Architecture, why: string): Own;
  /** What its author should know. `facts`: of all ideas. */
  problems?(facts: Facts, of: Subject, evidence: Evidence): readonly Problem[];
}

/** A study on its way may have found something that can be shown already: `soFar`. */
export type Steps<Evidence> = Generator<Progress & { readonly soFar?: Evidence }, Evidence>;

/** What another idea has found. */
export type Found = <Evidence, Own extends Partial<Facts>>(idea: Idea<Evidence, Own>) => Generator<Progress, Evidence>;

export class Refusal {
  constructor(readonly problem: Problem) {}
}

/** Said of what is not known yet. */
export const NOT_YET = t`It is being computed.`;
