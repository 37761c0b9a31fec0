/** A spec is a test of itself: what its author expects of the report. The properties are rows of ideas/expectations.ts. */
import * as Type from "typebox";
import type { Expectation } from "../../report/expectation";
import { EXPECTATIONS } from "../../report/expectations";
import { choice, closed, says, type Noun } from "./keywords";
import { WHAT_IS_EXPECTED } from "./words";
import { t } from "../../findings/language";

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
          min: { type: "number", ...says(t`The least value that passes.`) },
          max: { type: "number", ...says(t`The largest value that passes.`) },
        },
        additionalProperties: false,
        minProperties: 1,
        noun: { here: t`these bounds`, any: t`an expectation's bounds`, has: "have" } satisfies Noun,
        ...says(`${text} ${t`A number, or \`{ "min": …, "max": … }\`.`}`, { examples: [example] }),
      });
    }
  }
}

export const expectations = closed(
  { here: t`the expectations`, any: t`the expectations`, has: "have" },
  Object.fromEntries(Object.entries(EXPECTATIONS).map(([name, row]) => [name, Type.Optional(valueOf(row))])),
  says(WHAT_IS_EXPECTED),
);
