/**
 * What an analysis is of: the network of a spec, its parameters drawn, and the data it is given. Whatever stands against it
 * (errors, a draw that takes too long or has no solution, weights out of range) is a problem of the spec, said here.
 */
import type { Problem } from "../findings/problem";
import type { Effort, Progress } from "../findings/progress";
import type { InitializationPlan } from "../model/initialization";
import { pathShape, type Network } from "../model/network";
import type { SpecReading, TooLargeToDraw } from "../spec/read";
import { givenData, type GivenData } from "./given-data";
import { parametersOf, type OpenWeights } from "./parameters";
import type { ReadDataFile } from "./training-data";

/** What can be said of a network without its weights is said of this. */
export interface Architecture {
  readonly reading: SpecReading;
  readonly network: Network;
  readonly plan: InitializationPlan;
  readonly effort: Effort;
}

export interface Subject extends Architecture {
  /** Length D. */
  readonly theta: Float64Array;
  /** Of a linear neural ODE: width and nodes in depth; `null`: a network of finitely many layers. */
  readonly path: { readonly width: number; readonly nodes: number } | null;
  /** Nothing is looked at that only a reader of the report wants. */
  readonly lean: boolean;
  /** The data as far as an analysis looks at them; `null`: it does not. Read or drawn at the first call. */
  given(): GivenData | null;
}

export interface SubjectOptions {
  /** Default "typing". */
  readonly effort?: Effort;
  /**
   * Leaves out what only a reader of the report wants and a run does not need: the orbit, and the look ahead to the
   * escape.
   */
  readonly lean?: boolean;
  /** Simulations have it: reads the data files that the spec names. Without it nothing is said of samples in files. */
  readonly readDataFile?: ReadDataFile;
  /** Opens a file of weights that the spec names. Without it there is nothing to analyse of such a spec. */
  readonly openWeights?: OpenWeights | undefined;
}

export type SubjectResult =
  | { readonly kind: "subject"; readonly subject: Subject }
  /** Its weights are too many to be drawn. */
  | { readonly kind: "undrawn"; readonly architecture: Architecture; readonly why: TooLargeToDraw }
  /** There is nothing to analyse. In the order of the text when they are more than the reading's. */
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

export function* subjectOf(
  reading: SpecReading,
  { effort = "typing", lean = false, readDataFile, openWeights }: SubjectOptions,
): Generator<Progress, SubjectResult> {
  const { network, initialization: plan, places, problems, training } = reading;
  if (network === null || plan === null || problems.some(({ severity }) => severity === "error"))
    return { kind: "invalid", problems };
  const why = reading.tooLargeToDraw;
  if (why !== null) return { kind: "undrawn", architecture: { reading, network, plan, effort }, why };
  yield { stage: "Drawing the initialization", fraction: null };
  const drawn = parametersOf(network, plan, places, openWeights ?? null);
  if (drawn.kind === "none") return invalid(reading, ...drawn.problems);
  const { theta } = drawn;
  let given: GivenData | null = null;
  return {
    kind: "subject",
    subject: {
      reading,
      network,
      plan,
      theta,
      path: pathShape(network),
      effort,
      lean,
      given: () => (lean ? null : (given ??= givenData(network, training, readDataFile ?? null))),
    },
  };
}

/** Nothing can be analysed, for this reason. */
export function invalid(
  { problems }: SpecReading,
  ...more: readonly Problem[]
): Extract<SubjectResult, { kind: "invalid" }> {
  return { kind: "invalid", problems: inOrder([...problems, ...more]) };
}

/** In the order of the text. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}
