/**
 * Studies every idea of a subject, the quick ones first, and tells the facts of a report: all of them at the end, and on the
 * way, once there is a verdict, those that are known so far.
 *
 * Every idea is studied once, when it is its turn or when another asks for what it has found. The order changes nothing of
 * the facts: what an idea finds depends on the subject and on what it asks for.
 */
import type { Problem } from "../findings/problem";
import type { Progress } from "../findings/progress";
import type { Architecture, Subject } from "../subject/subject";
import type { Facts } from "../report/facts";
import { COSTS, Refusal, type Idea } from "./idea";
import { IDEAS } from "./index";

export interface Studied {
  readonly facts: Facts;
  readonly problems: readonly Problem[];
  /** Names of the ideas that are still being studied; empty at the end. */
  readonly pending: readonly string[];
}

export interface StudyProgress extends Progress {
  /** What is known so far; absent until there is a verdict. */
  readonly studied?: () => Studied;
}

export type IdeasResult =
  | { readonly kind: "studied"; readonly studied: Studied; readonly found: EvidenceOf }
  | { readonly kind: "refused"; readonly problem: Problem };

/** What an idea has found, once it was studied. */
export type EvidenceOf = <Evidence, Own extends Partial<Facts>>(idea: Idea<Evidence, Own>) => Evidence;

/** Of a network whose weights are too many to be drawn. */
export function factsWithoutWeights(of: Architecture, why: string): Facts {
  return Object.assign({}, ...IDEAS.map((idea) => idea.withoutWeights(of, why))) as Facts;
}

export function* studyIdeas(of: Subject): Generator<StudyProgress, IdeasResult> {
  const evidence = new Map<object, unknown>();
  const done = new Set<object>();
  const begun = new Set<object>();

  const known: EvidenceOf = <Evidence, Own extends Partial<Facts>>(idea: Idea<Evidence, Own>) => {
    if (!evidence.has(idea)) throw new Error(`the idea "${idea.name}" has found nothing that another could ask for`);
    // Put there by that very idea's study.
    return evidence.get(idea) as Evidence;
  };

  const factsOf = <Evidence, Own extends Partial<Facts>>(idea: Idea<Evidence, Own>): Partial<Facts> =>
    idea.cost === "dear" && !evidence.has(idea) ? idea.pending(of) : idea.facts(of, known(idea));

  const problemsOf = <Evidence, Own extends Partial<Facts>>(
    idea: Idea<Evidence, Own>,
    facts: Facts,
  ): readonly Problem[] => (evidence.has(idea) ? (idea.problems?.(facts, of, known(idea)) ?? []) : []);

  const studied = (): Studied => {
    // Every field of Facts is some idea's: index.ts is held to it.
    const facts = Object.assign({}, ...IDEAS.map((idea) => factsOf<unknown, Partial<Facts>>(idea))) as Facts;
    return {
      facts,
      problems: IDEAS.flatMap((idea) => problemsOf<unknown, Partial<Facts>>(idea, facts)),
      pending: IDEAS.filter((idea) => !done.has(idea)).map(({ name }) => name),
    };
  };

  const told = (progress: Progress): StudyProgress =>
    IDEAS.every((idea) => idea.cost === "dear" || evidence.has(idea)) ? { ...progress, studied } : progress;

  function* found<Evidence, Own extends Partial<Facts>>(idea: Idea<Evidence, Own>): Generator<StudyProgress, Evidence> {
    const result = yield* studyOf(idea);
    if (result instanceof Refusal) throw new Error(`the idea "${idea.name}" may refuse, and is asked before its turn`);
    return result;
  }

  function* studyOf<Evidence, Own extends Partial<Facts>>(
    idea: Idea<Evidence, Own>,
  ): Generator<StudyProgress, Evidence | Refusal> {
    if (done.has(idea)) return known(idea);
    if (begun.has(idea)) throw new Error(`the idea "${idea.name}" waits for itself`);
    begun.add(idea);
    const steps = idea.study(of, found);
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        if (step.value instanceof Refusal) return step.value;
        evidence.set(idea, step.value);
        done.add(idea);
        return step.value;
      }
      const { soFar, stage, fraction } = step.value;
      if (soFar !== undefined) evidence.set(idea, soFar);
      yield told({ stage, fraction });
    }
  }

  for (const cost of COSTS)
    for (const idea of IDEAS) {
      if (idea.cost !== cost) continue;
      const result = yield* studyOf<unknown, Partial<Facts>>(idea);
      if (result instanceof Refusal) return { kind: "refused", problem: result.problem };
    }
  return { kind: "studied", studied: studied(), found: known };
}
