/** How inputs are laid out, and what only some types of layers have: as many properties as OWN has rows. */
import * as Type from "typebox";
import { blockKindOf, LAYER_TYPES } from "../../model/blocks";
import { OWN, OWN_NAMES, type LayerOwn, type OwnName, type OwnProperty } from "../../model/blocks/properties";
import { choice, orPattern, says, switchable, the } from "./keywords";
import { YES_OR_NO } from "./switches";
import { code, NUMBER_OF_INPUTS } from "./words";
import { t } from "../../findings/language";

const EXTENTS = {
  tokens: t`Number of tokens of a sequence.`,
  vocabulary: t`Number of different tokens: each input is one of 0 … vocabulary − 1 at every position.`,
  width: t`Numbers at each token of a sequence; or points of a row of an image.`,
  channels: t`Channels of a line or an image, which come first.`,
  length: t`Points of a line.`,
  height: t`Rows of an image.`,
} as const;

export type InputLayout = { readonly [Name in keyof typeof EXTENTS]?: number };

export const input = Type.Unsafe<number | InputLayout>({
  type: ["integer", "object"],
  properties: Object.fromEntries(
    Object.entries(EXTENTS).map(([name, text]) => [name, Type.Integer(says(text, { minimum: 1, examples: [8] }))]),
  ),
  additionalProperties: false,
  noun: the(t`the input`),
  ...says(NUMBER_OF_INPUTS, { minimum: 1, examples: [5] }),
});

export const ownProperties = Object.fromEntries(
  OWN_NAMES.map((name) => [name, Type.Optional(ownProperty(name, OWN[name]))]),
) as unknown as { readonly [Name in OwnName]: Type.TOptional<Type.TUnsafe<NonNullable<LayerOwn[Name]>>> };

function ownProperty(name: OwnName, row: OwnProperty): Type.TUnsafe<unknown> {
  const owners = LAYER_TYPES.filter((type) => blockKindOf({ type }).takes.includes(name)).map(code);
  const text = `${owners.join(", ")}: ${row.words}`;
  const { default: usual } = row;
  if (row.form === "word") {
    const options = says(text, usual === undefined ? {} : { default: usual });
    return isSwitch(row.of) ? switchable(row.of, options, YES_OR_NO) : choice(row.of, options);
  }
  if (row.form === "pattern") return orPattern(row.of, says(text, usual === undefined ? {} : { default: usual }));
  const { minimum } = row;
  const more = {
    ...(minimum === undefined ? {} : { minimum }),
    examples: [usual ?? 3],
    ...(usual === undefined ? {} : { default: usual }),
  };
  return Type.Unsafe<unknown>(
    row.form === "number" || row.form === "real"
      ? { type: row.form === "number" ? "integer" : "number", ...says(text, more) }
      : { type: ["integer", "array"], items: { type: "integer", minimum }, minItems: 1, ...says(text, more) },
  );
}

/** Whether something is there: `yes` or `no`, for which a spec may write `true` and `false`. */
function isSwitch(of: Readonly<Record<string, string>>): of is Readonly<Record<"yes" | "no", string>> {
  return Object.keys(of).join() === "yes,no";
}
