/** A spec is a test of itself: what its author expects of the report. The properties are rows of ideas/expectations.ts. */
import * as Type from "typebox";
import type { Expectation } from "../../report/expectation";
import { EXPECTATIONS } from "../../report/expectations";
import { choice, closed, says, type Noun } from "./keywords";
import { WHAT_IS_EXPECTED } from "./words";

export type NumberOrBounds = number | { readonly min?: number; readonly max?: number };

function valueOf({ value, says: text }: Expectation): Type.TSchema {
  switch (value.is) {
    case "yes-or-no":
      return Type.Boolean(says(text));
    case "word":
      return choice(value.words, says(text));
    case "number":
    case "integer": {
      const { is: type, example, ...limits } = value;
      return Type.Unsafe<NumberOrBounds>({
        ...limits,
        type: [type, "object"],
        properties: {
          min: { type: "number", ...says("The least value that passes.") },
          max: { type: "number", ...says("The largest value that passes.") },
        },
        additionalProperties: false,
        minProperties: 1,
        noun: { here: "these bounds", any: "an expectation's bounds", has: "have" } satisfies Noun,
        ...says(`${text} A number, or \`{ "min": …, "max": … }\`.`, { examples: [example] }),
      });
    }
  }
}

export const expectations = closed(
  { here: "the expectations", any: "the expectations", has: "have" },
  Object.fromEntries(Object.entries(EXPECTATIONS).map(([name, row]) => [name, Type.Optional(valueOf(row))])),
  says(WHAT_IS_EXPECTED),
);
