/** Listings of polynomial laws: up to which degree. */
import { LARGEST_DEGREE } from "../../tasks/list-laws/discover-laws";
import type { Problem } from "../../findings/problem";
import { correct, type TaskPart } from "./part";
import { t } from "../../findings/language";

export const listLaws = {
  read(asked) {
    const degree = typeof asked === "object" && asked !== null && "degree" in asked ? asked.degree : undefined;
    if (typeof degree === "number" && Number.isInteger(degree) && degree >= 1 && degree <= LARGEST_DEGREE)
      return { kind: "asked", asked: { degree } };
    return {
      kind: "refused",
      message: t`Laws of degree ${String(degree)} cannot be listed.`,
      help: t`Ask for a whole number from 1 to ${LARGEST_DEGREE}.`,
    };
  },
  invalid: (errors) => ({
    message: [t`The spec has errors, so there is no network to search.`, ...errors.slice(0, 1).map(messageOf)].join(
      " ",
    ),
    help: correct("list-laws"),
  }),
} satisfies TaskPart<"list-laws">;

function messageOf({ message }: Problem): string {
  return message;
}
