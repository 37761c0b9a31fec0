/** Analyses as asked for by the user: with how much patience. */
import type { TaskPart } from "./part";

export const analyze = {
  read: (asked) => ({
    kind: "asked",
    asked: {
      effort:
        typeof asked === "object" && asked !== null && "effort" in asked && asked.effort === "patient"
          ? "patient"
          : "typing",
    },
  }),
} satisfies TaskPart<"analyze">;
