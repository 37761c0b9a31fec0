/**
 * The language of `*.intrinsic.json`, said once: types, completions, hovers, the published JSON schema and our own
 * validation all come from here.
 */
import * as Type from "typebox";
import { architecture, parametrization } from "./schema/architecture";
import { expectations } from "./schema/expect";
import { initialization } from "./schema/initialization";
import { closed, says } from "./schema/keywords";
import { SPEC_SNIPPETS } from "./schema/snippets";
import { sweep, training } from "./schema/training";
import { t } from "../findings/language";

export const specSchema = closed(
  { here: t`a spec`, any: t`a spec`, has: "has" },
  {
    $schema: Type.Optional(
      Type.String(says(t`The address of a JSON schema, for editors without Intrinsic.`, { doNotSuggest: true })),
    ),
    title: Type.Optional(
      Type.String(
        says(t`What this spec shows; the report begins with it. At most 200 characters.`, {
          examples: ["Two-layer linear network"],
        }),
      ),
    ),
    architecture,
    parametrization: Type.Optional(parametrization({ doNotSuggest: true })),
    initialization: Type.Optional(initialization),
    training: Type.Optional(training),
    expect: Type.Optional(expectations),
    sweep: Type.Optional(sweep),
  },
  {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: t`Intrinsic spec`,
    allowComments: true,
    allowTrailingCommas: true,
    ...says(t`A neural network and its initialization, for Intrinsic to analyse.`),
    defaultSnippets: SPEC_SNIPPETS,
  },
);

export type Spec = Type.Static<typeof specSchema>;
