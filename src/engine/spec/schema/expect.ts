/** A spec is a test of itself: what its author expects of the report. */
import * as Type from "typebox";
import { choice, closed, says, type Noun } from "./keywords";
import { EXPECTATIONS, MANIFOLD_DIMENSION } from "./words";

export type NumberOrBounds = number | { readonly min?: number; readonly max?: number };

const bounded = (
  text: string,
  limits: { readonly type: "number" | "integer"; readonly minimum?: number },
  example = limits.type === "integer" ? 6 : 0.5,
) =>
  Type.Optional(
    Type.Unsafe<NumberOrBounds>({
      ...limits,
      type: [limits.type, "object"],
      properties: {
        min: { type: "number", ...says("The least value that passes.") },
        max: { type: "number", ...says("The largest value that passes.") },
      },
      additionalProperties: false,
      minProperties: 1,
      noun: { here: "these bounds", any: "an expectation's bounds", has: "have" } satisfies Noun,
      ...says(`${text} A number, or \`{ "min": …, "max": … }\`.`, { examples: [example] }),
    }),
  );

/** A plain number is the upper bound. */
const atMost = (text: string) => bounded(text, { type: "number", minimum: 0 }, 1e-6);

export const expectations = closed(
  { here: "the expectations", any: "the expectations", has: "have" },
  {
    laws: bounded("Number of independent conservation laws near a generic parameter.", { type: "integer", minimum: 0 }),
    complete: Type.Optional(Type.Boolean(says("Whether the known conservation laws are all there are."))),
    relaxedBalanced: Type.Optional(Type.Boolean(says("Whether the initialization is relaxed balanced."))),
    intrinsicMetric: Type.Optional(
      choice(
        {
          holds: "φ(θ) and the laws determine the metric: the dynamics are intrinsic.",
          fails: "The metric changes along a direction that changes neither φ nor a law.",
          unknown: "Neither is known.",
        },
        says("Whether the dynamics of φ(θ) are intrinsic from this initialization."),
      ),
    ),
    recoverable: Type.Optional(
      Type.Boolean(says("Whether the parameters are locally a function of φ(θ) and the laws.")),
    ),
    maxDrift: atMost("Upper bound on the largest relative drift of any law along the trajectory."),
    intrinsicFlowError: atMost("Upper bound on the largest relative distance between φ(θ(t)) and the intrinsic flow."),
    invariantManifold: bounded(MANIFOLD_DIMENSION, { type: "integer", minimum: 0 }),
    plateauExponent: bounded("The exponent of the escape time in the scale.", { type: "number" }),
  },
  says(EXPECTATIONS),
);
